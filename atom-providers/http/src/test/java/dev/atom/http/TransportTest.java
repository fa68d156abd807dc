package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.HttpTimedOut.Phase;
import dev.atom.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransportTest {
  private final TestServer server = new TestServer();
  private final Transport transport = Transport.create();
  private final CallContext context = CallContext.create();

  @AfterEach
  void closeAll() throws Exception {
    transport.close();
    server.close();
  }

  private HttpCall.Builder post(String body) {
    return HttpCall.post(server.base(), "text/plain", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void callIsSentAndItsReplyRead() throws Exception {
    server.answer(201, "text/plain", "Grüße");
    try (Secret secret = Secret.of("s3cr3t-value")) {
      HttpCall call =
          post("body").header("X-A", "1").secretHeader("X-Key", "Token ", secret).build();
      HttpReply reply = transport.send(call, context);
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.text()).isEqualTo("Grüße");
      assertThat(reply.headers().first("CONTENT-TYPE")).contains("text/plain");
      assertThat(reply.headers().first("x-none")).isEmpty();
    }
    TestServer.Received received = server.take();
    assertThat(received.line()).isEqualTo("POST /v1 HTTP/1.1");
    assertThat(received.body()).isEqualTo("body");
    assertThat(received.headers())
        .containsEntry("X-A", "1")
        .containsEntry("X-Key", "Token s3cr3t-value")
        .containsEntry("Content-Type", "text/plain");
  }

  @Test
  void compressedReplyIsLimitedByItsRealSize() {
    server.answer(
        exchange -> {
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1_000_000]);
          }
          exchange.head(200, Map.of("Content-Encoding", "gzip"));
          exchange.write(packed.toByteArray());
        });
    assertThat(transport.send(post("").build(), context).body()).hasSize(1_000_000);
    HttpCall small = post("").maxReplyBytes(100_000).build();
    assertThatThrownBy(() -> transport.send(small, context))
        .isInstanceOf(ReplyTooLarge.class)
        .hasMessageContaining("100000 bytes");
  }

  @Test
  void redirectIsReturnedAndNotFollowed() {
    server.answer(
        exchange ->
            exchange.head(302, Map.of("Location", server.base() + "/x", "Content-Length", "0")));
    assertThat(transport.send(HttpCall.get(server.base()).build(), context).status())
        .isEqualTo(302);
    assertThat(server.waiting()).isEqualTo(1);
  }

  @Test
  void postIsNeverSentTwice() {
    for (Map<String, String> headers :
        List.of(Map.of("Content-Length", "0"), Map.of("Content-Length", "0", "Retry-After", "0"))) {
      for (int status : List.of(408, 503)) {
        server.answer(exchange -> exchange.head(status, headers));
        int before = server.waiting();
        assertThat(transport.send(post("x").build(), context).status()).isEqualTo(status);
        assertThat(server.waiting()).isEqualTo(before + 1);
      }
    }
    int before = server.waiting();
    server.answer(exchange -> {});
    assertThatThrownBy(() -> transport.send(post("x").build(), context))
        .isInstanceOf(ConnectionFailed.class)
        .hasMessageContaining("no answer");
    assertThat(server.waiting()).isEqualTo(before + 1);
  }

  @Test
  void unreachableServerIsTold() throws Exception {
    // Bound but not listening: the port is nobody else's either.
    try (java.net.Socket bound = new java.net.Socket()) {
      bound.bind(new java.net.InetSocketAddress("127.0.0.1", 0));
      URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/v1");
      assertThatThrownBy(() -> transport.send(HttpCall.get(nobody).build(), context))
          .isInstanceOf(ConnectionFailed.class)
          .hasMessageContaining(nobody.toString());
    }
  }

  @Test
  void eachPhaseHasItsLimit() {
    Duration soon = Duration.ofMillis(50);
    server.answer(exchange -> exchange.awaitClosed());
    assertTimeout(post("").timeouts(Timeouts.DEFAULT.firstToken(soon)).build(), Phase.FIRST_TOKEN);
    assertTimeout(post("").timeouts(Timeouts.DEFAULT.whole(soon)).build(), Phase.WHOLE);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("x");
          exchange.awaitClosed();
        });
    assertTimeout(post("").timeouts(Timeouts.DEFAULT.idle(soon)).build(), Phase.IDLE);
  }

  private void assertTimeout(HttpCall call, Phase phase) {
    HttpTimedOut e = catchThrowableOfType(HttpTimedOut.class, () -> transport.send(call, context));
    assertThat(e.phase()).isEqualTo(phase);
    assertThat(e.retryable()).isTrue();
  }

  @Test
  void connectingHasItsLimit() throws Exception {
    // A full backlog: the kernel answers no further attempt to connect.
    try (java.net.ServerSocket full =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      List<java.nio.channels.SocketChannel> fillers = new java.util.ArrayList<>();
      for (int i = 0; i < 16; i++) {
        java.nio.channels.SocketChannel filler = java.nio.channels.SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(full.getLocalSocketAddress());
        fillers.add(filler);
      }
      HttpCall call =
          HttpCall.get(URI.create("http://127.0.0.1:" + full.getLocalPort()))
              .timeouts(Timeouts.DEFAULT.connect(Duration.ofMillis(100)))
              .build();
      assertTimeout(call, Phase.CONNECT);
      for (java.nio.channels.SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void deadlineOfTheContextBoundsTheCall() {
    server.answer(exchange -> exchange.awaitClosed());
    CallContext brief = context.timeout(Duration.ofMillis(50));
    HttpTimedOut e =
        catchThrowableOfType(HttpTimedOut.class, () -> transport.send(post("").build(), brief));
    assertThat(e.phase()).isEqualTo(Phase.WHOLE);
  }

  @Test
  void readerThatPausesIsNotIdle() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("a");
          await(goOn);
          exchange.write("b");
        });
    HttpCall call = post("").timeouts(Timeouts.DEFAULT.idle(Duration.ofSeconds(1))).build();
    byte[] buffer = new byte[1];
    try (HttpStream stream = transport.open(call, context)) {
      assertThat(stream.read(buffer)).isEqualTo(1);
      // Nobody reads for longer than the limit, as another call shows: the caller's affair.
      server.answer(exchange -> exchange.awaitClosed());
      Duration longer = Duration.ofMillis(1_300);
      assertTimeout(
          post("").timeouts(Timeouts.DEFAULT.firstToken(longer)).build(), Phase.FIRST_TOKEN);
      goOn.countDown();
      assertThat(stream.read(buffer)).isEqualTo(1);
      assertThat(stream.read(buffer)).isEqualTo(-1);
      assertThat(stream.read(buffer)).isEqualTo(-1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void cancellingClosesTheSocketOfAThreadThatReads() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.awaitClosed();
          closed.countDown();
        });
    CompletableFuture<HttpCancelled> failure = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () ->
                failure.complete(
                    catchThrowableOfType(
                        HttpCancelled.class, () -> transport.send(post("").build(), context))));
    server.take();
    context.cancel();
    assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("cancelled");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptEndsACallOnEitherKindOfThread() throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      CountDownLatch begun = new CountDownLatch(1);
      server.answer(
          exchange -> {
            exchange.stream();
            exchange.write("a");
            exchange.awaitClosed();
          });
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread thread =
          builder.start(
              () -> {
                try (HttpStream stream = transport.open(post("").build(), context)) {
                  stream.read(new byte[1]);
                  begun.countDown();
                  assertThatThrownBy(() -> stream.read(new byte[1]))
                      .isInstanceOf(HttpCancelled.class);
                  flag.complete(Thread.currentThread().isInterrupted());
                } catch (Throwable e) {
                  flag.completeExceptionally(e);
                }
              });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void threadThatIsInterruptedAlreadySendsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> transport.send(post("").build(), context))
        .isInstanceOf(HttpCancelled.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.waiting()).isZero();
  }

  @Test
  void finishedCallLeavesNothingAtItsContext() {
    server.answer(200, "text/plain", "ok");
    transport.send(post("").build(), context);
    context.cancel();
    assertThatThrownBy(() -> transport.send(post("").build(), context))
        .isInstanceOf(HttpCancelled.class);
  }

  @Test
  void closedTransportSaysSo() {
    transport.close();
    assertThatThrownBy(() -> transport.send(post("").build(), context))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    Transport.shared().close();
    server.answer(200, "text/plain", "ok");
    assertThat(Transport.shared().send(post("").build(), context).text()).isEqualTo("ok");
  }

  @Test
  void closingTheTransportEndsCallsThatWaitAndStreamsThatAreOpen() throws Exception {
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.write("a");
          exchange.awaitClosed();
        });
    HttpStream open = transport.open(post("").build(), context);
    assertThat(open.read(new byte[1])).isEqualTo(1);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<HttpException> failure = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              try (HttpStream stream = transport.open(post("").build(), context)) {
                stream.read(new byte[1]);
                begun.countDown();
                stream.read(new byte[1]);
              } catch (HttpException e) {
                failure.complete(e);
              } catch (RuntimeException e) {
                failure.completeExceptionally(e);
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    transport.close();
    try {
      assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(HttpCancelled.class);
      assertThatThrownBy(() -> open.read(new byte[1])).isInstanceOf(HttpCancelled.class);
    } finally {
      reader.interrupt();
    }
  }

  @Test
  void eventsAreReadAsTheyCome() {
    CountDownLatch goOn = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.stream();
          exchange.writeInPieces("data: ä\n\nda".getBytes(StandardCharsets.UTF_8), 1);
          await(goOn);
          exchange.write("ta: b\n\ndata: c");
        });
    try (HttpStream stream = transport.open(post("").build(), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      assertThat(events.next().map(ServerSentEvent::data)).contains("ä");
      goOn.countDown();
      assertThat(events.next().map(ServerSentEvent::data)).contains("b");
      assertThat(events.next().map(ServerSentEvent::complete)).contains(false);
      assertThat(events.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void limitsMustBeAboveZero() {
    assertThatThrownBy(() -> Timeouts.DEFAULT.idle(Duration.ZERO))
        .hasMessageContaining("idle is PT0S");
    assertThatThrownBy(() -> post("").maxReplyBytes(0)).hasMessageContaining("maxReplyBytes");
    assertThatThrownBy(() -> new ServerSentEventParser(0)).hasMessageContaining("limit");
  }
}
