package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.json.Json;

/**
 * Decides about a call that a model wants before it runs. What needs a person's consent is refused
 * here with words that say so; the consent itself is asked for elsewhere.
 *
 * <p>Called by the loop's thread, in the order of the calls.
 */
@FunctionalInterface
public interface ToolPolicy {
  /** Lets every call run. */
  ToolPolicy ALLOW_ALL = (operation, arguments, context) -> new Run();

  /**
   * Decides about one call.
   *
   * @param operation what the model wants done
   * @param arguments valid under the operation's schema
   * @param context for whom
   * @return what is to happen
   */
  Decision decide(Operation operation, Json.Obj arguments, CallContext context);

  /** What is to happen with a call. */
  sealed interface Decision {}

  /** It runs as it is. */
  record Run() implements Decision {}

  /**
   * It runs with other arguments.
   *
   * @param arguments in place of the model's; checked like those
   */
  record RunWith(Json.Obj arguments) implements Decision {}

  /**
   * It does not run; the model is told that it succeeded with this result.
   *
   * @param result in place of the operation's
   */
  record Answer(Json result) implements Decision {}

  /**
   * It does not run; the model is told so.
   *
   * @param reason for the model, such as {@code "needs the consent of an editor"}
   */
  record Refuse(String reason) implements Decision {}
}
