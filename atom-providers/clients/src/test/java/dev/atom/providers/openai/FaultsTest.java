package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.FinishReason;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on the wire, from a server that does it. */
@Timeout(60)
class FaultsTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hi");
  private static final String FIRST =
      "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";
  private static final String LAST =
      "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},"
          + "\"finish_reason\":\"stop\"}]}\n\n";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private TestModel builder() {
    return TestModel.newBuilder()
        .model("m")
        .baseUrl(server.base())
        .dialect(Protocol.OPENAI_CHAT_COMPLETIONS);
  }

  /** Has the server send pieces of a stream and then nothing; the latch opens when it is left. */
  private CountDownLatch stall(String... pieces) {
    CountDownLatch closed = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.stream();
          for (String piece : pieces) {
            exchange.write(piece);
          }
          exchange.awaitClosed();
          closed.countDown();
        });
    return closed;
  }

  private ReplyStream open() {
    return builder().build().stream(REQUEST, CallContext.create());
  }

  @Test
  void timesOutBeforeTheFirstByte() throws Exception {
    CountDownLatch closed = stall();
    Timeouts timeouts = Timeouts.DEFAULT.firstToken(Duration.ofMillis(60));
    // On a busy machine the time may be over before the stream is even open.
    assertThatThrownBy(
            () -> {
              try (ReplyStream stream =
                  builder().timeouts(timeouts).build().stream(REQUEST, CallContext.create())) {
                stream.hasNext();
              }
            })
        .isInstanceOf(CallTimedOut.class)
        .hasMessageContaining("no reply within PT0.06S");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void timesOutBetweenPieces() throws Exception {
    CountDownLatch closed = stall(FIRST);
    Timeouts timeouts = Timeouts.DEFAULT.idle(Duration.ofMillis(600));
    try (ReplyStream stream =
        builder().timeouts(timeouts).build().stream(REQUEST, CallContext.create())) {
      assertThat(stream.next()).isInstanceOf(ReplyEvent.Started.class);
      assertThat(stream.next()).isEqualTo(new ReplyEvent.TextDelta(0, "Hel"));
      assertThatThrownBy(stream::hasNext)
          .isInstanceOf(CallTimedOut.class)
          .hasMessageContaining("nothing more of the reply within PT0.6S");
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void deadlineOfTheContextEndsAStreamThatNeverIdles() {
    server.answer(
        exchange -> {
          exchange.stream();
          while (true) {
            exchange.write(FIRST);
          }
        });
    CallContext context = CallContext.create().timeout(Duration.ofSeconds(1));
    try (ReplyStream stream = builder().build().stream(REQUEST, context)) {
      assertThatThrownBy(stream::reply)
          .isInstanceOf(CallTimedOut.class)
          .hasMessageContaining("deadline");
    }
  }

  @Test
  void cancellingFromAnotherThreadClosesTheSocket() throws Exception {
    CountDownLatch closed = stall(FIRST);
    CallContext context = CallContext.create();
    try (ReplyStream stream = builder().build().stream(REQUEST, context)) {
      stream.next();
      stream.next();
      Thread.ofVirtual().start(context::cancel);
      assertThatThrownBy(stream::hasNext).isInstanceOf(CallCancelled.class);
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancellingAWholeCallClosesTheSocket() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    server.answer(
        exchange -> {
          exchange.awaitClosed();
          closed.countDown();
        });
    CallContext context = CallContext.create();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () ->
                failure.complete(
                    catchThrowableOfType(
                        CallCancelled.class, () -> builder().build().chat(REQUEST, context))));
    server.take();
    context.cancel();
    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(CallCancelled.class);
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingTheStreamFromAnotherThreadWakesTheReader() throws Exception {
    CountDownLatch closed = stall(FIRST);
    ReplyStream stream = open();
    stream.next();
    stream.next();
    Thread.ofVirtual().start(stream::close);
    assertThatThrownBy(stream::hasNext).isInstanceOf(CallCancelled.class);
    stream.close();
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptEndsTheCallAndStaysSet() throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
      server.answer(exchange -> exchange.awaitClosed());
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread thread =
          builder.start(
              () -> {
                assertThatThrownBy(() -> builder().build().chat(REQUEST))
                    .isInstanceOf(CallCancelled.class);
                flag.complete(Thread.currentThread().isInterrupted());
              });
      server.take();
      thread.interrupt();
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void contextThatIsOverSendsNothing() {
    CallContext cancelled = CallContext.create();
    cancelled.cancel();
    ChatModel model = builder().build();
    assertThatThrownBy(() -> model.chat(REQUEST, cancelled)).isInstanceOf(CallCancelled.class);
    CallContext late = CallContext.create().timeout(Duration.ZERO);
    assertThatThrownBy(() -> model.chat(REQUEST, late)).isInstanceOf(CallTimedOut.class);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void streamThatEndsWithoutItsMarkerIsTruncated() {
    for (String body : List.of("", FIRST, FIRST + LAST, FIRST + "data: {\"choi")) {
      server.stream(body);
      try (ReplyStream stream = open()) {
        assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
        assertThatThrownBy(stream::hasNext).isInstanceOf(TruncatedStream.class);
      }
    }
  }

  @Test
  void responsesWithoutALastEventAreTruncated() {
    server.stream("data: {\"type\":\"response.created\",\"response\":{\"model\":\"m\"}}\n\n");
    ChatModel model = builder().dialect(Protocol.OPENAI_RESPONSES).build();
    try (ReplyStream stream = model.stream(REQUEST, CallContext.create())) {
      assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
    }
  }

  @Test
  void markerWithoutABlankLineBehindItEndsTheStream() {
    server.stream(FIRST + LAST + "data: [DONE]");
    try (ReplyStream stream = open()) {
      assertThat(stream.reply().text()).isEqualTo("Hello");
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void compatibleServerMayLeaveOutTheMarkerButNotTheFinishReason() {
    TestModel local = builder().provider("local");
    server.stream(FIRST + LAST);
    try (ReplyStream stream = local.build().stream(REQUEST, CallContext.create())) {
      assertThat(stream.reply().finish()).isEqualTo(FinishReason.STOP);
    }
    server.stream(FIRST);
    try (ReplyStream stream = local.build().stream(REQUEST, CallContext.create())) {
      assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
    }
  }

  @Test
  void connectionThatBreaksInsideAStreamTruncatesIt() {
    server.answer(
        exchange -> {
          exchange.head(
              200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
          exchange.write(Integer.toHexString(FIRST.length()) + "\r\n" + FIRST + "\r\n");
        });
    try (ReplyStream stream = open()) {
      assertThatThrownBy(stream::reply).isInstanceOf(TruncatedStream.class);
    }
  }

  @Test
  void connectionThatBreaksInAWholeReplyIsUnreachable() {
    server.answer(
        exchange -> {
          exchange.head(200, Map.of("Content-Type", "application/json", "Content-Length", "99"));
          exchange.write("{\"choices\":");
        });
    assertThatThrownBy(() -> builder().build().chat(REQUEST)).isInstanceOf(Unreachable.class);
  }

  @Test
  void errorInsideAStreamBecomesItsException() {
    Map<String, Class<? extends Throwable>> errors =
        Map.of(
            "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}",
            RateLimited.class,
            "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\",\"code\":null}}",
            QuotaExhausted.class,
            "[{\"error\":{\"message\":\"busy\",\"code\":503}}]",
            Overloaded.class,
            "{\"error\":\"out of memory\"}",
            ProviderFailed.class);
    errors.forEach(
        (error, type) -> {
          for (String before : List.of("", FIRST)) {
            server.stream(before + "data: " + error + "\n\n");
            try (ReplyStream stream = open()) {
              assertThatThrownBy(stream::reply).isInstanceOf(type);
            }
          }
        });
  }

  @Test
  void errorAsJsonWhereAStreamWasAskedBecomesItsException() {
    server.answer(
        200,
        "application/json",
        "{\"error\":{\"message\":\"Please try again in 456ms.\",\"code\":\"rate_limit_exceeded\"}}");
    RateLimited e = catchThrowableOfType(RateLimited.class, this::open);
    assertThat(e.failure().retryAfter()).contains(Duration.ofMillis(456));
  }

  @Test
  void wholeReplyWhereAStreamWasAskedIsStreamed() {
    server.answer(
        200,
        "application/json",
        "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}");
    try (ReplyStream stream = open()) {
      assertThat(stream.next()).isEqualTo(new ReplyEvent.Started(new ModelRef("openai", "m")));
      assertThat(stream.next()).isEqualTo(new ReplyEvent.TextDelta(0, "Hello"));
      assertThat(stream.reply().text()).isEqualTo("Hello");
    }
  }

  @Test
  void pageOfHtmlIsNoReply() {
    server.answer(200, "text/html", "<html>Log in</html>");
    assertThatThrownBy(this::open).isInstanceOf(MalformedReply.class);
    assertThatThrownBy(() -> builder().build().chat(REQUEST)).isInstanceOf(MalformedReply.class);
  }

  @Test
  void jsonOfAnotherFormIsMalformed() {
    for (String body : List.of("{}", "[]", "", "{\"choices\":5}", "{\"choices\":[]}", "nil")) {
      server.answer(200, "application/json", body);
      assertThatThrownBy(() -> builder().build().chat(REQUEST)).isInstanceOf(MalformedReply.class);
      TestModel responses = builder().dialect(Protocol.OPENAI_RESPONSES);
      assertThatThrownBy(() -> responses.build().chat(REQUEST)).isInstanceOf(MalformedReply.class);
    }
  }

  @Test
  void garbledEventIsMalformed() {
    server.stream(FIRST + "data: {oops}\n\n" + LAST + "data: [DONE]\n\n");
    try (ReplyStream stream = open()) {
      assertThatThrownBy(stream::reply).isInstanceOf(MalformedReply.class);
    }
  }

  @Test
  void eventThatMakesNoSenseIsMalformed() {
    server.stream("data: {\"type\":\"response.completed\",\"response\":{}}\n\n");
    ChatModel model = builder().dialect(Protocol.OPENAI_RESPONSES).build();
    try (ReplyStream stream = model.stream(REQUEST, CallContext.create())) {
      assertThatThrownBy(stream::reply).isInstanceOf(MalformedReply.class);
    }
  }

  @Test
  void wholeReplyThatWasClosedUnreadIsCancelled() {
    server.answer(
        200,
        "application/json",
        "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");
    ReplyStream unread = open();
    unread.close();
    unread.close();
    assertThatThrownBy(unread::hasNext).isInstanceOf(CallCancelled.class);
    assertThatThrownBy(unread::reply).isInstanceOf(CallCancelled.class);
    ReplyStream read = open();
    assertThat(read.reply().text()).isEqualTo("Hi");
    read.close();
    assertThat(read.hasNext()).isFalse();
  }

  @Test
  void keyThatItsSourceCanNotOpenIsAFailureOfThisModelOnly() {
    dev.atom.AtomException broken = new dev.atom.json.JsonException("damaged", "", 0, 0);
    ChatModel model =
        builder()
            .keys(
                ref -> {
                  throw broken;
                })
            .build();
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> model.chat(REQUEST), () -> model.stream(REQUEST, CallContext.create()))) {
      assertThatThrownBy(call)
          .isInstanceOf(dev.atom.model.KeyRejected.class)
          .hasMessageContaining("tenant \"default\"")
          .hasCause(broken);
    }
    assertThat(server.waiting()).isZero();
  }

  @Test
  void redirectIsNotFollowed() {
    server.answer(
        exchange ->
            exchange.head(
                307, Map.of("Location", "http://elsewhere.invalid/", "Content-Length", "0")));
    assertThatThrownBy(() -> builder().build().chat(REQUEST))
        .isInstanceOf(RequestRejected.class)
        .hasMessageContaining("redirect");
    assertThat(server.waiting()).isEqualTo(1);
  }

  @Test
  void statusesWithoutADescriptionAreTold() {
    Map<Integer, Class<? extends Throwable>> statuses =
        Map.of(
            408, ProviderFailed.class,
            413, RequestRejected.class,
            422, RequestRejected.class,
            429, RateLimited.class,
            500, ProviderFailed.class,
            502, ProviderFailed.class,
            503, Overloaded.class,
            529, Overloaded.class,
            402, QuotaExhausted.class);
    statuses.forEach(
        (status, type) -> {
          server.answer(status, "text/html", "<h1>No</h1>");
          assertThatThrownBy(() -> builder().build().chat(REQUEST)).isInstanceOf(type);
          assertThatThrownBy(this::open).isInstanceOf(type);
        });
  }

  @Test
  void promptBeyondTheContextIsTold() {
    server.answer(
        400,
        "application/json",
        "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\","
            + "\"type\":\"invalid_request_error\",\"code\":null}}");
    assertThatThrownBy(() -> builder().build().chat(REQUEST)).isInstanceOf(ContextTooLong.class);
  }

  @Test
  void headersSayHowLongToWait() {
    server.answer(
        exchange ->
            exchange.head(
                429, Map.of("retry-after", "7", "x-request-id", "req_1", "Content-Length", "0")));
    RateLimited e = catchThrowableOfType(RateLimited.class, () -> builder().build().chat(REQUEST));
    assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(e.failure().requestId()).contains("req_1");
    assertThat(e.failure().status()).contains(429);
  }

  @Test
  void unknownEventsFieldsAndValuesAreIgnoredAndKept() {
    server.stream(
        ": keep-alive\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n"
            + FIRST.replace("\"model\"", "\"novelty\":[1],\"model\"")
            + LAST.replace("\"stop\"", "\"tired\"")
            + "data: [DONE]\n\n");
    try (ReplyStream stream = open()) {
      ChatReply reply = stream.reply();
      assertThat(reply.text()).isEqualTo("Hello");
      assertThat(reply.finish()).isEqualTo(FinishReason.OTHER);
      assertThat(reply.raw().at("/novelty/0")).contains(Json.of(1));
      assertThat(reply.raw().at("/choices/0/finish_reason")).contains(Json.of("tired"));
    }
  }
}
