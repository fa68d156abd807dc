package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.sun.net.httpserver.HttpServer;
import dev.atom.mock.MockModel;
import dev.atom.model.ModelRef;
import dev.atom.model.Unreachable;
import dev.atom.router.Router;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the guide shows. */
class GuideTest {
  @Test
  void aRouterAnswersTheClientsOfOpenAi() throws IOException {
    MockModel first =
        MockModel.newBuilder()
            .model(new ModelRef("near", "small"))
            .reply(dev.atom.mock.MockReply.failure(f -> new Unreachable(f.build())))
            .build();
    MockModel second =
        MockModel.newBuilder().model(new ModelRef("far", "large")).reply("Good day").build();
    EmbeddingsTest.Lengths embeddings = new EmbeddingsTest.Lengths();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    String callerKey = TestEndpoint.KEY;

    // @start region="mount"
    MemoryCallerKeys callers = MemoryCallerKeys.create();
    try (Secret key = Secret.of(callerKey)) {
      callers.add(key, Caller.of("acme").user("ann").models(Set.of("fast", "meaning")));
    }
    OpenAiEndpoint endpoint =
        OpenAiEndpoint.newBuilder(callers)
            .chat("fast", Router.newBuilder().target(first).target(second).build())
            .embeddings("meaning", embeddings)
            .build();

    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/v1/", JdkHandler.of(endpoint));
    server.setExecutor(threads); // one virtual thread for each call
    server.start();
    // @end

    // @start region="call"
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://localhost:" + server.getAddress().getPort() + "/v1")
            .apiKey(callerKey)
            .build();
    ChatCompletion reply =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder().model("fast").addUserMessage("Hello").build());

    assertThat(reply.choices().get(0).message().content()).contains("Good day");
    // @end

    assertThat(reply.model()).isEqualTo("large");
    client.close();
    server.stop(0);
    threads.shutdown();
  }
}
