package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.model.CallCancelled;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams that their client leaves, and streams that are silent for long. */
class StreamEndTest {
  private static final ModelRef REF = new ModelRef("test", "slow");

  /** Says one word, and then nothing until it is cancelled. */
  private static final class Thoughtful implements ChatModel {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public ModelRef ref() {
      return REF;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.STREAMING);
    }

    @Override
    public ChatReply chat(ChatRequest request, CallContext context) {
      throw new CallCancelled(Failure.at(REF).build());
    }

    @Override
    public ReplyStream stream(ChatRequest request, CallContext context) {
      return new Thought(context);
    }

    private final class Thought implements ReplyStream {
      private final Cancellation.Registration registration;
      private boolean said;

      Thought(CallContext context) {
        registration = context.cancellation().onCancel(cancelled::countDown);
      }

      @Override
      public boolean hasNext() {
        if (said) {
          try {
            cancelled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new CallCancelled(Failure.at(REF).build());
        }
        return true;
      }

      @Override
      public ReplyEvent next() {
        said = true;
        return new ReplyEvent.TextDelta(0, "Well");
      }

      @Override
      public Usage usage() {
        return Usage.UNKNOWN;
      }

      @Override
      public void close() {
        registration.close();
        closed.countDown();
      }
    }
  }

  private final Thoughtful model = new Thoughtful();

  private TestEndpoint start() {
    return TestEndpoint.start(b -> b.chat("slow", model).keepAlive(Duration.ofMillis(5)));
  }

  private void assertCancelled() throws InterruptedException {
    assertThat(model.cancelled.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(model.closed.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void commentsKeepASilentStreamAliveAndItsClientsLeavingCancelsTheModel() throws Exception {
    try (TestEndpoint endpoint = start()) {
      HttpRequest request =
          endpoint
              .request("/chat/completions")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"model": "slow", "stream": true,
                       "messages": [{"role": "user", "content": "Think"}]}"""))
              .build();
      HttpResponse<InputStream> response =
          endpoint.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        assertThat(linesUntil(body, ": keep-alive")).contains("\"content\":\"Well\"");
        assertThat(model.cancelled.getCount()).isEqualTo(1);
      }
      assertCancelled();
    }
  }

  private static String linesUntil(InputStream body, String last) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    StringBuilder lines = new StringBuilder();
    String line = reader.readLine();
    while (!line.equals(last)) {
      lines.append(line).append('\n');
      line = reader.readLine();
    }
    return lines.toString();
  }

  @Test
  void closingTheStreamOfTheOfficialClientCancelsTheModel() throws Exception {
    try (TestEndpoint endpoint = start()) {
      OpenAIClient client =
          OpenAIOkHttpClient.builder().baseUrl(endpoint.base()).apiKey(TestEndpoint.KEY).build();
      ChatCompletionCreateParams params =
          ChatCompletionCreateParams.builder().model("slow").addUserMessage("Think").build();

      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(params)) {
        ChatCompletionChunk first = stream.stream().findFirst().orElseThrow();
        assertThat(first.choices().get(0).delta().role()).isPresent();
      }

      assertCancelled();
      client.close();
    }
  }
}
