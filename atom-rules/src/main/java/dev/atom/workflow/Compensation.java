package dev.atom.workflow;

import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import java.util.Objects;

/**
 * What undoes a step: an operation, which is an effect of its own and treated as its class says.
 *
 * @param operation the operation's name
 * @param arguments its arguments; may refer to the step's own result
 * @param retry how often it is tried
 */
public record Compensation(String operation, Json.Obj arguments, RetryPolicy retry) {
  /** Refuses null. */
  public Compensation {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(retry, "retry");
  }

  /**
   * Returns a compensation that is tried as {@link RetryPolicy#standard} has it.
   *
   * @param operation the operation's name
   * @param arguments its arguments
   * @return the compensation
   */
  public static Compensation of(String operation, Json.Obj arguments) {
    return new Compensation(operation, arguments, RetryPolicy.standard());
  }
}
