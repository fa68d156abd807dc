package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimited;
import dev.atom.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's own client for JavaScript is a client of the endpoint. Needs node, npm and, the first
 * time, a registry; runs in the profile {@code npm-client}.
 */
@Tag("npm-client")
class NpmClientTest {
  private static final Path FOLDER = Path.of("target", "npm");

  private final AtomicInteger tries = new AtomicInteger();
  private final SilentModel silent = new SilentModel();

  private MockReply reply(ChatRequest request) {
    boolean again =
        request.messages().get(request.messages().size() - 1).role() == ChatMessage.Role.TOOL;
    if (again) {
      return MockReply.text("It is sunny.");
    }
    return switch (request.messages().get(0).text()) {
      case "sunny?" -> MockReply.toolCall("weather", Map.of("city", "Rome"));
      case "which city?" -> MockReply.text("{\"name\": \"Rome\", \"people\": 7}");
      case "too fast" -> soon();
      case "twice" -> tries.incrementAndGet() == 1 ? soon() : MockReply.text("Now");
      case "break" -> MockReply.text("Good day").brokenAfter(3, f -> new ProviderFailed(f.build()));
      default -> MockReply.text("Good day").usage(Usage.of(12, 3));
    };
  }

  private static MockReply soon() {
    return MockReply.failure(f -> new RateLimited(f.retryAfter(Duration.ofMillis(1)).build()));
  }

  @Test
  void servesTheOfficialClientForJavaScript() throws IOException, InterruptedException {
    install();
    MockModel model = MockModel.newBuilder().pieceSize(3).otherwise(this::reply).build();
    EmbeddingsTest.Lengths lengths = new EmbeddingsTest.Lengths();
    try (TestEndpoint endpoint =
        TestEndpoint.start(
            b ->
                b.chat("fast", model)
                    .chat("silent", silent)
                    .embeddings("meaning", lengths)
                    .keepAlive(Duration.ofMillis(5)))) {
      String said = run(List.of("node", "client.mjs", endpoint.base(), TestEndpoint.KEY));

      assertThat(said.lines().filter(line -> line.startsWith("ok "))).hasSize(9);
      assertThat(silent.awaitEnd()).isTrue();
      assertThat(silent.cancelled()).isTrue();
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
      Files.copy(
          Path.of("src", "test", "npm", file),
          FOLDER.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
