package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every fault of the transfer as a client's socket sees it. */
@Timeout(60)
class DeliveryFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private final ReplayServer server =
      ReplayServer.newBuilder()
          .answer("GET", "/x", Json.object().put("a", 1).build())
          .clock(clock)
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  private RawClient.Read ask(Fault fault) throws IOException {
    server.inject(fault);
    return RawClient.ask(server.uri(), "/x");
  }

  @Test
  void cutClosesInOrderBehindTheBytes() throws Exception {
    RawClient.Read read = ask(new Fault.CutAfter(3));
    assertThat(read.headers()).contains("content-length: 7\r\n");
    assertThat(read.body()).isEqualTo("{\"a");
    assertThat(read.end()).isEqualTo(RawClient.End.CLOSED);
    assertThat(server.awaitEnd(1, PATIENCE))
        .returns(CallEnd.BROKEN_OFF, ReceivedCall::end)
        .returns(3L, ReceivedCall::bytes);
  }

  @Test
  void headersOnlyClosesBeforeTheBody() throws Exception {
    RawClient.Read read = ask(Fault.headersOnly());
    assertThat(read.headers()).startsWith("HTTP/1.1 200 ").contains("content-length: 7\r\n");
    assertThat(read.body()).isEmpty();
    assertThat(read.end()).isEqualTo(RawClient.End.CLOSED);
  }

  @Test
  void resetResetsBehindTheBytes() throws Exception {
    server.inject(new Fault.ResetAfter(3));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      RawClient.Read read = client.read();
      assertThat(read.end()).isEqualTo(RawClient.End.RESET);
      assertThat(read.body()).isEqualTo("{\"a");
    }
  }

  @Test
  void resetBeforeTheHeadersAndHangUpDiffer() throws Exception {
    assertThat(ask(new Fault.Reset())).isEqualTo(new RawClient.Read("", RawClient.End.RESET));
    assertThat(ask(new Fault.HangUp())).isEqualTo(new RawClient.Read("", RawClient.End.CLOSED));
  }

  @Test
  void malformedChunkStandsWhereASizeIsDue() throws Exception {
    RawClient.Read read = ask(new Fault.MalformedAfter(3));
    assertThat(read.headers()).contains("transfer-encoding: chunked\r\n");
    assertThat(read.body()).isEqualTo("3\r\n{\"a\r\nno size of a chunk\r\n");
    assertThat(read.end()).isEqualTo(RawClient.End.CLOSED);
    server.inject(new Fault.MalformedAfter(3));
    assertThatThrownBy(
            () -> Wire.send(java.net.http.HttpRequest.newBuilder(server.uri().resolve("/x"))))
        .isInstanceOf(IOException.class);
  }

  private RawClient.Read askUntilSilent(Fault fault, String end) throws IOException {
    server.inject(fault);
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      return client.readUntilSilent(end);
    }
  }

  @Test
  void silenceAndStallsDifferInWhatCameBefore() throws Exception {
    assertThat(askUntilSilent(new Fault.Silence(), ""))
        .isEqualTo(new RawClient.Read("", RawClient.End.SILENT));

    RawClient.Read headers = askUntilSilent(new Fault.StallAfter(0), "\r\n\r\n");
    assertThat(headers.headers()).contains("content-length: 7\r\n");
    assertThat(headers.body()).isEmpty();
    assertThat(headers.end()).isEqualTo(RawClient.End.SILENT);

    RawClient.Read some = askUntilSilent(new Fault.StallAfter(3), "{\"a");
    assertThat(some.body()).isEqualTo("{\"a");
    assertThat(some.end()).isEqualTo(RawClient.End.SILENT);
  }

  // @start region="cancelled"
  @Test
  void tellsThatTheClientHungUpAndAfterHowMuch() throws Exception {
    server.inject(new Fault.StallAfter(3));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      client.readHeaders();
      assertThat(client.read(3)).isEqualTo("{\"a");
      assertThat(server.calls().get(0).end()).isEqualTo(CallEnd.RUNNING);
    } // Here the client gives up.
    ReceivedCall call = server.awaitEnd(1, PATIENCE);
    assertThat(call.end()).isEqualTo(CallEnd.CLIENT_CLOSED);
    assertThat(call.bytes()).isEqualTo(3);
    assertThat(call.at()).isEqualTo("2026-01-01T08:00:00Z");
  }

  // @end

  @Test
  void noticesAClientThatHangsUpBetweenTwoDrops() throws Exception {
    server.inject(new Fault.Drip(2, Duration.ofSeconds(1)));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      client.readHeaders();
      assertThat(client.read(7)).isEqualTo("2\r\n{\"\r\n");
      clock.awaitPending(1, PATIENCE);
    }
    ReceivedCall call = server.awaitEnd(1, PATIENCE);
    assertThat(call.end()).isEqualTo(CallEnd.CLIENT_CLOSED);
    assertThat(call.bytes()).isEqualTo(2);
  }

  @Test
  void aServerThatClosesIsNoClientThatHungUp() throws Exception {
    server.inject(new Fault.StallAfter(0));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      client.readHeaders();
      server.close();
      assertThat(server.awaitEnd(1, PATIENCE).end()).isEqualTo(CallEnd.SERVER_CLOSED);
    }
  }

  @Test
  void dripWaitsOnTheClockBetweenTheDrops() throws Exception {
    server.inject(new Fault.Drip(3, Duration.ofMinutes(1)));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      client.readHeaders();
      assertThat(client.read(8)).isEqualTo("3\r\n{\"a\r\n");
      clock.awaitPending(1, PATIENCE);
      clock.advance(Duration.ofMinutes(1));
      assertThat(client.read(8)).isEqualTo("3\r\n\":1\r\n");
      clock.awaitPending(1, PATIENCE);
      clock.advance(Duration.ofMinutes(1));
      assertThat(client.read())
          .isEqualTo(new RawClient.Read("1\r\n}\r\n0\r\n\r\n", RawClient.End.CLOSED));
    }
  }

  @Test
  void delayHoldsBackTheHeadersAndNoticesWhoDoesNotWait() throws Exception {
    server.inject(new Fault.Delay(Duration.ofMinutes(1)), new Fault.Delay(Duration.ofMinutes(1)));
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      assertThat(client.readUntilSilent(""))
          .isEqualTo(new RawClient.Read("", RawClient.End.SILENT));
      clock.awaitPending(1, PATIENCE);
      clock.advance(Duration.ofMinutes(1));
      assertThat(client.read().body()).isEqualTo("{\"a\":1}");
    }
    try (RawClient client = RawClient.connect(server.uri())) {
      client.get("/x");
      clock.awaitPending(1, PATIENCE);
    }
    assertThat(server.awaitEnd(2, PATIENCE).end()).isEqualTo(CallEnd.CLIENT_CLOSED);
  }

  @Test
  void faultsOfOneAnswerLieOnTopOfEachOther() throws Exception {
    RawClient.Read read =
        ask(
            Fault.pieces(2)
                .and(new Fault.GarbageAfter(3, "é"))
                .and(Fault.contentType("text/plain"))
                .and(new Fault.ResetAfter(4)));
    assertThat(read.headers()).contains("content-type: text/plain\r\n").doesNotContain("json");
    assertThat(read.body()).isEqualTo("2\r\n{\"\r\n2\r\na\u00c3\r\n");
    assertThat(read.end()).isEqualTo(RawClient.End.RESET);
  }

  @Test
  void refusesConnectionsUntilToldOtherwise() throws Exception {
    try (RawClient open = RawClient.connect(server.uri())) {
      server.refuseConnections();
      server.refuseConnections();
      assertThat(open.read().end()).isNotEqualTo(RawClient.End.SILENT);
    }
    assertThatThrownBy(() -> RawClient.connect(server.uri())).isInstanceOf(ConnectException.class);
    server.acceptConnections();
    server.acceptConnections();
    assertThat(RawClient.ask(server.uri(), "/x").body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void refusingForTheNextCallMakesNoSense() {
    assertThatThrownBy(() -> server.inject(new Fault.Refuse()))
        .hasMessageContaining("When.during(from, length)");
    assertThatThrownBy(() -> ReplayServer.newBuilder().fault(new Fault.Refuse(), When.call(1)))
        .hasMessageContaining("When[calls 1 to 1]");
    Fault more = new Fault.Refuse().and(new Fault.HangUp());
    assertThatThrownBy(() -> ReplayServer.newBuilder().fault(more)).hasMessageContaining("own");
  }

  @Test
  void faultThatReplacesTheAnswerLeavesTheExchangeForTheRetry() throws Exception {
    try (ReplayServer ordered =
        ReplayServer.newBuilder()
            .matching(Matching.IN_ORDER)
            .exchange(TestExchanges.plain())
            .start()) {
      ordered.inject(Fault.status(503), new Fault.HangUp(), new Fault.Reset());
      assertThat(RawClient.ask(ordered.uri(), "/").text()).startsWith("HTTP/1.1 503 ");
      assertThat(RawClient.ask(ordered.uri(), "/").text()).isEmpty();
      assertThat(RawClient.ask(ordered.uri(), "/").text()).isEmpty();
      assertThat(RawClient.ask(ordered.uri(), "/").text()).startsWith("HTTP/1.1 200 ");
      ordered.assertFinished();
    }
  }

  @Test
  void journalHoldsNoKeyButTheTestMaySeeIt() throws Exception {
    try (RawClient client = RawClient.connect(server.uri())) {
      client.send(
          "POST /x?key=canary-0123 HTTP/1.1\r\nhost: x\r\nAuthorization: Bearer canary-4567\r\n"
              + "connection: close\r\ncontent-length: 11\r\n\r\ncanary-4567");
      assertThat(client.read().end()).isEqualTo(RawClient.End.CLOSED);
    }
    ReceivedCall call = server.awaitEnd(1, PATIENCE);
    assertThat(call.request().headers()).containsEntry("authorization", List.of("<redacted>"));
    assertThat(call.request().path()).isEqualTo("/x?key=<redacted>");
    assertThat(call.request().text()).isEqualTo("<redacted>");
    assertThat(call.toString()).doesNotContain("canary");
    assertThat(server.requests().get(0).header("authorization")).contains("Bearer canary-4567");
  }
}
