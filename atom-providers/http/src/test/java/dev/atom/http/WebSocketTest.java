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
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  void cancellingWakesTheReaderAndFreesTheSocket() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    server.serve(
        peer -> {
          peer.accept(Map.of());
          peer.awaitClosed();
          freed.countDown();
        });
    WebSocketSession session = open();
    CompletableFuture<Throwable> reader = failing(session::next);
    context.cancel();
    assertThat(reader.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
    assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue(); // long before any limit of the call
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
