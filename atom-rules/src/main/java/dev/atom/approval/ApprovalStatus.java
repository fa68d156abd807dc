package dev.atom.approval;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an approval stands: it waits, or has an {@link Outcome} for good; what was granted is then
 * executed or failed.
 */
public sealed interface ApprovalStatus {
  /**
   * It waits.
   *
   * @param votes who has approved so far, each person once; fewer than the quorum
   * @param reminded how many of its reminders have happened
   * @param overdue whether its due time is over, and it is kept nevertheless
   */
  record Pending(List<Vote> votes, int reminded, boolean overdue) implements ApprovalStatus {
    /** Copies the votes. */
    public Pending {
      votes = List.copyOf(votes);
    }
  }

  /** How it ended; there is only one such end. */
  sealed interface Outcome extends ApprovalStatus {}

  /**
   * It is done as proposed.
   *
   * @param votes who has approved, as many as the quorum demands
   */
  record Approved(List<Vote> votes) implements Outcome {
    /** Copies the votes. */
    public Approved {
      votes = List.copyOf(votes);
    }
  }

  /**
   * Something else is done instead.
   *
   * @param by who edited it
   * @param value what is done
   * @param edit how it differs from the proposal
   */
  record Edited(Vote by, Json value, ProposalEdit edit) implements Outcome {
    /** Refuses null. */
    public Edited {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(edit, "edit");
    }

    @Override
    public String toString() {
      return "Edited[by=" + by + "]"; // the value may be confidential
    }
  }

  /**
   * Nothing is done.
   *
   * @param by who rejected it
   * @param reason why
   */
  record Rejected(Vote by, String reason) implements Outcome {}

  /**
   * Another proposal is to be made, as an approval of its own: {@link ApprovalRequest#revision}.
   *
   * @param by who asked for it
   * @param feedback what should be different
   */
  record RevisionAsked(Vote by, String feedback) implements Outcome {}

  /**
   * A person does it; what was proposed is not done.
   *
   * @param by who
   */
  record TakenOver(Vote by) implements Outcome {}

  /**
   * Nobody decided in time.
   *
   * @param then what becomes of it; {@link OnExpiry#AUTO_APPROVE} if it counts as approved
   * @param at when
   */
  record Expired(OnExpiry then, Instant at) implements Outcome {}

  /**
   * Something happened that makes the proposal stale.
   *
   * @param by what, such as the id of a message
   * @param at when
   */
  record Superseded(String by, Instant at) implements Outcome {}

  /**
   * Who asked does so no longer.
   *
   * @param by who
   * @param reason why
   * @param at when
   */
  record Withdrawn(String by, String reason, Instant at) implements Outcome {}

  /**
   * What was granted is done.
   *
   * @param of how it was granted
   * @param at when
   * @param detail what is known of it
   */
  record Executed(Outcome of, Instant at, String detail) implements ApprovalStatus {}

  /**
   * What was granted could not be done; it may still be done later.
   *
   * @param of how it was granted
   * @param at when
   * @param error what went wrong
   */
  record Failed(Outcome of, Instant at, String error) implements ApprovalStatus {}

  /**
   * Returns how it ended.
   *
   * @return empty while it waits
   */
  default Optional<Outcome> outcome() {
    return switch (this) {
      case Pending pending -> Optional.empty();
      case Outcome outcome -> Optional.of(outcome);
      case Executed executed -> Optional.of(executed.of());
      case Failed failed -> Optional.of(failed.of());
    };
  }

  /**
   * Returns the status's name, for screens and counts.
   *
   * @return such as {@code "PENDING"}
   */
  default String word() {
    return switch (this) {
      case Pending pending -> "PENDING";
      case Approved approved -> "APPROVED";
      case Edited edited -> "EDITED";
      case Rejected rejected -> "REJECTED";
      case RevisionAsked revise -> "REVISE";
      case TakenOver takenOver -> "TAKEN_OVER";
      case Expired expired -> "EXPIRED";
      case Superseded superseded -> "SUPERSEDED";
      case Withdrawn withdrawn -> "WITHDRAWN";
      case Executed executed -> "EXECUTED";
      case Failed failed -> "FAILED";
    };
  }
}
