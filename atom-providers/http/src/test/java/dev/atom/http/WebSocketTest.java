package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.http.WebSocketMessage.Closed;
import dev.atom.http.WebSocketMessage.Text;
import dev.atom.http.WebSocketServer.Frame;
import dev.atom.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebSocketTest {
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

  private static CompletableFuture<Throwable> failing(Supplier<?> call) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                failure.complete(new AssertionError("got " + call.get()));
              } catch (Throwable e) {
                failure.complete(e);
              }
            });
    return failure;
  }

  @Test
  void messagesGoBothWays() {
    server.serve(
        peer -> {
          peer.accept(Map.of("dg-request-id", "r1"));
          Frame words = peer.read();
          Frame bytes = peer.read();
          peer.text(words.text() + "!");
          peer.frame(WebSocketServer.BINARY, true, bytes.payload());
          peer.awaitClosed();
        });
    WebSocketOpening opening = transport.openWebSocket(call().build(), context);
    assertThat(opening).isInstanceOf(WebSocketOpening.Accepted.class);
    WebSocketOpening.Accepted accepted = (WebSocketOpening.Accepted) opening;
    assertThat(accepted.headers().first("dg-request-id")).contains("r1");
    try (WebSocketSession session = accepted.session()) {
      session.send("grüezi");
      session.send(new byte[] {1, 2, 3});
      assertThat(text(session)).isEqualTo("grüezi!");
      assertThat(((WebSocketMessage.Binary) session.next()).bytes()).containsExactly(1, 2, 3);
    }
    assertThat(transport.webSockets()).isZero();
  }

  @Test
  void theWishCarriesSecretAndPathButNoCompression() throws Exception {
    try (Secret key = Secret.of("k-123456")) {
      HttpCall call =
          call().header("X-Of", "me").secretHeader("Authorization", "Token ", key).build();
      open(call).close();
    }
    WebSocketServer.Received wish = server.take();
    assertThat(wish.line()).isEqualTo("GET /v1/listen?model=a HTTP/1.1");
    assertThat(wish.headers())
        .containsEntry("Authorization", "Token k-123456")
        .containsEntry("X-Of", "me")
        .doesNotContainKey("Sec-WebSocket-Extensions");
  }

  @Test
  void fragmentsBecomeOneMessageThoughPingsComeBetween() {
    BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          byte[] word = "schön".getBytes(StandardCharsets.UTF_8);
          // Cut inside the character.
          peer.frame(WebSocketServer.TEXT, false, Arrays.copyOf(word, 4));
          peer.frame(WebSocketServer.PING, true, new byte[] {7});
          peer.frame(WebSocketServer.CONTINUATION, false, new byte[0]);
          peer.frame(WebSocketServer.CONTINUATION, true, Arrays.copyOfRange(word, 4, word.length));
          answers.add(peer.read());
          peer.awaitClosed();
        });
    try (WebSocketSession session = open()) {
      assertThat(text(session)).isEqualTo("schön");
      assertThat(pong(answers).opcode()).isEqualTo(WebSocketServer.PONG);
    }
  }

  private static Frame pong(BlockingQueue<Frame> answers) {
    try {
      return answers.poll(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theServersCloseIsTheLastMessageAndIsAnswered() throws Exception {
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text("last");
          peer.close(1011, "NET-0001");
          answer.complete(peer.read());
        });
    try (WebSocketSession session = open()) {
      assertThat(text(session)).isEqualTo("last");
      assertThat(session.next()).isEqualTo(new Closed(1011, "NET-0001"));
      assertThat(session.next()).isEqualTo(new Closed(1011, "NET-0001"));
      assertThat(answer.get(10, TimeUnit.SECONDS).opcode()).isEqualTo(WebSocketServer.CLOSE);
      assertThatExceptionOfType(ConnectionFailed.class)
          .isThrownBy(() -> session.send("more"))
          .withMessageContaining("1011");
    }
  }

  @Test
  void whatTheServerSendsAfterTheEndIsStillRead() {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          Frame close = peer.read();
          code.complete(close.code());
          peer.text("summary");
          peer.close(1000, "");
        });
    try (WebSocketSession session = open()) {
      session.end(1000, "done");
      assertThat(text(session)).isEqualTo("summary");
      assertThat(session.next()).isEqualTo(new Closed(1000, ""));
      assertThat(code).isCompletedWithValue(1000);
    }
  }

  @Test
  void aBrokenConnectionFailsNowAndLater() {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.text("one");
          peer.read();
          peer.resetConnection();
        });
    try (WebSocketSession session = open()) {
      assertThat(text(session)).isEqualTo("one");
      session.send("go");
      assertThatExceptionOfType(ConnectionFailed.class)
          .isThrownBy(session::next)
          .withMessageContaining("the connection broke")
          .withMessageNotContaining("model=a");
      assertThatExceptionOfType(ConnectionFailed.class).isThrownBy(session::next);
      assertThatExceptionOfType(ConnectionFailed.class).isThrownBy(() -> session.send("x"));
    }
    assertThat(transport.webSockets()).isZero();
  }

  @Test
  void anEndWithoutACloseFrameIsNoClose() {
    server.serve(peer -> peer.accept(Map.of()));
    try (WebSocketSession session = open()) {
      assertThatExceptionOfType(ConnectionFailed.class).isThrownBy(session::next);
    }
  }

  @Test
  void aRefusalKeepsStatusHeadersAndBody() {
    server.serve(
        peer ->
            peer.refuse(
                401,
                Map.of("dg-error", "no", "Content-Type", "application/json"),
                "{\"err_code\":\"INVALID_AUTH\"}"));
    WebSocketOpening opening = transport.openWebSocket(call().build(), context);
    assertThat(opening).isInstanceOf(WebSocketOpening.Refused.class);
    HttpReply reply = ((WebSocketOpening.Refused) opening).reply();
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.headers().first("dg-error")).contains("no");
    assertThat(reply.text()).isEqualTo("{\"err_code\":\"INVALID_AUTH\"}");
    assertThat(transport.webSockets()).isZero();
  }

  @Test
  void aServerThatIsNotThereIsAConnectionFailure() throws Exception {
    URI gone = server.base();
    server.close();
    assertThatExceptionOfType(ConnectionFailed.class)
        .isThrownBy(() -> transport.openWebSocket(HttpCall.get(gone).build(), context))
        .withMessageContaining("no answer");
  }

  @Test
  void cancellingWakesTheReaderAndFreesTheSocketWithinASecond() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
          freed.countDown();
        });
    WebSocketSession session = open();
    CompletableFuture<Throwable> reader = failing(session::next);
    long start = System.nanoTime();
    context.cancel();
    assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
    assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThatExceptionOfType(HttpCancelled.class).isThrownBy(() -> session.send("x"));
    assertThat(transport.webSockets()).isZero();
  }

  @Test
  void closingWakesTheReaderAndSaysGoodbye() throws Exception {
    CompletableFuture<Frame> goodbye = new CompletableFuture<>();
    server.serve(
        peer -> {
          peer.accept(Map.of());
          goodbye.complete(peer.read());
          peer.awaitClosed();
        });
    WebSocketSession session = open();
    CompletableFuture<Throwable> reader = failing(session::next);
    session.close();
    session.close();
    assertThat(goodbye.get(10, TimeUnit.SECONDS).code()).isEqualTo(1000);
    assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
  }

  @Test
  void closingTheTransportEndsItsSessions() throws Exception {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
        });
    CompletableFuture<Throwable> reader = failing(open()::next);
    transport.close();
    assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
        });
    WebSocketSession session = open();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    session.next();
                  } catch (HttpCancelled e) {
                    kept.complete(Thread.currentThread().isInterrupted());
                  }
                });
    thread.interrupt();
    assertThat(kept.get(10, TimeUnit.SECONDS)).isTrue();
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
    WebSocketOpening opening = transport.openWebSocket(call().build(), short200);
    try (WebSocketSession session = ((WebSocketOpening.Accepted) opening).session()) {
      assertThatExceptionOfType(HttpTimedOut.class)
          .isThrownBy(session::next)
          .satisfies(e -> assertThat(e.phase()).isEqualTo(HttpTimedOut.Phase.WHOLE));
    }
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
  void aSecretDoesNotGoOverPlainHttpToAnotherHost() {
    try (Secret key = Secret.of("k-123456")) {
      HttpCall call =
          HttpCall.get(URI.create("http://speech.example/v1"))
              .secretHeader("Authorization", "Token ", key)
              .build();
      assertThatExceptionOfType(SecretExposed.class)
          .isThrownBy(() -> transport.openWebSocket(call, context))
          .withMessageNotContaining("k-123456");
    }
  }

  @Test
  void onlyAFetchOpensASession() {
    HttpCall post = HttpCall.post(server.base(), "text/plain", new byte[0]).build();
    assertThatThrownBy(() -> transport.openWebSocket(post, context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("get(");
  }

  @Test
  void textsShowNoContent() {
    assertThat(new Text("secret words").toString()).isEqualTo("Text[12 characters]");
    assertThat(new WebSocketMessage.Binary(new byte[3])).hasToString("Binary[3 bytes]");
  }
}
