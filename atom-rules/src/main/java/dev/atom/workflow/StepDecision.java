package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.Objects;

/** What a person or rule says about a step of which nobody knows whether it has happened. */
public sealed interface StepDecision {
  /**
   * It has happened; the run goes on with its result.
   *
   * @param result the operation's result
   */
  record Happened(Json result) implements StepDecision {
    /** Refuses null. */
    public Happened {
      Objects.requireNonNull(result, "result");
    }
  }

  /** It has not happened, and is to be done. */
  record Repeat() implements StepDecision {}

  /**
   * It has not happened, and is not to be done: the step has failed.
   *
   * @param reason why, for people
   */
  record Fail(String reason) implements StepDecision {
    /** Refuses null. */
    public Fail {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
