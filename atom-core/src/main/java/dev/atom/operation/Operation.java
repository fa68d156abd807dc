package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Tool;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Something that can be done, described well enough for a model, a rule or an editor to choose it.
 * Immutable; as thread-safe as its handler.
 */
public final class Operation {
  private final Tool tool;
  private final Effect effect;
  private final Handler handler;

  private Operation(Tool tool, Effect effect, Handler handler) {
    this.tool = tool;
    this.effect = Objects.requireNonNull(effect, "effect");
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /**
   * Returns an operation.
   *
   * @param tool name, description and parameters
   * @param effect what repeating it does
   * @param handler what does it
   * @return the operation
   */
  public static Operation of(Tool tool, Effect effect, Handler handler) {
    return new Operation(tool, effect, handler);
  }

  /** Does the operation. Blocking; heeds the context's deadline and cancellation. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Does the operation once.
     *
     * @param arguments valid under the operation's schema
     * @param call for whom, and the idempotency key
     * @return the result
     * @throws dev.atom.AtomException if it fails
     */
    Json invoke(Json.Obj arguments, Call call);
  }

  /**
   * One invocation.
   *
   * @param context for whom, and how long it may take
   * @param idempotencyKey the same for every repeat of this invocation
   */
  public record Call(CallContext context, String idempotencyKey) {
    /** Refuses a blank key. */
    public Call {
      Objects.requireNonNull(context, "context");
      if (idempotencyKey.isBlank()) {
        throw new IllegalArgumentException("the idempotency key is blank");
      }
    }
  }

  /**
   * Returns the name.
   *
   * @return as in {@link Tool#name()}
   */
  public String name() {
    return tool.name();
  }

  /**
   * Returns the effect class.
   *
   * @return what repeating does
   */
  public Effect effect() {
    return effect;
  }

  /**
   * Returns this operation as a tool for a model.
   *
   * @return name, description and parameters
   */
  public Tool tool() {
    return tool;
  }

  /**
   * Checks the arguments and does the operation.
   *
   * @param arguments the arguments
   * @param call for whom, and the idempotency key
   * @return the result
   * @throws InvalidArguments if the arguments do not fit the schema; nothing was done
   * @throws dev.atom.AtomException if the operation fails
   */
  public Json invoke(Json.Obj arguments, Call call) {
    List<JsonSchema.Violation> violations = tool.parameters().check(arguments);
    if (!violations.isEmpty()) {
      String all =
          violations.stream()
              .map(v -> (v.path().isEmpty() ? "" : v.path() + ": ") + v.message())
              .collect(Collectors.joining("; "));
      throw new InvalidArguments(name(), all);
    }
    return handler.invoke(arguments, call);
  }

  @Override
  public String toString() {
    return "Operation[" + name() + ", " + effect + "]";
  }
}
