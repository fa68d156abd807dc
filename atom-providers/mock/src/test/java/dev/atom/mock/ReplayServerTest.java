package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplayServerTest {
  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private final ReplayServer server =
      ReplayServer.newBuilder().exchanges(TestExchanges.all()).clock(clock).start();

  @AfterEach
  void close() {
    server.close();
    server.close();
  }

  @Test
  void playsTheExchangeWhoseBodyMeansTheSame() throws Exception {
    for (Exchange exchange : TestExchanges.all()) {
      HttpResponse<String> answer = Wire.send(Wire.again(server.uri(), exchange));
      assertThat(answer.statusCode()).isEqualTo(exchange.response().status());
      assertThat(answer.body()).isEqualTo(exchange.response().text());
      assertThat(answer.headers().firstValue("content-type")).isPresent();
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
      assertThat(answer.headers().firstValue("alt-svc")).isEmpty();
    }
    assertThat(server.requests()).hasSize(4);
    assertThat(server.unmatched()).isEmpty();
  }

  @Test
  void noMatchNamesTheNearestExchangeAndTheDifference() throws Exception {
    String asked = TestExchanges.plain().request().orElseThrow().body().orElseThrow().toString();
    HttpResponse<String> answer =
        Wire.send(
            Wire.post(
                server.uri(),
                "/v1/chat/completions?key=hidden",
                asked.replace("\"user\"", "\"system\"")));
    assertThat(answer.statusCode()).isEqualTo(ReplayServer.NO_MATCH);
    Json body = Json.parse(answer.body());
    assertThat(body.at("/error/nearest").orElseThrow().toString())
        .contains("chat-plain-gpt-3.5-turbo-0125-d0ae.json");
    assertThat(answer.body())
        .contains("body at /messages/0/role: recorded \\\"user\\\", asked \\\"system\\\"")
        .doesNotContain("hidden");
    assertThat(server.unmatched()).containsExactly(answer.body());
  }

  @Test
  void playsExchangesOfOneRequestInOrderAndRepeatsTheLast() throws Exception {
    try (ReplayServer retried =
        ReplayServer.newBuilder()
            .matching(Matching.PATH)
            .exchange(TestExchanges.badKey())
            .exchange(TestExchanges.plain())
            .start()) {
      for (int status : List.of(401, 200, 200)) {
        HttpRequest.Builder request = Wire.post(retried.uri(), "/v1/chat/completions", "{}");
        assertThat(Wire.send(request).statusCode()).isEqualTo(status);
      }
    }
  }

  @Test
  void inOrderPlaysEachOnceWhateverIsAsked() throws Exception {
    try (ReplayServer ordered =
        ReplayServer.newBuilder()
            .matching(Matching.IN_ORDER)
            .exchange(TestExchanges.plain())
            .exchange(TestExchanges.plain())
            .start()) {
      for (int status : List.of(200, 200, ReplayServer.NO_MATCH)) {
        HttpRequest.Builder request = Wire.post(ordered.uri(), "/any", "text");
        assertThat(Wire.send(request).statusCode()).isEqualTo(status);
      }
    }
  }

  @Test
  void recordingOfAnotherProtocolIsLeftOut() throws Exception {
    Exchange.Response message = new Exchange.Response(101, Map.of(), new byte[] {1});
    Exchange recorded =
        new Exchange("x", "", "", "", "", Optional.empty(), message, Json.Obj.EMPTY);
    try (ReplayServer left =
        ReplayServer.newBuilder()
            .matching(Matching.IN_ORDER)
            .exchange(recorded)
            .exchange(TestExchanges.plain())
            .start()) {
      assertThat(Wire.raw(left.uri(), "/x")).contains(" 200 ");
    }
  }

  @Test
  void redactedQueryParameterMatchesAnyValueInAnyOrder() throws Exception {
    Exchange keyed =
        TestExchanges.plain().answering("GET", "/v1beta/models?alt=sse&key=<redacted>");
    try (ReplayServer gemini = ReplayServer.newBuilder().exchange(keyed).start()) {
      assertThat(Wire.raw(gemini.uri(), "/v1beta/models?key=abc&alt=sse")).contains(" 200 ");
      assertThat(Wire.raw(gemini.uri(), "/v1beta/models?key=abc")).contains(" 599 ");
      assertThat(Wire.raw(gemini.uri(), "/v1beta/models?key=a&alt=x")).contains(" 599 ");
    }
  }

  @Test
  void requestsAreKeptForTheTestButDescribedWithoutTheirContent() throws Exception {
    Wire.send(
        Wire.again(server.uri(), TestExchanges.plain()).header("authorization", "Bearer sk-test"));
    ReceivedRequest request = server.requests().get(0);
    assertThat(request.header("Authorization")).contains("Bearer sk-test");
    assertThat(request.json().at("/model")).contains(Json.of("gpt-3.5-turbo-0125"));
    assertThat(request.toString()).startsWith("ReceivedRequest[POST /v1/chat/completions, ");
    assertThat(request.toString()).doesNotContain("sk-test");
  }

  @Test
  void bodyArrivesWholeHoweverItIsCutToPieces() throws Exception {
    Exchange stream = TestExchanges.stream();
    for (int[] sizes : new int[][] {{1}, {2, 3}, {100, 1}, {7}, {1_000_000}}) {
      server.pieces(sizes);
      HttpResponse<String> answer = Wire.send(Wire.again(server.uri(), stream));
      assertThat(answer.body()).isEqualTo(stream.response().text());
    }
    assertThatThrownBy(() -> server.pieces(3, 0)).hasMessageContaining("[3, 0]");
  }

  @Test
  void piecesAreChunksOfTheGivenSizes() throws Exception {
    try (ReplayServer small = simple()) {
      small.pieces(2, 1);
      assertThat(Wire.raw(small.uri(), "/x"))
          .endsWith(
              "\r\n\r\n2\r\n{\"\r\n1\r\na\r\n1\r\n\"\r\n1\r\n:\r\n1\r\n1\r\n1\r\n}\r\n0\r\n\r\n");
    }
  }

  // @start region="faults"
  @Test
  void everyFaultReachesTheClient() throws Exception {
    Exchange stream = TestExchanges.stream();
    String whole = stream.response().text();

    server.inject(new Fault.EndAfter(100), new Fault.GarbageAfter(10, "<html>"), Fault.status(529));
    assertThat(Wire.send(Wire.again(server.uri(), stream)).body())
        .isEqualTo(whole.substring(0, 100));
    assertThat(Wire.send(Wire.again(server.uri(), stream)).body()).endsWith("<html>");
    assertThat(Wire.send(Wire.again(server.uri(), stream)).statusCode()).isEqualTo(529);

    server.inject(new Fault.CutAfter(100), new Fault.HangUp());
    assertThatThrownBy(() -> Wire.send(Wire.again(server.uri(), stream)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Wire.send(Wire.again(server.uri(), stream)))
        .isInstanceOf(IOException.class);

    assertThat(Wire.send(Wire.again(server.uri(), stream)).body()).isEqualTo(whole);
  }

  // @end

  @Test
  void cutBreaksOffBehindTheGivenBytes() throws Exception {
    try (ReplayServer small = simple()) {
      small.inject(new Fault.CutAfter(3));
      assertThat(Wire.raw(small.uri(), "/x"))
          .contains("content-length: 7")
          .endsWith("\r\n\r\n{\"a");
      small.pieces(2);
      small.inject(new Fault.CutAfter(3));
      assertThat(Wire.raw(small.uri(), "/x")).endsWith("\r\n\r\n2\r\n{\"\r\n1\r\na\r\n");
      small.inject(new Fault.HangUp());
      assertThat(Wire.raw(small.uri(), "/x")).isEmpty();
      small.inject(new Fault.CutAfter(1000));
      assertThat(Wire.raw(small.uri(), "/x")).endsWith("1\r\n}\r\n");
    }
  }

  @Test
  void rateLimitTellsWhenToComeBack() throws Exception {
    try (ReplayServer small = simple()) {
      small.inject(Fault.rateLimited(Duration.ofSeconds(7)));
      assertThat(Wire.raw(small.uri(), "/x")).contains(" 429 ").contains("retry-after: 7\r\n");
    }
  }

  @Test
  void silenceLastsUntilTheClientGivesUp() {
    server.inject(new Fault.Silence());
    HttpRequest.Builder request =
        Wire.again(server.uri(), TestExchanges.plain()).timeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> Wire.send(request)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void stalledAnswerEndsWhenTheServerCloses() {
    server.inject(new Fault.StallAfter(20));
    CompletableFuture<HttpResponse<String>> answer =
        Wire.CLIENT.sendAsync(
            Wire.again(server.uri(), TestExchanges.stream()).build(),
            info -> {
              // The headers are here, so the body has begun to stall.
              server.close();
              return HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8);
            });
    assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void delayedAnswerComesWhenTheClockIsMoved() throws Exception {
    server.inject(new Fault.Delay(Duration.ofMinutes(10)));
    CompletableFuture<HttpResponse<String>> answer =
        Wire.CLIENT.sendAsync(
            Wire.again(server.uri(), TestExchanges.plain()).build(),
            HttpResponse.BodyHandlers.ofString());
    clock.awaitPending(1, Duration.ofSeconds(10));
    assertThat(answer).isNotDone();
    clock.advance(Duration.ofMinutes(10));
    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void answersManyAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        java.util.stream.IntStream.range(0, 64)
            .mapToObj(
                i ->
                    Wire.CLIENT.sendAsync(
                        Wire.again(server.uri(), TestExchanges.stream()).build(),
                        HttpResponse.BodyHandlers.ofString()))
            .toList();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().body()).isEqualTo(TestExchanges.stream().response().text());
    }
    assertThat(server.requests()).hasSize(64);
  }

  @Test
  void refusesFaultsThatMakeNoSense() {
    assertThatThrownBy(() -> new Fault.CutAfter(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fault.Status(99, Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ReplayServer simple() {
    Json body = Json.object().put("a", 1).build();
    return ReplayServer.newBuilder().answer("GET", "/x", body).start();
  }
}
