package dev.atom.approval;

import dev.atom.json.Json;
import java.util.Objects;

/** What a person can decide. */
public sealed interface Verdict {
  /** It is done as proposed. */
  record Approve() implements Verdict {}

  /**
   * Something else is done instead.
   *
   * @param value what
   */
  record Edit(Json value) implements Verdict {
    /** Refuses null. */
    public Edit {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return "Edit[]"; // the value may be confidential
    }
  }

  /**
   * Nothing is done.
   *
   * @param reason why; may be empty
   */
  record Reject(String reason) implements Verdict {}

  /**
   * Another proposal is to be made.
   *
   * @param feedback what should be different
   */
  record Revise(String feedback) implements Verdict {
    /** Refuses to send somebody back without a word. */
    public Revise {
      if (feedback.isBlank()) {
        throw new IllegalArgumentException("who asks for another proposal says what is wrong");
      }
    }
  }

  /** The person does it; what was proposed is not done. */
  record TakeOver() implements Verdict {}

  /**
   * Returns the verdict's name in stored events.
   *
   * @return such as {@code "approve"}
   */
  default String word() {
    return switch (this) {
      case Approve approve -> "approve";
      case Edit edit -> "edit";
      case Reject reject -> "reject";
      case Revise revise -> "revise";
      case TakeOver takeOver -> "take_over";
    };
  }
}
