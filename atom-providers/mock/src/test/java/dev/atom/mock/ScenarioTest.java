package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every scenario as a plain client lives through it. */
@Timeout(60)
class ScenarioTest {
  private static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
          + "content-length: 2\r\n\r\n{}";

  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private ReplayServer server = ReplayServer.newBuilder().start();
  private String good = "";

  @AfterEach
  void close() {
    server.close();
  }

  private void play(Scenario scenario) {
    server.close();
    ProviderScript script = ProviderScript.of(scenario);
    good = script.exchanges().get(0).response().text();
    server = ReplayServer.newBuilder().script(script).clock(clock).start();
  }

  private HttpResponse<String> ask() throws Exception {
    return ask("good-key");
  }

  private HttpResponse<String> ask(String key) throws Exception {
    HttpRequest.Builder request = Wire.post(server.uri(), "/v1/chat/completions", "{}");
    return Wire.send(request.header("authorization", "Bearer " + key));
  }

  private RawClient.Read raw() throws IOException {
    try (RawClient client = RawClient.connect(server.uri())) {
      client.send(POST);
      return client.read();
    }
  }

  private RawClient.Read rawUntilSilent(String end) throws IOException {
    try (RawClient client = RawClient.connect(server.uri())) {
      client.send(POST);
      return client.readUntilSilent(end);
    }
  }

  private static String latin(String text) {
    return Events.latin(text);
  }

  // @start region="outage"
  @Test
  void outageRefusesConnectionsFor60Seconds() throws Exception {
    play(Scenario.OUTAGE);
    assertThat(ask().body()).isEqualTo(good);
    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(this::ask).isInstanceOf(ConnectException.class);
    clock.advance(Duration.ofMillis(59_999));
    assertThatThrownBy(this::ask).isInstanceOf(ConnectException.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(ask().body()).isEqualTo(good);
  }

  // @end

  @Test
  void streamsAreCutResetAndUnterminated() throws Exception {
    play(Scenario.STREAM_CUT);
    RawClient.Read cut = raw();
    assertThat(cut.body()).isEqualTo(latin(good).substring(0, 400));
    assertThat(cut.end()).isEqualTo(RawClient.End.CLOSED);
    RawClient.Read reset = raw();
    assertThat(reset.body()).isEqualTo(latin(good).substring(0, 400));
    assertThat(reset.end()).isEqualTo(RawClient.End.RESET);
    assertThat(ask().body()).isEqualTo(good.replace("data: [DONE]\n\n", "")).isNotEqualTo(good);
    assertThat(ask().body()).isEqualTo(good);
    server.assertFinished();
  }

  @Test
  void stallsComeBeforeTheHeadersTheBodyAndWithinIt() throws Exception {
    play(Scenario.STALL);
    assertThat(rawUntilSilent("")).isEqualTo(new RawClient.Read("", RawClient.End.SILENT));
    RawClient.Read headers = rawUntilSilent("\r\n\r\n");
    assertThat(headers.headers()).contains("content-type: text/event-stream");
    assertThat(headers.body()).isEmpty();
    assertThat(headers.end()).isEqualTo(RawClient.End.SILENT);
    String begin = latin(good).substring(0, 400);
    RawClient.Read some = rawUntilSilent(begin);
    assertThat(some.body()).isEqualTo(begin);
    assertThat(some.end()).isEqualTo(RawClient.End.SILENT);
    assertThat(ask().body()).isEqualTo(good);
  }

  @Test
  void garbageComesInSevenForms() throws Exception {
    play(Scenario.GARBAGE);
    assertThat(raw().body())
        .isEqualTo(latin(good).substring(0, 400) + "<html>upstream connect error</html>");
    assertThat(raw().body()).hasSize(464).startsWith(latin(good).substring(0, 400));
    assertThat(ask().body()).startsWith("<!DOCTYPE html>");
    assertThat(ask().body()).startsWith("{\"error\":{\"message\":");
    HttpResponse<String> wrong = ask();
    assertThat(wrong.headers().firstValue("content-type")).contains("text/plain");
    assertThat(wrong.body()).isEqualTo(good);
    assertThat(ask().body()).hasSize(1_000_002 + good.length()).endsWith(good);
    assertThat(ask().body()).isEmpty();
    assertThat(ask().body()).isEqualTo(good);
    server.assertFinished();
  }

  @Test
  void flappingIsBadAndGoodInTurns() throws Exception {
    play(Scenario.FLAPPING);
    for (int i = 0; i < 3; i++) {
      assertThat(ask().statusCode()).isEqualTo(503);
      clock.advance(Duration.ofSeconds(10));
      assertThat(ask().body()).isEqualTo(good);
      clock.advance(Duration.ofSeconds(10));
    }
  }

  @Test
  void rateLimitWaveRollsOverAndPasses() throws Exception {
    play(Scenario.RATE_LIMIT_WAVE);
    assertThat(ask().statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(10));
    HttpResponse<String> limited = ask();
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("30");
    assertThat(limited.body()).contains("\"code\":\"rate_limit_exceeded\"");
    clock.advance(Duration.ofSeconds(30));
    assertThat(ask().statusCode()).isEqualTo(200);
  }

  @Test
  void onlyTheRejectedKeyIsRejected() throws Exception {
    play(Scenario.REJECTED_KEY);
    HttpResponse<String> rejected = ask("rejected-1");
    assertThat(rejected.statusCode()).isEqualTo(401);
    assertThat(rejected.body()).contains("invalid_api_key").doesNotContain("rejected-1");
    assertThat(ask("good-key").body()).isEqualTo(good);
  }

  @Test
  void faultsOfAScenarioLieOnExchangesOfOnesOwn() throws Exception {
    server.close();
    server =
        ReplayServer.newBuilder()
            .exchange(TestExchanges.stream().answering("POST", "/v1/chat/completions"))
            .matching(Matching.PATH)
            .faults(ProviderScript.of(Scenario.STREAM_CUT))
            .start();
    assertThat(raw().body())
        .isEqualTo(latin(TestExchanges.stream().response().text()).substring(0, 400));
  }
}
