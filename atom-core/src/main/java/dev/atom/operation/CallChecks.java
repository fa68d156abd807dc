package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.model.Part;
import dev.atom.model.ToolChoice;
import dev.atom.operation.ToolOutcome.NotRun;
import dev.atom.operation.ToolOutcome.Why;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a call must pass before it runs. Remembers the calls of one loop; used by one thread. */
final class CallChecks {
  private final Map<String, Operation> offered;
  private final ToolPolicy policy;
  private final int maxSame;
  private final ToolChoice choice;
  private final Map<Signature, Integer> made = new HashMap<>();

  CallChecks(Map<String, Operation> offered, ToolPolicy policy, int maxSame, ToolChoice choice) {
    this.offered = offered;
    this.policy = policy;
    this.maxSame = maxSame;
    this.choice = choice;
  }

  /** A call as the model meant it: JSON is compared by content, anything else by its text. */
  private record Signature(String name, Json arguments) {}

  /** A call that may run, or why it has its outcome already. */
  sealed interface Checked {
    /** It may run. */
    record Ready(Operation operation, Json.Obj arguments) implements Checked {}

    /** It is settled without running. */
    record Settled(ToolOutcome outcome) implements Checked {}
  }

  Checked check(Part.ToolCall call, CallContext context) {
    Operation operation = offered.get(call.name());
    if (operation == null || choice.equals(ToolChoice.NONE)) {
      String names = operation == null ? String.join(", ", offered.keySet()) : "none";
      return settled(Why.UNKNOWN_TOOL, "there is no such tool; on offer: " + names);
    }
    Json.Obj arguments;
    try {
      arguments = call.argumentsJson();
    } catch (JsonException e) {
      return repeated(call.name(), Json.of(call.arguments()))
          ? tooOften()
          : settled(Why.INVALID_ARGUMENTS, "the arguments are no JSON object: " + e.getMessage());
    }
    if (repeated(call.name(), arguments)) {
      return tooOften();
    }
    Checked fitting = ready(operation, arguments);
    return fitting instanceof Checked.Ready ? decide(operation, arguments, context) : fitting;
  }

  private static Checked ready(Operation operation, Json.Obj arguments) {
    List<JsonSchema.Violation> violations = operation.tool().parameters().check(arguments);
    return violations.isEmpty()
        ? new Checked.Ready(operation, arguments)
        : settled(Why.INVALID_ARGUMENTS, "the arguments do not fit: " + describe(violations));
  }

  private Checked decide(Operation operation, Json.Obj arguments, CallContext context) {
    return switch (policy.decide(operation, arguments, context)) {
      case ToolPolicy.Run run -> new Checked.Ready(operation, arguments);
      case ToolPolicy.RunWith other -> ready(operation, other.arguments());
      case ToolPolicy.Answer answer -> new Checked.Settled(new ToolOutcome.Done(answer.result()));
      case ToolPolicy.Refuse refusal -> settled(Why.REFUSED, "refused: " + refusal.reason());
    };
  }

  private boolean repeated(String name, Json arguments) {
    return made.merge(new Signature(name, arguments), 1, Integer::sum) > maxSame;
  }

  private Checked tooOften() {
    return settled(
        Why.REPEATED,
        "this very call was made "
            + maxSame
            + " times before; use its result above, try something else, or answer");
  }

  private static Checked settled(Why why, String message) {
    return new Checked.Settled(new NotRun(why, message));
  }

  private static String describe(List<JsonSchema.Violation> violations) {
    return violations.stream()
        .limit(20)
        .map(v -> (v.path().isEmpty() ? "" : v.path() + ": ") + v.message())
        .collect(Collectors.joining("; "));
  }
}
