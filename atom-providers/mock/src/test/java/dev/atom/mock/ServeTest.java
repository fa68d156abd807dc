package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeTest {
  private static Process serve(String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.atom.mock.Serve"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void servesAScenarioUntilItIsStoppedAndPrintsItsAddress() throws Exception {
    Process process = serve("rejected-key", "--port", "0");
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertThat(line).startsWith("listening on http://127.0.0.1:");
      URI uri = URI.create(line.substring("listening on ".length()));
      var request = Wire.post(uri, "/v1/chat/completions", "{}");
      assertThat(Wire.send(request.header("authorization", "Bearer rejected")).statusCode())
          .isEqualTo(401);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void saysWhatIsWrongAndEnds() throws Exception {
    Process process = serve("none.json");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).contains("script none.json");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    }
  }

  @Test
  void startsWithExchangesOfOnesOwn(@TempDir Path folder) throws Exception {
    java.nio.file.Files.writeString(
        folder.resolve("a.json"),
        TestExchanges.plain().answering("GET", "/mine").toJson().toString());
    try (ReplayServer server = Serve.start(List.of("flapping", "--exchanges", folder.toString()))) {
      assertThat(Wire.raw(server.uri(), "/mine")).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void refusesWrongArguments() {
    assertThatThrownBy(() -> Serve.start(List.of())).hasMessageContaining("outage, stream-cut");
    assertThatThrownBy(() -> Serve.start(List.of("outage", "--prot", "1")))
        .hasMessageContaining("--prot");
    assertThatThrownBy(() -> Serve.start(List.of("outage", "--port", "x")))
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> Serve.start(List.of("outage", "--port", "70000")))
        .hasMessageContaining("70000");
  }
}
