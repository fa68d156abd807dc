package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run would do: a dry run, in which nothing can happen because no handler is known, only
 * {@link Signature}s. Immutable and thread-safe.
 *
 * @param steps what would be called and waited for, in its order; branches of a parallel step one
 *     after the other
 * @param result what the run would end with; empty if it ends before, or without a return step
 * @param problem why it would go no further, such as too many iterations; empty if it reaches its end
 */
public record Plan(List<PlannedStep> steps, Optional<Json> result, Optional<String> problem) {
  /** Copies the steps. */
  public Plan {
    steps = List.copyOf(steps);
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(problem, "problem");
  }

  /**
   * A step that would be done.
   *
   * @param step the step's id and iteration
   * @param verb what it does: {@code call}, {@code wait}, {@code waitFor}, {@code approve}, {@code
   *     workflow}
   * @param name the operation, signal or workflow; empty for the others
   * @param effect what repeating it does to the world; empty if it is no call
   * @param arguments what it would be done with; where something is unresolved, as the workflow has
   *     it
   * @param problems what is unresolved because no result was assumed, or does not fit the operation
   */
  public record PlannedStep(
      String step,
      String verb,
      String name,
      Optional<Effect> effect,
      Json arguments,
      List<String> problems) {
    /** Copies the problems. */
    public PlannedStep {
      Objects.requireNonNull(step, "step");
      Objects.requireNonNull(arguments, "arguments");
      problems = List.copyOf(problems);
    }

    @Override
    public String toString() {
      String what = (verb + " " + name).strip() + " " + arguments;
      return step + ": " + what + (problems.isEmpty() ? "" : " " + problems);
    }
  }

  /**
   * Plans a run.
   *
   * @param workflow the workflow
   * @param operations what may be called
   * @param inputs the run's inputs
   * @param assumed what steps would result in, by their ids, or ids and iterations
   * @param now the time, for conditions
   * @return what it would do
   */
  public static Plan of(
      Workflow workflow,
      Collection<Signature> operations,
      Json.Obj inputs,
      Map<String, Json> assumed,
      Instant now) {
    Map<String, Signature> known =
        operations.stream().collect(Collectors.toMap(Signature::name, s -> s, (a, b) -> b));
    return new Planner(workflow, known, inputs, assumed, now).plan();
  }

  /** A line for each step. */
  @Override
  public String toString() {
    return steps.stream().map(PlannedStep::toString).collect(Collectors.joining("\n"));
  }
}
