package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.http.WebSocketMessage.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bounds a WebSocket in time and in size. */
@Timeout(60)
class WebSocketLimitsTest {
  private final WebSocketServer server = new WebSocketServer();
  private final Transport transport = Transport.create();
  private final CallContext context = CallContext.create();

  @AfterEach
  void close() throws Exception {
    transport.close();
    server.close();
  }

  private HttpCall.Builder call() {
    return HttpCall.get(server.base().resolve("/v1/listen?model=a"));
  }

  private WebSocketSession open() {
    return open(call().build());
  }

  private WebSocketSession open(HttpCall call) {
    return switch (transport.openWebSocket(call, context)) {
      case WebSocketOpening.Accepted accepted -> accepted.session();
      case WebSocketOpening.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private static String text(WebSocketSession session) {
    return ((Text) session.next()).text();
  }

  @Test
  void aSilentHandshakeTimesOut() {
    server.serve(WebSocketServer.Peer::awaitClosed);
    HttpCall call = call().timeouts(Timeouts.DEFAULT.firstToken(Duration.ofMillis(100))).build();
    assertThatExceptionOfType(HttpTimedOut.class)
        .isThrownBy(() -> transport.openWebSocket(call, context))
        .satisfies(e -> assertThat(e.phase()).isEqualTo(HttpTimedOut.Phase.FIRST_TOKEN));
    assertThat(transport.webSockets()).isZero();
  }

  @Test
  void aServerThatAnswersNoPingTimesOut() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
        });
    HttpCall call = call().timeouts(Timeouts.DEFAULT.idle(Duration.ofMillis(100))).build();
    try (WebSocketSession session = open(call)) {
      assertThatExceptionOfType(HttpTimedOut.class)
          .isThrownBy(session::next)
          .satisfies(e -> assertThat(e.phase()).isEqualTo(HttpTimedOut.Phase.IDLE));
    }
  }

  @Test
  void theDeadlineEndsAWait() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
        });
    CallContext short200 = context.timeout(Duration.ofMillis(200));
    assertThatExceptionOfType(HttpTimedOut.class)
        .isThrownBy(
            () -> {
              WebSocketOpening opening = transport.openWebSocket(call().build(), short200);
              try (WebSocketSession session = ((WebSocketOpening.Accepted) opening).session()) {
                session.next();
              }
            })
        .satisfies(e -> assertThat(e.phase()).isEqualTo(HttpTimedOut.Phase.WHOLE));
  }

  @Test
  void patienceEndsWithoutAMessageAndTheSessionGoesOn() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.read();
          peer.text("now");
          peer.awaitClosed();
        });
    try (WebSocketSession session = open()) {
      assertThat(session.next(Duration.ZERO)).isEmpty();
      session.send("go");
      assertThat(text(session)).isEqualTo("now");
    }
  }

  @Test
  void aServerThatFloodsWaitsForTheReader() throws Exception {
    int flood = 4_000;
    byte[] large = new byte[100_000];
    AtomicInteger sent = new AtomicInteger();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          for (int i = 0; i < flood; i++) {
            peer.frame(WebSocketServer.BINARY, true, large);
            sent.incrementAndGet();
          }
          peer.close(1000, "");
        });
    try (WebSocketSession session = open()) {
      session.next();
      // 400 MB are on their way; what the inbox and the sockets between hold is far less.
      int before;
      do {
        before = sent.get();
        Thread.yield();
      } while (!stalled(sent, before));
      assertThat(sent.get()).isLessThan(flood / 2);
      int messages = 1;
      while (session.next() instanceof WebSocketMessage.Binary) {
        messages++;
      }
      assertThat(messages).isEqualTo(flood);
    }
  }

  /** Waits for the count to stand still for a moment, without which nothing is proved. */
  private static boolean stalled(AtomicInteger count, int before) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    return !never.await(200, TimeUnit.MILLISECONDS) && count.get() == before;
  }

  @Test
  void aSenderWaitsForASlowServer() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    int count = 300;
    server.serve(
        peer -> {
          peer.accept(Map.of());
          try {
            go.await();
          } catch (InterruptedException e) {
            return;
          }
          for (int i = 0; i < count; i++) {
            taken.addAndGet(peer.read().payload().length);
          }
          peer.text("all");
          peer.awaitClosed();
        });
    byte[] piece = new byte[100_000];
    AtomicInteger sent = new AtomicInteger();
    try (WebSocketSession session = open()) {
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < count; i++) {
                      session.send(piece);
                      sent.incrementAndGet();
                    }
                  });
      int before;
      do {
        before = sent.get();
      } while (!stalled(sent, before));
      assertThat(sent.get()).isLessThan(count);
      go.countDown();
      assertThat(text(session)).isEqualTo("all");
      sender.join();
      assertThat(taken.get()).isEqualTo(count * piece.length);
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefused() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text("x".repeat(2000));
          peer.awaitClosed();
        });
    try (WebSocketSession session = open(call().maxEventBytes(1000).build())) {
      assertThatThrownBy(session::next).isInstanceOf(ReplyTooLarge.class);
    }
  }

  @Test
  void aMessageWithoutEndIsBrokenOff() {
    AtomicInteger sent = new AtomicInteger();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          byte[] piece = new byte[100_000];
          peer.frame(WebSocketServer.BINARY, false, piece);
          for (int i = 0; i < 1000; i++) {
            peer.frame(WebSocketServer.CONTINUATION, false, piece);
            sent.incrementAndGet();
          }
        });
    try (WebSocketSession session = open(call().maxEventBytes(1000).build())) {
      assertThatThrownBy(session::next).isInstanceOf(ReplyTooLarge.class);
      assertThat(sent.get()).isLessThan(1000);
    }
  }

  @Test
  void openSessionsHoldNoPlatformThreads() throws Exception {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text("ready");
          peer.awaitClosed();
        });
    List<WebSocketSession> sessions = new ArrayList<>();
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 200; i++) {
      WebSocketSession session = open();
      assertThat(text(session)).isEqualTo("ready");
      sessions.add(session);
    }
    // Carriers of virtual threads, and OkHttp's own few.
    assertThat(Thread.getAllStackTraces().size() - before).isLessThan(20);
    sessions.forEach(WebSocketSession::close);
    assertThat(transport.webSockets()).isZero();
  }
}
