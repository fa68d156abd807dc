package dev.atom.knowledge.parsers;

/** Ends a parse from within a library's callbacks; never leaves this package. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ParseOutcome.Reason reason;
  private final String explanation;

  Refusal(ParseOutcome.Reason reason, String explanation) {
    super(explanation, null, false, false);
    this.reason = reason;
    this.explanation = explanation;
  }

  ParseOutcome.Refused outcome() {
    return new ParseOutcome.Refused(reason, explanation);
  }
}
