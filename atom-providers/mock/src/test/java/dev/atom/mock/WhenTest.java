package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WhenTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");

  private Playback playing(Fault fault, When when) {
    Json body = Json.object().put("a", 1).build();
    return ReplayServer.newBuilder()
        .matching(Matching.PATH)
        .answer("GET", "/x", body)
        .answer("POST", "/v1/chat/completions", body)
        .answer("POST", "/v1beta/models/gemini-2.5-flash:generateContent", body)
        .fault(fault, when)
        .clock(clock)
        .playback();
  }

  private static int status(Playback playback, String path, String body) {
    String method = body.isEmpty() ? "GET" : "POST";
    Map<String, List<String>> headers = Map.of("x-team", List.of("red"));
    return playback
        .next(
            ReceivedRequest.of(
                method, path, headers, body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .response()
        .status();
  }

  private static List<Integer> statuses(Playback playback, int calls) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      statuses.add(status(playback, "/x", ""));
    }
    return statuses;
  }

  // @start region="schedule"
  @Test
  void faultsBefallTheCallsTheyAreMeantFor() throws Exception {
    try (ReplayServer server =
        ReplayServer.newBuilder()
            .exchange(TestExchanges.stream())
            .matching(Matching.PATH)
            .fault(new Fault.ResetAfter(120), When.call(2))
            .fault(Fault.error(Dialect.OPENAI, 503), When.during(SECOND, SECOND).path("*/chat/*"))
            .fault(Fault.pieces(1).and(Fault.keepAlives()), When.always().model("gpt-4o*"))
            .clock(clock)
            .start()) {
      assertThat(Wire.send(chat(server)).body()).contains(": keep-alive", "[DONE]");
      assertThatThrownBy(() -> Wire.send(chat(server))).isInstanceOf(java.io.IOException.class);
      clock.advance(SECOND);
      assertThat(Wire.send(chat(server)).statusCode()).isEqualTo(503);
      clock.advance(SECOND);
      assertThat(Wire.send(chat(server)).statusCode()).isEqualTo(200);
      server.assertFinished();
    }
  }

  // @end

  private static java.net.http.HttpRequest.Builder chat(ReplayServer server) {
    return Wire.again(server.uri(), TestExchanges.stream());
  }

  @Test
  void countsCallsFromOne() {
    assertThat(statuses(playing(Fault.status(500), When.call(2)), 3))
        .containsExactly(200, 500, 200);
    assertThat(statuses(playing(Fault.status(500), When.always().calls(2, 3)), 4))
        .containsExactly(200, 500, 500, 200);
  }

  @Test
  void countsOnlyCallsThatFit() {
    Playback playback = playing(Fault.status(500), When.call(2).path("/x"));
    assertThat(status(playback, "/x?a=1", "")).isEqualTo(ReplayServer.NO_MATCH);
    assertThat(status(playback, "/v1/chat/completions", "{}")).isEqualTo(200);
    assertThat(status(playback, "/x", "")).isEqualTo(500);
  }

  @Test
  void choosesByModelInBodyOrPathByMethodAndByHeader() {
    Playback model = playing(Fault.status(500), When.always().model("gemini-*"));
    String gemini = "/v1beta/models/gemini-2.5-flash:generateContent";
    assertThat(status(model, gemini, "{}")).isEqualTo(500);
    assertThat(status(model, "/v1/chat/completions", "{\"model\":\"gemini-x\"}")).isEqualTo(500);
    assertThat(status(model, "/v1/chat/completions", "{\"model\":\"gpt-x\"}")).isEqualTo(200);
    assertThat(status(model, "/v1/chat/completions", "no JSON")).isEqualTo(200);

    Playback header =
        playing(Fault.status(500), When.always().header("X-Team", "r*").method("GET"));
    assertThat(status(header, "/x", "")).isEqualTo(500);
    assertThat(status(header, gemini, "{}")).isEqualTo(200);
    Playback other = playing(Fault.status(500), When.always().header("x-team", "blue"));
    assertThat(status(other, "/x", "")).isEqualTo(200);
  }

  @Test
  void chanceRepeatsWithItsSeedAndKeepsItsRate() {
    List<Integer> first = statuses(playing(Fault.status(500), When.always().chance(0.3, 42)), 1000);
    List<Integer> again = statuses(playing(Fault.status(500), When.always().chance(0.3, 42)), 1000);
    List<Integer> other = statuses(playing(Fault.status(500), When.always().chance(0.3, 43)), 1000);
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(first.stream().filter(s -> s == 500).count()).isBetween(250L, 350L);
  }

  @Test
  void timeMayComeAgainAndAgain() {
    When flapping = When.during(SECOND, SECOND).every(SECOND.multipliedBy(3));
    Playback playback = playing(Fault.status(500), flapping);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      statuses.add(status(playback, "/x", ""));
      clock.advance(SECOND);
    }
    assertThat(statuses).containsExactly(200, 500, 200, 200, 500, 200, 200, 500);
  }

  @Test
  void refusesConnectionsAgainAndAgainOnTheClock() throws Exception {
    When flapping = When.during(Duration.ZERO, SECOND).every(SECOND.multipliedBy(2));
    try (ReplayServer server =
        ReplayServer.newBuilder()
            .answer("GET", "/x", Json.object().build())
            .fault(new Fault.Refuse(), flapping)
            .clock(clock)
            .start()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> RawClient.connect(server.uri()))
            .isInstanceOf(ConnectException.class);
        clock.advance(SECOND);
        assertThat(RawClient.ask(server.uri(), "/x").body()).isEqualTo("{}");
        clock.advance(SECOND);
      }
      server.close();
      assertThat(clock.pending()).isZero();
    }
  }

  @Test
  void refusesConnectionsInRealTimeToo() throws Exception {
    When now = When.during(Duration.ZERO, Duration.ofMillis(50));
    try (ReplayServer server =
        ReplayServer.newBuilder()
            .answer("GET", "/x", Json.object().build())
            .fault(new Fault.Refuse(), now)
            .start()) {
      boolean answered = false;
      while (!answered) {
        try {
          answered = RawClient.ask(server.uri(), "/x").body().equals("{}");
        } catch (ConnectException e) {
          answered = false;
        }
      }
      assertThat(server.calls()).hasSize(1);
    }
  }

  @Test
  void unfinishedScriptSaysWhatIsMissing() {
    Playback playback = playing(Fault.status(500), When.call(2));
    statuses(playback, 2);
    status(playback, "/other", "");
    assertThatThrownBy(playback::assertFinished)
        .isInstanceOf(UnexpectedCall.class)
        .hasMessageContaining("no exchange matches GET /other")
        .hasMessageContaining("exchange POST /v1/chat/completions was not asked for");
    Playback waiting = playing(Fault.status(500), When.call(5));
    status(waiting, "/x", "");
    assertThatThrownBy(waiting::assertFinished)
        .hasMessageContaining("waits for call 5 but there were 1");
  }

  @Test
  void refusesConditionsThatMakeNoSense() {
    assertThatThrownBy(() -> When.call(0)).hasMessageContaining("count from 1");
    assertThatThrownBy(() -> When.always().calls(3, 2)).hasMessageContaining("3 to 2");
    assertThatThrownBy(() -> When.always().chance(0, 1)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> When.during(SECOND, Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> When.always().every(SECOND)).hasMessageContaining("during");
    assertThatThrownBy(() -> When.during(SECOND, SECOND).every(SECOND))
        .hasMessageContaining("longer than");
  }
}
