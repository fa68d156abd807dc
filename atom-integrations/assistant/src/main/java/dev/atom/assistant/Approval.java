package dev.atom.assistant;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A reply that waits for a person, bound to the exact version of the conversation it was made on.
 *
 * @param id the approval's id
 * @param text the proposed reply
 * @param reasons why a person is asked; copied
 * @param madeOn the conversation's version that the proposal was made on
 * @param state where it stands
 */
public record Approval(String id, String text, List<String> reasons, long madeOn, State state) {
  /** Copies the reasons. */
  public Approval {
    reasons = List.copyOf(reasons);
    Objects.requireNonNull(state, "state");
  }

  /** Where an approval stands. */
  public sealed interface State {}

  /**
   * It waits.
   *
   * @param until when it expires
   */
  public record Pending(Instant until) implements State {}

  /**
   * A person has decided.
   *
   * @param decision what was decided, and by whom
   */
  public record Decided(Decision decision) implements State {}

  /**
   * Something was said after what the proposal answers, so nobody can decide on it any more.
   *
   * @param message the id of what was said
   */
  public record Superseded(String message) implements State {}

  /** Nobody decided in time; nothing is sent. */
  public record Expired() implements State {}

  /**
   * A person's decision.
   *
   * @param by the person's id
   * @param verdict what is to happen
   */
  public record Decision(String by, Verdict verdict) {
    /** Refuses a blank id. */
    public Decision {
      Objects.requireNonNull(verdict, "verdict");
      if (by.isBlank()) {
        throw new IllegalArgumentException("a decision names the person who decides");
      }
    }

    /**
     * Returns the decision to send the proposal as it is.
     *
     * @param by the person's id
     * @return the decision
     */
    public static Decision approve(String by) {
      return new Decision(by, new Approve());
    }

    /**
     * Returns the decision to send another text instead.
     *
     * @param by the person's id
     * @param text what is sent
     * @return the decision
     */
    public static Decision edit(String by, String text) {
      return new Decision(by, new Edit(text));
    }

    /**
     * Returns the decision to send nothing.
     *
     * @param by the person's id
     * @param reason why
     * @return the decision
     */
    public static Decision reject(String by, String reason) {
      return new Decision(by, new Reject(reason));
    }
  }

  /** What a person can decide. */
  public sealed interface Verdict {}

  /** The proposal is sent as it is. */
  public record Approve() implements Verdict {}

  /**
   * Another text is sent.
   *
   * @param text what is sent
   */
  public record Edit(String text) implements Verdict {
    /** Refuses a blank text. */
    public Edit {
      if (text.isBlank()) {
        throw new IllegalArgumentException("an edited reply has a text; reject to send nothing");
      }
    }
  }

  /**
   * Nothing is sent.
   *
   * @param reason why
   */
  public record Reject(String reason) implements Verdict {}

  /**
   * Tells whether a person can still decide.
   *
   * @return true while it is pending
   */
  public boolean pending() {
    return state instanceof Pending;
  }

  /**
   * Returns the id and the state; the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Approval[" + id + ", " + state.getClass().getSimpleName() + "]";
  }
}
