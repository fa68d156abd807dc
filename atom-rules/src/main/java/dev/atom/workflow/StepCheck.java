package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.operation.Operation;
import java.util.Objects;

/** Asks the receiver of a {@link dev.atom.operation.Effect#CHECKABLE} operation what has happened. */
@FunctionalInterface
public interface StepCheck {
  /**
   * Asks.
   *
   * @param arguments the arguments of the call that may have happened
   * @param call for whom, and the idempotency key of the call
   * @return what the receiver says
   */
  Answer happened(Json.Obj arguments, Operation.Call call);

  /** What the receiver says. */
  sealed interface Answer {}

  /**
   * It has happened and is not repeated.
   *
   * @param result the operation's result
   */
  record Happened(Json result) implements Answer {
    /** Refuses null. */
    public Happened {
      Objects.requireNonNull(result, "result");
    }
  }

  /** It has not happened and may be repeated. */
  record NotHappened() implements Answer {}

  /** The receiver can't tell: a person or rule must decide. */
  record CantTell() implements Answer {}
}
