package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Streams that their client leaves, and streams that are silent for long. */
class StreamEndTest {
  private final SilentModel model = new SilentModel();

  private TestEndpoint start() {
    return TestEndpoint.start(b -> b.chat("slow", model).keepAlive(Duration.ofMillis(5)));
  }

  private void assertCancelled() throws InterruptedException {
    assertThat(model.awaitEnd()).isTrue();
    assertThat(model.cancelled()).isTrue();
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
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        // A comment may come before the first piece too, where the machine is slow.
        assertThat(lineWith(reader, "\"content\":\"Well\"")).startsWith("data: ");
        assertThat(lineWith(reader, ": keep-alive")).isEqualTo(": keep-alive");
        assertThat(model.cancelled()).isFalse();
      }
      assertCancelled();
    }
  }

  private static String lineWith(BufferedReader reader, String part) throws IOException {
    String line = reader.readLine();
    while (!line.contains(part)) {
      line = reader.readLine();
    }
    return line;
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
