package dev.atom.workflow;

import dev.atom.approval.Deciders;
import dev.atom.approval.OnExpiry;
import dev.atom.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * Who decides on a {@link Step.Approve}, and until when. Immutable and thread-safe.
 *
 * @param deciders who may decide
 * @param due until when somebody has to
 * @param onExpiry what becomes of it if nobody does: {@link OnExpiry#REJECT} or {@link
 *     OnExpiry#HAND_OVER}
 * @param revisions how often somebody may ask for another proposal, 0 or more
 * @param reviseFrom the step to which the run goes back then, which makes the other proposal: one
 *     before the approve step in the same list of steps; empty if the run goes on with the outcome
 */
public record ApprovalTerms(
    Deciders deciders,
    WaitTime due,
    OnExpiry onExpiry,
    int revisions,
    Optional<String> reviseFrom) {
  /** Anybody, within 24 hours, rejected if nobody does, no other proposals. */
  public static final ApprovalTerms DEFAULT =
      new ApprovalTerms(
          Deciders.anybody(),
          new WaitTime.For(Json.of("PT24H")),
          OnExpiry.REJECT,
          0,
          Optional.empty());

  /** Refuses terms by which a step would approve itself, or wait for good. */
  public ApprovalTerms {
    Objects.requireNonNull(deciders, "deciders");
    Objects.requireNonNull(due, "due");
    if (onExpiry != OnExpiry.REJECT && onExpiry != OnExpiry.HAND_OVER) {
      throw new IllegalArgumentException(
          "a step that nobody decides on is rejected or handed over, not " + onExpiry);
    }
    if (revisions < 0) {
      throw new IllegalArgumentException("revisions are 0 or more, not " + revisions);
    }
    if (reviseFrom.isPresent() && revisions == 0) {
      throw new IllegalArgumentException(
          "who may go back to \"" + reviseFrom.get() + "\" has 1 revision or more, not 0");
    }
  }

  /**
   * Returns these terms with other deciders.
   *
   * @param who who may decide
   * @return a copy
   */
  public ApprovalTerms deciders(Deciders who) {
    return new ApprovalTerms(who, due, onExpiry, revisions, reviseFrom);
  }

  /**
   * Returns these terms with another time.
   *
   * @param time until when somebody has to decide
   * @return a copy
   */
  public ApprovalTerms due(WaitTime time) {
    return new ApprovalTerms(deciders, time, onExpiry, revisions, reviseFrom);
  }

  /**
   * Returns these terms with a way back: who is asked may ask for another proposal.
   *
   * @param step the step that makes it, before the approve step in the same list of steps
   * @param rounds how often, 1 or more
   * @return a copy
   */
  public ApprovalTerms reviseFrom(String step, int rounds) {
    return new ApprovalTerms(deciders, due, onExpiry, rounds, Optional.of(step));
  }
}
