package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.model.CallCancelled;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Part;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Usage;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import dev.atom.operation.ToolLoop;
import dev.atom.operation.ToolLoopEvent;
import dev.atom.operation.ToolLoopStream;
import dev.atom.operation.ToolOutcome;
import dev.atom.operation.ToolOutcome.NotRun;
import dev.atom.operation.ToolOutcome.Why;
import dev.atom.operation.ToolPolicy;
import dev.atom.operation.ToolRun;
import dev.atom.operation.ToolRun.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolLoopTest {
  public record Key(String key) {}

  private static final ChatRequest REQUEST = ChatRequest.of("Go");
  private final CallContext context = CallContext.create();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final Operation read = operation("read", Effect.READ);
  private final Operation write = operation("write", Effect.KEYED);

  private Operation operation(String name, Effect effect) {
    return operation(
        name,
        effect,
        (arguments, call) -> {
          done.add(name + " " + arguments.text("key").orElse(""));
          return Json.of(call.idempotencyKey());
        });
  }

  private static Operation operation(String name, Effect effect, Operation.Handler handler) {
    return Operation.of(new Tool(name, "", JsonSchema.of(Key.class)), effect, handler);
  }

  private static ToolLoop.Builder loop(MockModel model) {
    return ToolLoop.newBuilder(model, SequentialIds.of("key-"));
  }

  private static MockReply call(String tool, String key) {
    return MockReply.toolCall(tool, new Key(key));
  }

  private static List<Part.ToolResult> results(ToolRun run) {
    return run.messages().stream()
        .flatMap(message -> message.parts().stream())
        .filter(Part.ToolResult.class::isInstance)
        .map(Part.ToolResult.class::cast)
        .toList();
  }

  private static String text(Part.ToolResult result) {
    return Part.textOf(result.content());
  }

  /** Every call has its result right behind it: what every provider demands. */
  private static void assertPaired(ToolRun run) {
    List<ChatMessage> messages = run.messages();
    for (int i = 0; i < messages.size(); i++) {
      List<String> calls =
          messages.get(i).parts().stream()
              .filter(Part.ToolCall.class::isInstance)
              .map(part -> ((Part.ToolCall) part).id())
              .toList();
      if (!calls.isEmpty()) {
        assertThat(messages.get(i + 1).parts())
            .extracting(part -> ((Part.ToolResult) part).callId())
            .isEqualTo(calls);
      }
    }
  }

  @Test
  void readingCallsOfOneReplyRunAtTheSameTimeAndAnswerInOrder() {
    CyclicBarrier both = new CyclicBarrier(2);
    Operation meeting =
        operation(
            "meet",
            Effect.READ,
            (arguments, call) -> {
              try {
                both.await(10, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return arguments;
            });
    MockModel model =
        MockModel.newBuilder()
            .reply(call("meet", "a").andToolCall("meet", new Key("b")))
            .reply("done")
            .build();
    ToolRun run = loop(model).operation(meeting).build().run(REQUEST, context);
    assertThat(results(run))
        .extracting(ToolLoopTest::text)
        .containsExactly("{\"key\":\"a\"}", "{\"key\":\"b\"}");
    assertPaired(run);
  }

  @Test
  void aResultThatCannotBeSentIsAFailureOfItsCallOnly() {
    Operation deep =
        operation(
            "deep",
            Effect.READ,
            (arguments, call) -> {
              Json json = Json.of("inside");
              for (int i = 0; i < 501; i++) {
                json = Json.array(List.of(json));
              }
              return json;
            });
    Operation nothing = operation("nothing", Effect.READ, (arguments, call) -> null);
    MockModel model =
        MockModel.newBuilder()
            .reply(
                call("deep", "1")
                    .andToolCall("nothing", new Key("2"))
                    .andToolCall("read", new Key("3")))
            .reply("done")
            .build();
    ToolLoop loop = loop(model).operation(deep).operation(nothing).operation(read).build();
    ToolRun run = loop.run(REQUEST, context);
    assertPaired(run);
    assertThat(run.answered()).isTrue();
    assertThat(results(run)).extracting(Part.ToolResult::failed).containsExactly(true, true, false);
    assertThat(run.calls().get(0).outcome()).isInstanceOf(ToolOutcome.Failed.class);
  }

  @Test
  void callsWithEffectsRunAloneInTheirOrder() {
    MockModel model =
        MockModel.newBuilder()
            .reply(
                call("read", "1")
                    .andToolCall("write", new Key("2"))
                    .andToolCall("write", new Key("3"))
                    .andToolCall("read", new Key("4")))
            .reply("done")
            .build();
    ToolRun run = loop(model).operation(read).operation(write).build().run(REQUEST, context);
    assertThat(done).containsExactly("read 1", "write 2", "write 3", "read 4");
    assertThat(results(run))
        .extracting(ToolLoopTest::text)
        .containsExactly("key-1", "key-2", "key-3", "key-4");
  }

  @Test
  void usageAndMessagesOfAllRoundsAreReturned() {
    MockModel model =
        MockModel.newBuilder()
            .reply(call("read", "1").reasoning("hm").usage(Usage.of(10, 1)))
            .reply(MockReply.text("done").usage(Usage.of(20, 2)))
            .build();
    ToolRun run = loop(model).operation(read).build().run(REQUEST, context);
    assertThat(run.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(run.usage()).isEqualTo(Usage.of(30, 3));
    assertThat(run.messages()).hasSize(4);
    assertThat(run.messages().get(1).parts()).anyMatch(Part.Reasoning.class::isInstance);
    assertThat(model.lastRequest().messages()).isEqualTo(run.messages().subList(0, 3));
    assertThat(model.lastRequest().tools()).extracting(Tool::name).containsExactly("read");
  }

  @Test
  void mistakesOfTheModelAreToldToItWithPathAndExpectation() {
    MockModel model =
        MockModel.newBuilder()
            .reply(
                MockReply.toolCall("nothing", new Key("a"))
                    .andToolCall("read", Json.object().put("key", 5).build())
                    .and(new Part.ToolCall("broken", "read", "{\"key\":", Optional.empty())))
            .reply("done")
            .build();
    ToolRun run = loop(model).operation(read).build().run(REQUEST, context);
    assertThat(results(run)).allMatch(Part.ToolResult::failed);
    assertThat(run.calls())
        .extracting(report -> ((NotRun) report.outcome()).why())
        .containsExactly(Why.UNKNOWN_TOOL, Why.INVALID_ARGUMENTS, Why.INVALID_ARGUMENTS);
    assertThat(text(results(run).get(0))).contains("no such tool", "read");
    assertThat(text(results(run).get(1))).contains("/key", "string");
    assertThat(text(results(run).get(2))).contains("no JSON object");
    assertThat(done).isEmpty();
  }

  @Test
  void failuresOfHandlersTellTheModelAtomsMessagesOnly() {
    Operation ours =
        operation(
            "ours",
            Effect.READ,
            (arguments, call) -> {
              throw new JsonException("the file is no JSON", "", 0, 0);
            });
    Operation theirs =
        operation(
            "theirs",
            Effect.READ,
            (arguments, call) -> {
              throw new IllegalStateException("password=hunter2");
            });
    MockModel model =
        MockModel.newBuilder()
            .reply(call("ours", "a").andToolCall("theirs", new Key("b")))
            .reply("done")
            .build();
    ToolRun run = loop(model).operation(ours).operation(theirs).build().run(REQUEST, context);
    assertThat(results(run)).allMatch(Part.ToolResult::failed);
    assertThat(text(results(run).get(0))).isEqualTo("invalid_json: the file is no JSON");
    assertThat(text(results(run).get(1))).isEqualTo("the tool failed; it can't say why");
    assertThat(((ToolOutcome.Failed) run.calls().get(1).outcome()).cause())
        .hasMessage("password=hunter2");
    assertThat(run.calls().toString()).doesNotContain("hunter2");
  }

  @Test
  void policyMayAnswerOrReplaceArguments() {
    ToolPolicy policy =
        (operation, arguments, context) ->
            switch (arguments.text("key").orElseThrow()) {
              case "a" -> new ToolPolicy.Answer(Json.of("from the cache"));
              case "b" -> new ToolPolicy.RunWith(Json.object().put("key", "c").build());
              default -> new ToolPolicy.RunWith(Json.Obj.EMPTY);
            };
    MockModel model =
        MockModel.newBuilder()
            .reply(
                call("read", "a")
                    .andToolCall("read", new Key("b"))
                    .andToolCall("read", new Key("x")))
            .reply("done")
            .build();
    ToolRun run = loop(model).operation(read).policy(policy).build().run(REQUEST, context);
    assertThat(done).containsExactly("read c");
    assertThat(text(results(run).get(0))).isEqualTo("from the cache");
    assertThat(((NotRun) run.calls().get(2).outcome()).why()).isEqualTo(Why.INVALID_ARGUMENTS);
  }

  @Test
  void aModelThatNeverStopsIsStoppedAtEachBound() {
    assertThat(endless().maxRounds(3).build().run(REQUEST, context).ending())
        .isEqualTo(Ending.ROUNDS);
    assertThat(endless().maxCalls(2).build().run(REQUEST, context).ending())
        .isEqualTo(Ending.CALLS);
    assertThat(endless().maxTokens(150).build().run(REQUEST, context).ending())
        .isEqualTo(Ending.TOKENS);
  }

  private ToolLoop.Builder endless() {
    int[] number = {0};
    MockModel model =
        MockModel.newBuilder()
            .otherwise(request -> call("read", "" + number[0]++).usage(Usage.of(90, 10)))
            .build();
    return loop(model).operation(read);
  }

  @Test
  void callsLeftAtABoundArePairedAndReported() {
    ToolRun run = endless().maxRounds(2).build().run(REQUEST, context);
    assertThat(done).containsExactly("read 0");
    assertPaired(run);
    assertThat(run.calls()).hasSize(2);
    assertThat(((NotRun) run.calls().get(1).outcome()).why()).isEqualTo(Why.BOUND);
    assertThat(run.usage().totalTokens()).isEqualTo(200);
  }

  @Test
  void theSameCallOverAndOverIsToldThenEnds() {
    MockModel model = MockModel.newBuilder().otherwise(request -> call("read", "same")).build();
    ToolRun run = loop(model).operation(read).build().run(REQUEST, context);
    assertThat(run.ending()).isEqualTo(Ending.REPEATED);
    assertThat(done).hasSize(2);
    assertThat(model.calls()).hasSize(4);
    assertThat(text(results(run).get(2))).contains("made 2 times before");
    assertPaired(run);
  }

  @Test
  void aModelThatHeedsTheWordsAboutRepetitionMayAnswer() {
    MockModel model =
        MockModel.newBuilder()
            .reply(call("read", "same"))
            .reply(call("read", "same"))
            .reply(call("read", "same"))
            .reply("done")
            .build();
    assertThat(loop(model).operation(read).build().run(REQUEST, context).answered()).isTrue();
  }

  @Test
  void aForcedToolIsForcedInTheFirstReplyOnly() {
    MockModel model = MockModel.newBuilder().reply(call("read", "a")).reply("done").build();
    ChatRequest request = REQUEST.toBuilder().toolChoice(new ToolChoice.Named("read")).build();
    loop(model).operation(read).build().run(request, context);
    assertThat(model.calls().get(0).request().toolChoice()).isEqualTo(new ToolChoice.Named("read"));
    assertThat(model.lastRequest().toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  @Test
  void whereNoToolMayBeCalledNoneRuns() {
    MockModel model = MockModel.newBuilder().reply(call("read", "a")).reply("done").build();
    ChatRequest request = REQUEST.toBuilder().toolChoice(ToolChoice.NONE).build();
    loop(model).operation(read).build().run(request, context);
    assertThat(done).isEmpty();
  }

  @Test
  void onlyWhatTheRequestOffersMayBeCalled() {
    MockModel model = MockModel.newBuilder().reply(call("write", "a")).reply("done").build();
    ChatRequest request = REQUEST.toBuilder().tool(read.tool()).build();
    ToolRun run = loop(model).operation(read).operation(write).build().run(request, context);
    assertThat(done).isEmpty();
    assertThat(((NotRun) run.calls().get(0).outcome()).why()).isEqualTo(Why.UNKNOWN_TOOL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop(model).operation(write).build().run(request, context))
        .withMessageContaining("read");
  }

  @Test
  void cancellationEndsRunningHandlers() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(2);
    CountDownLatch running = new CountDownLatch(2);
    Operation slow = waiting(running, interrupted);
    MockModel model =
        MockModel.newBuilder().reply(call("slow", "a").andToolCall("slow", new Key("b"))).build();
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  awaitUninterrupted(running);
                  context.cancel();
                });
    assertThatExceptionOfType(CallCancelled.class)
        .isThrownBy(() -> loop(model).operation(slow).build().run(REQUEST, context));
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    canceller.join();
  }

  @Test
  void closingAStreamEndsRunningHandlers() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    MockModel model = MockModel.newBuilder().reply(call("slow", "a")).build();
    ToolLoopStream stream =
        loop(model).operation(waiting(running, interrupted)).build().stream(REQUEST, context);
    Thread closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  awaitUninterrupted(running);
                  stream.close();
                });
    assertThatExceptionOfType(CallCancelled.class).isThrownBy(stream::run);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(context.cancellation().cancelled()).isFalse();
    closer.join();
  }

  @Test
  void anInterruptEndsRunningHandlersAndIsKept() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    MockModel model = MockModel.newBuilder().reply(call("slow", "a")).build();
    ToolLoop slow = loop(model).operation(waiting(running, interrupted)).build();
    boolean[] kept = {false};
    Thread loop =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    slow.run(REQUEST, context);
                  } catch (CallCancelled e) {
                    kept[0] = Thread.currentThread().isInterrupted();
                  }
                });
    awaitUninterrupted(running);
    loop.interrupt();
    loop.join();
    assertThat(kept[0]).isTrue();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Operation waiting(CountDownLatch running, CountDownLatch interrupted) {
    return operation(
        "slow",
        Effect.READ,
        (arguments, call) -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
          }
          return Json.NULL;
        });
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theDeadlineEndsAHandlerAndTheLoopKeepsWhatItHas() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    MockModel model = MockModel.newBuilder().reply(call("slow", "a")).build();
    ToolRun run =
        loop(model)
            .operation(waiting(new CountDownLatch(1), interrupted))
            .build()
            .run(REQUEST, context.timeout(Duration.ofSeconds(1)));
    assertThat(run.ending()).isEqualTo(Ending.DEADLINE);
    assertThat(text(results(run).get(0))).contains("time was up");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertPaired(run);
  }

  @Test
  void aDeadlineThatPassesWhileAnOperationRunsEndsTheLoop() {
    VirtualClock clock = VirtualClock.at("2026-01-01T00:00:00Z");
    Operation late =
        operation(
            "late",
            Effect.KEYED,
            (arguments, call) -> {
              clock.advance(Duration.ofMinutes(2));
              return Json.of("late");
            });
    MockModel model =
        MockModel.newBuilder()
            .clock(clock)
            .reply(call("late", "a").andToolCall("late", new Key("b")))
            .build();
    CallContext limited = context.deadline(Deadline.after(Duration.ofMinutes(1), clock));
    ToolRun run = loop(model).operation(late).build().run(REQUEST, limited);
    assertThat(run.ending()).isEqualTo(Ending.DEADLINE);
    assertThat(run.calls().get(0).outcome()).isEqualTo(new ToolOutcome.Done(Json.of("late")));
    assertThat(((NotRun) run.calls().get(1).outcome()).why()).isEqualTo(Why.BOUND);
    assertPaired(run);
  }

  @Test
  void streamedRunEqualsTheWholeOne() {
    ToolRun whole = endless().maxRounds(3).build().run(REQUEST, context);
    List<ToolLoopEvent> events = new ArrayList<>();
    try (ToolLoopStream stream = endless().maxRounds(3).build().stream(REQUEST, context)) {
      stream.forEachRemaining(events::add);
    }
    ToolLoopEvent.Finished end = (ToolLoopEvent.Finished) events.get(events.size() - 1);
    assertThat(end.run().messages()).isEqualTo(whole.messages());
    assertThat(end.run().calls()).isEqualTo(whole.calls());
    assertThat(end.run().usage()).isEqualTo(whole.usage());
    assertThat(events).filteredOn(ToolLoopEvent.CallStarted.class::isInstance).hasSize(3);
    assertThat(events).filteredOn(ToolLoopEvent.CallEnded.class::isInstance).hasSize(3);
  }
}
