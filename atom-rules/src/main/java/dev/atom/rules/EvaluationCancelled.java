package dev.atom.rules;

/** An evaluation was cancelled, or its thread interrupted, while it asked for external facts. */
public final class EvaluationCancelled extends RulesException {
  private static final long serialVersionUID = 1L;

  EvaluationCancelled() {
    super("evaluation_cancelled", true, "the evaluation was cancelled while it asked for facts");
  }
}
