package dev.atom.mock.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.atom.mock.ReplayServer;
import dev.atom.mock.VirtualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class PlaysScriptTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  // @start region="annotation"
  @Test
  @PlaysScript(value = "retried.json", finished = true)
  void triesAgainByScript(ReplayServer server) throws Exception {
    assertThat(get(server.uri())).isEqualTo(503);
    assertThat(get(server.uri())).isEqualTo(200);
  }

  // @end

  private static int get(URI server) throws Exception {
    return ReplayServerExtensionTest.get(server);
  }

  private static List<String> failures(Class<?> test) {
    List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Optional<Throwable> failure = result.getThrowable();
            failure.ifPresent(f -> failures.add(test.getDisplayName() + ": " + f.getMessage()));
          }
        };
    LauncherFactory.create().execute(request, listener);
    return failures;
  }

  @Test
  void unfinishedAndUnexpectedCallsFailTheTest() {
    assertThat(failures(Unfinished.class))
        .hasSize(3)
        .anyMatch(f -> f.startsWith("asksNothing") && f.contains("was not asked for"))
        .anyMatch(f -> f.startsWith("asksOther") && f.contains("no exchange matches GET /other"))
        .anyMatch(f -> f.startsWith("noClock") && f.contains("say where its clock begins"));
  }

  @Test
  void withoutBeingAskedItFailsNoTest() {
    assertThat(failures(Lenient.class)).isEmpty();
  }

  /** Run by the tests above only: the name is none that the build looks for. */
  @PlaysScript(value = "retried.json", finished = true)
  static class Unfinished {
    @Test
    void asksNothing() {}

    @Test
    void asksOther(ReplayServer server) throws Exception {
      get(server.uri());
      get(server.uri());
      get(URI.create(server.uri() + "/other"));
      HttpRequest other = HttpRequest.newBuilder(server.uri().resolve("/other")).build();
      CLIENT.send(other, HttpResponse.BodyHandlers.discarding());
    }

    @Test
    void noClock(VirtualClock clock) {}
  }

  /** Run by the tests above only. */
  @PlaysScript(value = "/dev/atom/mock/scripts/flapping.json", clock = "2026-01-01T08:00:00Z")
  static class Lenient {
    @Test
    void movesTheClock(ReplayServer server, VirtualClock clock) throws Exception {
      HttpRequest chat =
          HttpRequest.newBuilder(server.uri().resolve("/v1/chat/completions"))
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertThat(CLIENT.send(chat, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(503);
      clock.advance(Duration.ofSeconds(10));
      assertThat(CLIENT.send(chat, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }

    @Test
    void asksNothing() {}
  }
}
