package dev.atom.rules;

import dev.atom.CallContext;

/**
 * An evaluation was ended from outside and nothing was decided: its context was cancelled, its thread
 * interrupted, or its deadline passed during long work.
 */
public final class EvaluationCancelled extends RulesException {
  private static final long serialVersionUID = 1L;

  private EvaluationCancelled(String why) {
    super("evaluation_cancelled", true, why);
  }

  /** An interrupt stays visible to the caller. */
  static void throwIfCancelled(CallContext context) {
    if (context.cancellation().cancelled() || Thread.currentThread().isInterrupted()) {
      throw new EvaluationCancelled("the evaluation was cancelled before it was over");
    }
  }

  static void throwIfOver(CallContext context) {
    throwIfCancelled(context);
    if (context.deadline().passed()) {
      throw new EvaluationCancelled("the deadline passed before the evaluation was over");
    }
  }
}
