package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.HttpTimedOut.Phase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each phase of a call has its own limit, against a server that fails in just that phase. */
@Timeout(60)
class PhasesTest {
  private static final Duration SOON = Duration.ofMillis(200);

  private final TestServer server = new TestServer();
  private final Transport transport = Transport.create();
  private final CallContext context = CallContext.create();

  @AfterEach
  void closeAll() throws Exception {
    transport.close();
    server.close();
  }

  private HttpCall call(Timeouts timeouts) {
    return HttpCall.post(server.base(), "text/plain", new byte[0])
        .timeouts(timeouts)
        .maxReplyBytes(Long.MAX_VALUE)
        .build();
  }

  private Phase phaseOfSend(Timeouts timeouts) {
    return catchThrowableOfType(HttpTimedOut.class, () -> transport.send(call(timeouts), context))
        .phase();
  }

  private Phase phaseOfEvents(Timeouts timeouts) {
    try (HttpStream stream = transport.open(call(timeouts), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      return catchThrowableOfType(
              HttpTimedOut.class,
              () -> {
                while (events.next().isPresent()) {
                  // Until the limit passes.
                }
              })
          .phase();
    }
  }

  private static void repeat(TestServer.Exchange exchange, String text) throws IOException {
    // Ends when the client has closed: the write fails then.
    while (!exchange.closedWithin(Duration.ofMillis(20))) {
      exchange.write(text);
    }
  }

  @Test
  void serverThatTakesNoConnectionsEndsThePhaseOfConnecting() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress("127.0.0.1", 0), 1);
      fill(full, waiting);
      URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
      HttpCall call = HttpCall.get(uri).timeouts(Timeouts.DEFAULT.connect(SOON)).build();
      HttpTimedOut late =
          catchThrowableOfType(HttpTimedOut.class, () -> transport.send(call, context));
      assertThat(late.phase()).isEqualTo(Phase.CONNECT);
      assertThat(late).hasMessageContaining("not connected within PT0.2S");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  /** Connects until the queue of those that nobody accepts is full. */
  private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  @Test
  void silentServerEndsThePhaseOfTheFirstToken() {
    server.answer(exchange -> exchange.awaitClosed());
    assertThat(phaseOfSend(Timeouts.DEFAULT.firstToken(SOON))).isEqualTo(Phase.FIRST_TOKEN);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.awaitClosed();
        });
    assertThat(phaseOfSend(Timeouts.DEFAULT.firstToken(SOON))).isEqualTo(Phase.FIRST_TOKEN);
    assertThat(phaseOfEvents(Timeouts.DEFAULT.firstToken(SOON))).isEqualTo(Phase.FIRST_TOKEN);
  }

  @Test
  void commentsBlankLinesAndPingsForeverAreNoFirstToken() {
    for (String alive :
        List.of(": keep-alive\n\n", "\n", "event: ping\ndata: {\"type\": \"ping\"}\n\n")) {
      server.answer(
          exchange -> {
            exchange.stream();
            repeat(exchange, alive);
          });
      assertThat(phaseOfEvents(Timeouts.DEFAULT.firstToken(SOON))).isEqualTo(Phase.FIRST_TOKEN);
    }
  }

  @Test
  void commentsWithoutAnyPauseAreNoFirstTokenEither() {
    byte[] many = ": keep-alive\n\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    server.answer(
        exchange -> {
          exchange.stream();
          while (true) {
            exchange.write(many);
          }
        });
    assertThat(phaseOfEvents(Timeouts.DEFAULT.firstToken(SOON))).isEqualTo(Phase.FIRST_TOKEN);
  }

  @Test
  void firstTokenIsTheOneThatTheReaderNames() {
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("data: start\n\n");
          exchange.write("data: token\n\n");
          exchange.awaitClosed();
        });
    for (String word : List.of("start", "token", "none")) {
      boolean none = word.equals("none");
      // The limit that is not to be met is far away: a busy machine is as slow as a silent server.
      Timeouts timeouts =
          none
              ? Timeouts.DEFAULT.firstToken(SOON)
              : Timeouts.DEFAULT.firstToken(Duration.ofSeconds(20)).idle(SOON);
      HttpTimedOut late =
          catchThrowableOfType(HttpTimedOut.class, () -> readNaming(word, call(timeouts)));
      assertThat(late.phase()).isEqualTo(none ? Phase.FIRST_TOKEN : Phase.IDLE);
    }
  }

  private void readNaming(String firstToken, HttpCall call) {
    try (HttpStream stream = transport.open(call, context)) {
      StreamEvents events = StreamEvents.serverSent(stream).beginsWhenTold();
      while (true) {
        if (events.next().orElseThrow().data().equals(firstToken)) {
          stream.begun();
        }
      }
    }
  }

  @Test
  void silenceBehindTheFirstEventEndsThePhaseOfIdling() {
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("data: a\n\n");
          exchange.awaitClosed();
        });
    assertThat(phaseOfEvents(Timeouts.DEFAULT.idle(SOON))).isEqualTo(Phase.IDLE);
    assertThat(phaseOfSend(Timeouts.DEFAULT.idle(SOON))).isEqualTo(Phase.IDLE);
  }

  @Test
  void keepAlivesBetweenEventsKeepAnIdleStreamAlive() {
    CountDownLatch longEnough = new CountDownLatch(100);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("data: a\n\n");
          while (longEnough.getCount() > 0 && !exchange.closedWithin(Duration.ofMillis(20))) {
            exchange.write(": keep-alive\n\n");
            longEnough.countDown();
          }
          exchange.write("data: b\n\n");
        });
    // The server is busy with comments for twice as long as it may be silent.
    Duration silence = Duration.ofSeconds(1);
    try (HttpStream stream = transport.open(call(Timeouts.DEFAULT.idle(silence)), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      assertThat(events.next().map(ServerSentEvent::data)).contains("a");
      assertThat(events.next().map(ServerSentEvent::data)).contains("b");
      assertThat(events.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void neverEndingReplyEndsThePhaseOfTheWhole() {
    server.answer(
        exchange -> {
          exchange.stream();
          repeat(exchange, "data: a\n\n");
        });
    assertThat(phaseOfEvents(Timeouts.DEFAULT.whole(SOON))).isEqualTo(Phase.WHOLE);
    assertThat(phaseOfSend(Timeouts.DEFAULT.whole(SOON))).isEqualTo(Phase.WHOLE);
    HttpTimedOut late =
        catchThrowableOfType(
            HttpTimedOut.class,
            () -> {
              CallContext brief = context.timeout(SOON);
              try (HttpStream stream = transport.open(call(Timeouts.DEFAULT), brief)) {
                stream.readAll();
              }
            });
    assertThat(late.phase()).isEqualTo(Phase.WHOLE);
  }

  @Test
  void limitsHoldOnPlatformThreadsToo() throws Exception {
    server.answer(exchange -> exchange.awaitClosed());
    CompletableFuture<Phase> phase = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> phase.complete(phaseOfSend(Timeouts.DEFAULT.firstToken(SOON))));
    assertThat(phase.get(10, TimeUnit.SECONDS)).isEqualTo(Phase.FIRST_TOKEN);
    CompletableFuture<Phase> virtual = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> virtual.complete(phaseOfSend(Timeouts.DEFAULT.firstToken(SOON))));
    assertThat(virtual.get(10, TimeUnit.SECONDS)).isEqualTo(Phase.FIRST_TOKEN);
  }

  @Test
  void cancelledStreamFreesItsSocket() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("data: a\n\n");
          exchange.awaitClosed();
          freed.countDown();
        });
    CompletableFuture<HttpException> failure = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread.startVirtualThread(
        () -> {
          try (HttpStream stream = transport.open(call(Timeouts.DEFAULT), context)) {
            StreamEvents events = StreamEvents.serverSent(stream);
            events.next();
            begun.countDown();
            events.next();
          } catch (HttpException e) {
            failure.complete(e);
          }
        });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    context.cancel();
    assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue(); // long before any limit of the call
    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
    assertThat(transport.running()).isZero();
  }

  @Test
  void replyOfBlankLinesBeforeItsTextIsReadWhole() {
    server.answer(
        exchange -> {
          exchange.head(200, Map.of("Content-Type", "application/json"));
          exchange.write("\n\n\n{}");
        });
    assertThat(transport.send(call(Timeouts.DEFAULT), context).text().strip()).isEqualTo("{}");
  }

  @Test
  void eventsReadInBothWaysAreRefused() {
    server.stream("data: a\n\ndata: b\n\n");
    try (HttpStream stream = transport.open(call(Timeouts.DEFAULT), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      events.next();
      assertThatThrownBy(() -> events.next((type, data, from, to, complete) -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void eventsAsBytesComeInOrderUntilTheEnd() {
    server.stream("data: a\n\ndata: b\n\ndata: c");
    StringBuilder seen = new StringBuilder();
    try (HttpStream stream = transport.open(call(Timeouts.DEFAULT), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      while (events.next(
          (type, data, from, to, complete) ->
              seen.append((char) data[from]).append(complete ? '.' : '!'))) {
        // Until the end.
      }
    }
    assertThat(seen).hasToString("a.b.c!");
  }
}
