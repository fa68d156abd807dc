package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.Part;
import dev.atom.model.ToolChoice;
import dev.atom.model.Usage;
import dev.atom.operation.CallChecks.Checked;
import dev.atom.operation.ToolOutcome.NotRun;
import dev.atom.operation.ToolOutcome.Why;
import dev.atom.operation.ToolRun.CallReport;
import dev.atom.operation.ToolRun.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one loop stands: what was said, what it cost, and whether it goes on. Used by one thread: ask
 * for the next request, hand over its reply, run its calls, until it has ended.
 */
final class ToolRounds {
  private final ChatRequest request;
  private final ToolLoop.Bounds bounds;
  private final CallChecks checks;
  private final HandlerRunner runner;
  private final CallContext context;
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<CallReport> reports = new ArrayList<>();
  private Usage usage = Usage.ZERO;
  private Optional<ChatReply> last = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private int round;
  private boolean stuckBefore;

  ToolRounds(
      ChatRequest request,
      ToolLoop.Bounds bounds,
      CallChecks checks,
      HandlerRunner runner,
      CallContext context) {
    this.request = request;
    this.bounds = bounds;
    this.checks = checks;
    this.runner = runner;
    this.context = context;
    messages.addAll(request.messages());
  }

  boolean ended() {
    return ending.isPresent();
  }

  int round() {
    return round;
  }

  /** Returns what to ask next. */
  ChatRequest next() {
    round++;
    if (round == 1) {
      return request;
    }
    boolean forced =
        request.toolChoice() instanceof ToolChoice.Named
            || request.toolChoice().equals(ToolChoice.REQUIRED);
    return request.toBuilder()
        .replaceMessages(messages)
        // What is forced again and again never comes to an answer.
        .toolChoice(forced ? ToolChoice.AUTO : request.toolChoice())
        .build();
  }

  /**
   * Takes the reply in; ends the loop if it wants no calls or a bound is reached. One that paused has
   * no calls and is no answer: it goes back as it is.
   */
  void accept(ChatReply reply) {
    last = Optional.of(reply);
    usage = usage.plus(reply.usage());
    messages.add(reply.toMessage());
    List<Part.ToolCall> calls = reply.toolCalls();
    if (calls.isEmpty() && reply.finish() != FinishReason.PAUSED) {
      ending = Optional.of(Ending.ANSWERED);
    } else if (context.deadline().passed()) {
      stop(Ending.DEADLINE);
    } else if (round >= bounds.rounds()) {
      stop(Ending.ROUNDS);
    } else if (reports.size() + calls.size() > bounds.calls()) {
      stop(Ending.CALLS);
    } else if (usage.totalTokens() >= bounds.tokens()) {
      stop(Ending.TOKENS);
    }
  }

  /** Takes in that the model was not done in time: an ending once there was a reply. */
  void timedOut(CallTimedOut failure) {
    if (last.isEmpty() || !context.deadline().passed()) {
      throw failure;
    }
    round--;
    ending = Optional.of(Ending.DEADLINE);
  }

  private void stop(Ending bound) {
    ending = Optional.of(bound);
    NotRun notRun = new NotRun(Why.BOUND, "not run: the bound of this loop was reached");
    settle(calls().stream().<ToolOutcome>map(call -> notRun).toList());
  }

  List<Part.ToolCall> calls() {
    return last.map(ChatReply::toolCalls).orElse(List.of());
  }

  /** Runs the calls of the reply and returns what became of them. */
  List<CallReport> runCalls() {
    List<Part.ToolCall> calls = calls();
    if (calls.isEmpty()) {
      return List.of();
    }
    List<Checked> checked = calls.stream().map(call -> checks.check(call, context)).toList();
    List<CallReport> made = settle(run(checked));
    boolean stuck =
        made.stream().allMatch(r -> r.outcome() instanceof NotRun not && not.why() == Why.REPEATED);
    if (stuck && stuckBefore) {
      ending = Optional.of(Ending.REPEATED);
    } else if (context.deadline().passed()) {
      ending = Optional.of(Ending.DEADLINE);
    }
    stuckBefore = stuck;
    return made;
  }

  private List<ToolOutcome> run(List<Checked> checked) {
    Map<Integer, ToolOutcome> outcomes = new LinkedHashMap<>();
    Map<Integer, Checked.Ready> reading = new LinkedHashMap<>();
    for (int i = 0; i < checked.size(); i++) {
      switch (checked.get(i)) {
        case Checked.Settled settled -> outcomes.put(i, settled.outcome());
        case Checked.Ready ready -> {
          if (ready.operation().effect() != Effect.READ) {
            runTogether(reading, outcomes);
            reading.put(i, ready);
            runTogether(reading, outcomes);
          } else {
            reading.put(i, ready);
          }
        }
      }
    }
    runTogether(reading, outcomes);
    List<ToolOutcome> inOrder = new ArrayList<>();
    for (int i = 0; i < checked.size(); i++) {
      inOrder.add(outcomes.get(i));
    }
    return inOrder;
  }

  private void runTogether(Map<Integer, Checked.Ready> ready, Map<Integer, ToolOutcome> outcomes) {
    if (ready.isEmpty()) {
      return;
    }
    List<Integer> places = List.copyOf(ready.keySet());
    List<ToolOutcome> done =
        context.deadline().passed()
            ? places.stream()
                .<ToolOutcome>map(place -> new NotRun(Why.BOUND, "not run: the time is up"))
                .toList()
            : runner.run(List.copyOf(ready.values()));
    for (int i = 0; i < places.size(); i++) {
      outcomes.put(places.get(i), done.get(i));
    }
    ready.clear();
  }

  /** Pairs every call of the reply with its result. */
  private List<CallReport> settle(List<ToolOutcome> outcomes) {
    List<Part.ToolCall> calls = calls();
    if (calls.isEmpty()) {
      return List.of();
    }
    List<CallReport> made = new ArrayList<>();
    List<Part.ToolResult> results = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      ToolOutcome outcome = outcomes.get(i);
      Part.ToolResult result;
      try {
        result = result(calls.get(i), outcome);
      } catch (JsonException e) {
        // The handler's result is too deep to be written; the other calls still have theirs.
        outcome = new ToolOutcome.Failed(e, e.code() + ": " + e.getMessage());
        result = result(calls.get(i), outcome);
      }
      made.add(new CallReport(round, calls.get(i), outcome));
      results.add(result);
    }
    messages.add(ChatMessage.toolResults(results));
    reports.addAll(made);
    return made;
  }

  private static Part.ToolResult result(Part.ToolCall call, ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Done done -> result(call, text(done.result()), false);
      case ToolOutcome.Failed failed -> result(call, failed.message(), true);
      case NotRun notRun -> result(call, notRun.message(), true);
    };
  }

  private static Part.ToolResult result(Part.ToolCall call, String text, boolean failed) {
    return new Part.ToolResult(call.id(), call.name(), List.of(Part.text(text)), failed);
  }

  private static String text(Json json) {
    return json instanceof Json.Str text ? text.value() : json.toString();
  }

  ToolRun result() {
    return new ToolRun(ending.orElseThrow(), last.orElseThrow(), messages, usage, reports);
  }

  List<CallReport> reportsOfThisRound() {
    return reports.stream().filter(report -> report.round() == round).toList();
  }
}
