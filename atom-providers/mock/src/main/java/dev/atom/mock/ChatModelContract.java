package dev.atom.mock;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.mock.ModelSituation.Weather;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ChatModel} must do. A test class extends it and says how to bring a model into
 * each {@link ModelSituation}; for a provider's client that is mostly a {@link ReplayServer} with a
 * recorded exchange or a {@link Fault}. What the class opens it closes in a method of its own with
 * {@code @AfterEach}.
 */
@Timeout(60)
public abstract class ChatModelContract {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<ModelSituation> ANSWERED =
      EnumSet.of(
          ModelSituation.TEXT,
          ModelSituation.TOOL_CALL,
          ModelSituation.STRUCTURED,
          ModelSituation.REASONING);

  /** Creates the suite. */
  protected ChatModelContract() {}

  /**
   * Returns a new model in a situation. Called at most twice in a test.
   *
   * @param situation what the model is to meet
   * @return the model
   */
  protected abstract ChatModel model(ModelSituation situation);

  /**
   * Returns the situations that the model can meet; tests of others are skipped.
   *
   * @return all, unless overridden
   */
  protected Set<ModelSituation> situations() {
    return EnumSet.allOf(ModelSituation.class);
  }

  /**
   * Returns what the model is asked in a situation.
   *
   * @param situation the situation
   * @return {@link ModelSituation#request()}, unless overridden
   */
  protected ChatRequest request(ModelSituation situation) {
    return situation.request();
  }

  /** A stream amounts to what a whole reply says. */
  @Test
  public final void streamedReplyEqualsWholeReply() {
    forEachAnswered(
        situation -> {
          ChatReply whole = model(situation).chat(request(situation));
          try (ReplyStream stream = open(situation)) {
            assertEquals(ReplyContent.of(whole), ReplyContent.of(stream.reply()), situation.name());
          }
        });
  }

  /** The pieces are the reply, nothing is missing and nothing is told twice. */
  @Test
  public final void deltasAddUpToTheReply() {
    forEachAnswered(
        situation -> {
          List<ReplyEvent> events = events(situation);
          ChatReply reply = finished(events);
          assertEquals(ReplyContent.of(reply), ReplyContent.of(events, reply), situation.name());
        });
  }

  /** A stream ends with Finished and has no other. */
  @Test
  public final void finishedComesExactlyOnceAndLast() {
    forEachAnswered(
        situation -> {
          List<ReplyEvent> events = events(situation);
          long count = events.stream().filter(ReplyEvent.Finished.class::isInstance).count();
          assertEquals(1, count, situation + ": how many Finished");
          assertInstanceOf(ReplyEvent.Finished.class, events.get(events.size() - 1));
        });
  }

  /** Behind Finished there is nothing. */
  @Test
  public final void streamThatWasReadHasNoNext() {
    needs(ModelSituation.TEXT);
    try (ReplyStream stream = open(ModelSituation.TEXT)) {
      stream.forEachRemaining(event -> {});
      assertFalse(stream.hasNext());
      assertThrows(NoSuchElementException.class, stream::next);
    }
  }

  /** The reply to a question in words is words. */
  @Test
  public final void replyHasTextAndTheModelsProvider() {
    needs(ModelSituation.TEXT);
    ChatModel model = model(ModelSituation.TEXT);
    ChatReply reply = model.chat(request(ModelSituation.TEXT));
    assertFalse(reply.text().isBlank(), "the text is blank");
    assertEquals(model.ref().provider(), reply.model().provider());
  }

  /** A tool call has an id, a tool that was offered, and arguments that are JSON. */
  @Test
  public final void toolCallCanBeCarriedOut() {
    needs(ModelSituation.TOOL_CALL);
    ChatRequest request = request(ModelSituation.TOOL_CALL);
    List<Part.ToolCall> calls = model(ModelSituation.TOOL_CALL).chat(request).toolCalls();
    assertFalse(calls.isEmpty(), "the model called no tool");
    for (Part.ToolCall call : calls) {
      assertFalse(call.id().isBlank(), "the call's id is blank");
      assertTrue(request.tools().stream().anyMatch(tool -> tool.name().equals(call.name())));
      assertDoesNotThrow(call::argumentsJson);
    }
  }

  /** A structured reply becomes the record that was asked for. */
  @Test
  public final void structuredReplyBecomesTheRecord() {
    needs(ModelSituation.STRUCTURED);
    ChatReply reply = model(ModelSituation.STRUCTURED).chat(request(ModelSituation.STRUCTURED));
    assertFalse(reply.as(Weather.class).city().isBlank());
  }

  /** Reasoning is a part of its own and no text. */
  @Test
  public final void reasoningIsApartFromTheText() {
    needs(ModelSituation.REASONING);
    ChatReply reply = model(ModelSituation.REASONING).chat(request(ModelSituation.REASONING));
    assertTrue(reply.parts().stream().anyMatch(Part.Reasoning.class::isInstance));
    assertFalse(reply.text().isBlank());
  }

  /** Cached, cache-write and reasoning tokens are contained in input and output. */
  @Test
  public final void usagePartsLieWithinTheirTotals() {
    forEachAnswered(
        situation -> {
          checkUsage(model(situation).chat(request(situation)).usage());
          checkUsage(finished(events(situation)).usage());
        });
  }

  private static void checkUsage(Usage usage) {
    assertTrue(usage.cachedInputTokens() <= usage.inputTokens(), usage::toString);
    assertTrue(usage.cacheWriteTokens() <= usage.inputTokens(), usage::toString);
    assertTrue(usage.reasoningTokens() <= usage.outputTokens(), usage::toString);
  }

  /** A bad key is told as such, whole and streamed. */
  @Test
  public final void unknownKeyIsKeyRejected() {
    failsWith(KeyRejected.class, ModelSituation.KEY_REJECTED);
  }

  /** A rate limit is told as such and is worth another try. */
  @Test
  public final void rateLimitIsRetryable() {
    assertTrue(failsWith(RateLimited.class, ModelSituation.RATE_LIMITED).retryable());
  }

  /** A cut stream is never taken for a whole one, and stays failed. */
  @Test
  public final void cutStreamFailsAndFailsAgain() {
    needs(ModelSituation.CUT_STREAM);
    try (ReplyStream stream = open(ModelSituation.CUT_STREAM)) {
      assertTrue(stream.hasNext(), "the stream is to be cut behind its first event");
      assertThrows(TruncatedStream.class, () -> stream.forEachRemaining(event -> {}));
      assertThrows(TruncatedStream.class, stream::hasNext);
      assertThrows(TruncatedStream.class, stream::next);
    }
  }

  /** Closing twice is fine: before, while and after reading. */
  @Test
  public final void closingTwiceIsFine() {
    needs(ModelSituation.TEXT);
    ReplyStream unread = open(ModelSituation.TEXT);
    unread.close();
    unread.close();
    assertThrows(CallCancelled.class, unread::hasNext);
    ReplyStream read = open(ModelSituation.TEXT);
    read.reply();
    read.close();
    read.close();
    assertFalse(read.hasNext());
  }

  /** Another thread's close ends a read that waits. */
  @Test
  public final void closeFromAnotherThreadEndsABlockedRead() throws Exception {
    needs(ModelSituation.STALLED_STREAM);
    try (ReplyStream stream = open(ModelSituation.STALLED_STREAM)) {
      endsBlocked(() -> stream.forEachRemaining(event -> {}), stream::close);
      assertThrows(CallCancelled.class, stream::hasNext);
    }
  }

  /** Cancelling ends a read that waits. */
  @Test
  public final void cancelEndsABlockedRead() throws Exception {
    needs(ModelSituation.STALLED_STREAM);
    CallContext context = CallContext.create();
    try (ReplyStream stream = open(ModelSituation.STALLED_STREAM, context)) {
      endsBlocked(() -> stream.forEachRemaining(event -> {}), context::cancel);
    }
  }

  /** Cancelling ends a call that waits. */
  @Test
  public final void cancelEndsABlockedCall() throws Exception {
    needs(ModelSituation.SILENT);
    CallContext context = CallContext.create();
    ChatModel model = model(ModelSituation.SILENT);
    endsBlocked(() -> model.chat(request(ModelSituation.SILENT), context), context::cancel);
  }

  /** An interrupt ends a call that waits, and the flag stays set. */
  @Test
  public final void interruptEndsABlockedCallAndStaysSet() {
    needs(ModelSituation.SILENT);
    ChatModel model = model(ModelSituation.SILENT);
    ChatRequest request = request(ModelSituation.SILENT);
    Thread.currentThread().interrupt();
    assertThrows(CallCancelled.class, () -> model.chat(request));
    assertTrue(Thread.interrupted(), "the interrupt flag is lost");
  }

  /** The deadline ends a call and a read that wait. */
  @Test
  public final void deadlineEndsWhatWaits() {
    needs(ModelSituation.SILENT);
    needs(ModelSituation.STALLED_STREAM);
    ChatModel silent = model(ModelSituation.SILENT);
    CallContext context = CallContext.create();
    assertThrows(
        CallTimedOut.class,
        () -> silent.chat(request(ModelSituation.SILENT), context.timeout(SHORT)));
    assertThrows(
        CallTimedOut.class,
        () -> {
          try (ReplyStream stream =
              open(ModelSituation.STALLED_STREAM, context.timeout(SHORT.multipliedBy(3)))) {
            stream.reply();
          }
        });
  }

  /** A context that is cancelled already starts nothing. */
  @Test
  public final void cancelledContextIsRefused() {
    needs(ModelSituation.TEXT);
    CallContext context = CallContext.create();
    context.cancel();
    bothThrow(CallCancelled.class, ModelSituation.TEXT, context);
  }

  /** A deadline that has passed already starts nothing. */
  @Test
  public final void passedDeadlineIsRefused() {
    needs(ModelSituation.TEXT);
    CallContext context = CallContext.create().deadline(Deadline.after(Duration.ZERO));
    bothThrow(CallTimedOut.class, ModelSituation.TEXT, context);
  }

  /** Nobody can add to what a model can do. */
  @Test
  public final void capabilitiesAreImmutable() {
    needs(ModelSituation.TEXT);
    Set<Capability> capabilities = model(ModelSituation.TEXT).capabilities();
    assertTrue(capabilities.contains(Capability.CHAT));
    assertThrows(
        UnsupportedOperationException.class, () -> capabilities.add(Capability.AUDIO_INPUT));
    assertThrows(UnsupportedOperationException.class, () -> capabilities.remove(Capability.CHAT));
  }

  /** What a model can't do is refused, whole and streamed. */
  @Test
  public final void missingCapabilityIsRefused() {
    needs(ModelSituation.LIMITED);
    ChatModel model = model(ModelSituation.LIMITED);
    Map<Capability, ChatRequest> demanding = ModelSituation.demandingRequests();
    demanding.keySet().removeAll(model.capabilities());
    assertFalse(demanding.isEmpty(), "a model in the situation LIMITED must lack something");
    demanding.forEach(
        (capability, request) -> {
          CallContext context = CallContext.create();
          assertThrows(
              CapabilityMissing.class, () -> model.chat(request, context), capability.name());
          assertThrows(
              CapabilityMissing.class,
              () -> model.stream(request, context).close(),
              capability.name());
        });
  }

  /** Neither a description nor a failure repeats what was said. */
  @Test
  public final void toStringAndFailuresHoldNoContent() {
    needs(ModelSituation.TEXT);
    ChatModel model = model(ModelSituation.TEXT);
    ChatReply reply = model.chat(request(ModelSituation.TEXT));
    for (Object described : List.of(model, reply)) {
      assertFalse(described.toString().contains(ModelSituation.CANARY), "the prompt is shown");
      assertFalse(described.toString().contains(reply.text()), "the reply is shown");
    }
    if (situations().contains(ModelSituation.RATE_LIMITED)) {
      ModelException failure = failsWith(RateLimited.class, ModelSituation.RATE_LIMITED);
      assertFalse(String.valueOf(failure.getMessage()).contains(ModelSituation.CANARY));
    }
  }

  private void needs(ModelSituation situation) {
    Assumptions.assumeTrue(situations().contains(situation), () -> "can't meet " + situation);
  }

  private void forEachAnswered(Consumer<ModelSituation> test) {
    Set<ModelSituation> met = EnumSet.copyOf(ANSWERED);
    met.retainAll(situations());
    Assumptions.assumeFalse(met.isEmpty(), "the model answers in no situation");
    met.forEach(test);
  }

  private ReplyStream open(ModelSituation situation) {
    return open(situation, CallContext.create());
  }

  private ReplyStream open(ModelSituation situation, CallContext context) {
    return model(situation).stream(request(situation), context);
  }

  private List<ReplyEvent> events(ModelSituation situation) {
    List<ReplyEvent> events = new ArrayList<>();
    try (ReplyStream stream = open(situation)) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  private static ChatReply finished(List<ReplyEvent> events) {
    assertFalse(events.isEmpty(), "the stream has no event");
    ReplyEvent last = events.get(events.size() - 1);
    return assertInstanceOf(ReplyEvent.Finished.class, last).reply();
  }

  private <E extends ModelException> E failsWith(Class<E> type, ModelSituation situation) {
    needs(situation);
    ChatRequest request = request(situation);
    assertThrows(
        type,
        () -> {
          try (ReplyStream stream = open(situation)) {
            stream.reply();
          }
        });
    return assertThrows(type, () -> model(situation).chat(request));
  }

  private <E extends ModelException> void bothThrow(
      Class<E> type, ModelSituation situation, CallContext context) {
    ChatRequest request = request(situation);
    assertThrows(type, () -> model(situation).chat(request, context));
    assertThrows(
        type,
        () -> {
          try (ReplyStream stream = open(situation, context)) {
            stream.reply();
          }
        });
  }

  /** The action blocks; what ends it must end it, with CallCancelled. */
  private static void endsBlocked(Runnable action, Runnable end) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(
            () -> {
              try {
                action.run();
                failure.complete(new AssertionError("the call came to its end; it was to block"));
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            });
    assertFalse(thread.join(SHORT), "the call was to block, but ended");
    end.run();
    assertInstanceOf(CallCancelled.class, failure.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }
}
