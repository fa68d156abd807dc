package dev.atom.mock.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.atom.json.Json;
import dev.atom.mock.Dialect;
import dev.atom.mock.Exchange;
import dev.atom.mock.Fault;
import dev.atom.mock.Matching;
import dev.atom.mock.ProviderScript;
import dev.atom.mock.Quota;
import dev.atom.mock.ReplayServer;
import dev.atom.mock.RetryHint;
import dev.atom.mock.Scenario;
import dev.atom.mock.VirtualClock;
import dev.atom.mock.When;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class WireMockTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private WireMockServer wireMock = new WireMockServer(options().dynamicPort());

  @AfterEach
  void stop() {
    wireMock.stop();
  }

  private static Path folder() throws Exception {
    return Path.of(WireMockTest.class.getResource("exchanges").toURI());
  }

  private static Exchange named(String name) {
    return Exchange.resource(WireMockTest.class, "exchanges/" + name + ".json");
  }

  private static Exchange plain() {
    return named("chat-plain-gpt-3.5-turbo-0125-d0ae");
  }

  private static Exchange stream() {
    return named("chat_stream-usage-gpt-4o-mini-6fe9");
  }

  private HttpResponse<String> ask(Exchange exchange) throws Exception {
    Exchange.Request recorded = exchange.request().orElseThrow();
    return post(recorded.path(), recorded.body().orElseThrow().toPrettyString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(wireMock.baseUrl() + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Every byte of the answer, and how it ends. */
  private String raw() throws IOException {
    StringBuilder read = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", wireMock.port())) {
      String request = "POST /v1/x HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      for (int next = socket.getInputStream().read(); next >= 0; ) {
        read.append((char) next);
        next = socket.getInputStream().read();
      }
      return read + "<closed>";
    } catch (SocketException e) {
      return read + "<reset>";
    }
  }

  private void play(ReplayServer.Builder played) {
    ReplayTransformer replay = ReplayTransformer.of("openai", played);
    wireMock = new WireMockServer(options().dynamicPort().extensions(replay));
    wireMock.start();
    wireMock.stubFor(replay.stub(urlPathMatching("/.*")));
  }

  // @start region="folder"
  @Test
  void playsAFolderOfRecordings() throws Exception {
    wireMock.start();
    ExchangeStubs.folder(folder()).withBodies().stubOn(wireMock);

    for (Exchange exchange : Exchange.folder(folder())) {
      HttpResponse<String> answer = ask(exchange);
      assertThat(answer.statusCode()).isEqualTo(exchange.response().status());
      assertThat(answer.body()).isEqualTo(exchange.response().text());
    }
    assertThat(post("/chat/completions", "{}").statusCode()).isEqualTo(404);
  }

  // @end

  @Test
  void playsExchangesOfOneRequestInOrderAndRepeatsTheLast() throws Exception {
    wireMock.start();
    Exchange rejected = named("error-401-invalid-api-key-gpt-4o-mini-a2d9");
    List<Exchange> retried =
        List.of(rejected.answering("POST", "/x?b=1"), plain().answering("POST", "/x?b=1"));
    var added = ExchangeStubs.of(retried).stubOn(wireMock);
    for (int status : List.of(401, 200, 200)) {
      assertThat(post("/x?b=1", "{}").statusCode()).isEqualTo(status);
    }
    assertThat(post("/x?b=2", "{}").statusCode()).isEqualTo(404);
    added.forEach(wireMock::removeStub);
    assertThat(post("/x?b=1", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void redactedParameterMatchesAnyValueAndTheHeadersOfTheTransferStayBehind() throws Exception {
    wireMock.start();
    ExchangeStubs.of(List.of(plain().answering("POST", "/x?alt=sse&key=<redacted>")))
        .withBodies()
        .stubOn(wireMock);
    for (String other :
        List.of("/x?key=any", "/x?key=any&alt=x", "/x?key=any&alt=sse&more=1", "/x")) {
      assertThat(post(other, "").statusCode()).as(other).isEqualTo(404);
    }
    HttpResponse<String> answer = post("/x?key=any&alt=sse", "");
    assertThat(answer.body()).isEqualTo(plain().response().text());
    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    assertThat(answer.headers().firstValue("alt-svc")).isEmpty();
  }

  // @start region="transformer"
  @Test
  void playsFaultsAndSchedules() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    ReplayTransformer replay =
        ReplayTransformer.of(
            "openai",
            ReplayServer.newBuilder()
                .exchange(stream())
                .matching(Matching.PATH)
                .fault(new Fault.ErrorEvent(Dialect.OPENAI, 503, 2), When.call(1))
                .fault(Fault.error(Dialect.OPENAI, 503), When.call(2))
                .clock(clock));
    wireMock = new WireMockServer(options().dynamicPort().extensions(replay));
    wireMock.start();
    wireMock.stubFor(replay.stub(urlPathMatching("/chat/.*")));

    assertThat(ask(stream()).body()).contains("The model is overloaded").doesNotContain("[DONE]");
    assertThat(ask(stream()).statusCode()).isEqualTo(503);
    assertThat(ask(stream()).body()).isEqualTo(stream().response().text());
    replay.assertFinished();
  }

  // @end

  @Test
  void stubsOfTheApplicationStayItsOwn() throws Exception {
    play(ReplayServer.newBuilder().script(ProviderScript.of(Scenario.FLAPPING)));
    wireMock.stubFor(WireMock.post("/mine").willReturn(WireMock.ok("mine")));
    assertThat(post("/mine", "").body()).isEqualTo("mine");
    assertThat(post("/v1/chat/completions", "{}").statusCode()).isEqualTo(503);
  }

  @Test
  void rateLimitWaveComesAndGoesWithTheClock() throws Exception {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    play(
        ReplayServer.newBuilder().script(ProviderScript.of(Scenario.RATE_LIMIT_WAVE)).clock(clock));
    assertThat(post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(10));
    HttpResponse<String> limited = post("/v1/chat/completions", "{}");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("30");
    clock.advance(Duration.ofSeconds(30));
    assertThat(post("/v1/chat/completions", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void cutAnnouncesTheWholeBodyAndClosesBehindTheBytes() throws Exception {
    play(answering("{\"a\":1}", new Fault.CutAfter(3)));
    String read = raw();
    assertThat(read.toLowerCase(java.util.Locale.ROOT)).contains("content-length: 7\r\n");
    assertThat(read).endsWith("\r\n\r\n{\"a<closed>");
    assertThatThrownBy(() -> post("/v1/x", "")).isInstanceOf(IOException.class);
  }

  @Test
  void hangUpClosesAndResetResetsBeforeTheHeaders() throws Exception {
    play(answering("{}", new Fault.HangUp()));
    assertThat(raw()).isEqualTo("<closed>");
    wireMock.stop();
    play(answering("{}", new Fault.Reset()));
    assertThat(raw()).isEqualTo("<reset>");
  }

  @Test
  void dripAndDelayDeliverTheWholeBody() throws Exception {
    play(
        answering(
            "{\"a\":1}",
            new Fault.Drip(2, Duration.ofMillis(5)).and(new Fault.Delay(Duration.ofMillis(5)))));
    assertThat(post("/v1/x", "").body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void headersAndRateLimitsAreThoseOfTheFault() throws Exception {
    Fault limit =
        new Fault.RateLimit(
            Dialect.GEMINI, RetryHint.RETRY_INFO, Duration.ofSeconds(34), Quota.DAY);
    play(answering("{}", limit.and(new Fault.Header("x-id", List.of("a", "b")))));
    HttpResponse<String> answer = post("/v1/x", "");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().allValues("x-id")).containsExactly("a", "b");
    assertThat(answer.body()).contains("PerDay").contains("\"retryDelay\":\"34s\"");
  }

  private static ReplayServer.Builder answering(String body, Fault fault) {
    return ReplayServer.newBuilder()
        .answer("POST", "/v1/x", Json.parse(body))
        .matching(Matching.PATH)
        .fault(fault);
  }

  static Stream<Fault> beyondWireMock() {
    return Stream.of(
        new Fault.ResetAfter(3),
        new Fault.MalformedAfter(3),
        new Fault.StallAfter(3),
        new Fault.Silence(),
        Fault.pieces(1),
        new Fault.SplitCharacters(),
        Fault.keepAlives().and(new Fault.ResetAfter(3)));
  }

  @ParameterizedTest
  @MethodSource("beyondWireMock")
  void whatWireMockCannotPlayIsRefusedByName(Fault fault) {
    assertThatThrownBy(() -> play(answering("{}", fault)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WireMock can't play")
        .hasMessageContaining("ReplayServer");
  }

  @Test
  void anOutageIsBeyondWireMockToo() {
    ReplayServer.Builder outage =
        ReplayServer.newBuilder().script(ProviderScript.of(Scenario.OUTAGE));
    assertThatThrownBy(() -> ReplayTransformer.of("x", outage)).hasMessageContaining("Refuse");
  }
}
