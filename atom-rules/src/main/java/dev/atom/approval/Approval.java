package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An approval as its subject's events have it at some version. Immutable and thread-safe.
 *
 * @param subject what it is about
 * @param request what was asked
 * @param times when it was asked and until when it waits
 * @param status where it stands
 */
public record Approval(
    Subject subject, ApprovalRequest request, Times times, ApprovalStatus status) {
  /** Refuses null. */
  public Approval {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(times, "times");
    Objects.requireNonNull(status, "status");
  }

  /**
   * When it was asked, and until when it waits.
   *
   * @param version the version of the event that asked it
   * @param askedAt when that was
   * @param due until when somebody has to decide
   * @param reminders when each reminder is due, in the order of the request
   */
  public record Times(long version, Instant askedAt, Instant due, List<Instant> reminders) {
    /** Copies the list. */
    public Times {
      reminders = List.copyOf(reminders);
    }

    /** The times of what is asked now and has no version yet. */
    static Times of(ApprovalRequest request, Instant now) {
      return new Times(
          0,
          now,
          request.due().from(now),
          request.reminders().stream().map(reminder -> reminder.due().from(now)).toList());
    }

    Instant closes(ApprovalRequest request) {
      return request.onExpiry() == OnExpiry.KEEP ? due.plus(request.keepFor()) : due;
    }
  }

  /**
   * Returns its id.
   *
   * @return unique in its subject
   */
  public String id() {
    return request.id();
  }

  /**
   * Returns the hash of what is proposed, which a decision names.
   *
   * @return 64 hexadecimal digits
   */
  public String hash() {
    return request.proposal().hash();
  }

  /**
   * Tells whether a person can still decide, as far as its events say.
   *
   * @return true while it is pending
   */
  public boolean pending() {
    return status instanceof ApprovalStatus.Pending;
  }

  /**
   * Returns the version of its subject on which the proposal was made: what came after may make it
   * stale.
   *
   * @return 0 or more
   */
  public long madeOn() {
    return request.madeOn().orElse(times.version());
  }

  /**
   * Returns when it lapses: from this instant on nobody can decide any more.
   *
   * @return the due time, or later if it is kept when it is overdue
   */
  public Instant closes() {
    return times.closes(request);
  }

  /**
   * Returns what was granted: the proposal, or what it was edited to.
   *
   * @return empty if nothing is to be done, or not yet
   */
  public Optional<Json> granted() {
    return status.outcome().flatMap(this::granted);
  }

  private Optional<Json> granted(ApprovalStatus.Outcome outcome) {
    return switch (outcome) {
      case ApprovalStatus.Approved approved -> Optional.of(request.proposal().value());
      case ApprovalStatus.Edited edited -> Optional.of(edited.value());
      case ApprovalStatus.Expired expired ->
          expired.then() == OnExpiry.AUTO_APPROVE
              ? Optional.of(request.proposal().value())
              : Optional.empty();
      case ApprovalStatus.Rejected rejected -> Optional.empty();
      case ApprovalStatus.RevisionAsked asked -> Optional.empty();
      case ApprovalStatus.TakenOver takenOver -> Optional.empty();
      case ApprovalStatus.Superseded superseded -> Optional.empty();
      case ApprovalStatus.Withdrawn withdrawn -> Optional.empty();
    };
  }

  /**
   * Adds that this is superseded to an append that makes it stale, if it is pending: in the same
   * transaction nobody can decide on it any more. Demand the version at which this was read, or leave
   * it to {@link ApprovalHandler#supersededBy}.
   *
   * @param append an append to its subject
   * @param by what makes it stale, such as the id of a message; 1 to 200 characters
   * @param actor who did that
   */
  public void supersede(Append.Builder append, String by, String actor) {
    if (pending()) {
      append.event(ApprovalEvents.superseded(id(), by, actor)).cancel(ApprovalTimer.name(id()));
    }
  }

  /**
   * Adds that this is withdrawn to an append, if it is pending. Demand the version at which this was
   * read.
   *
   * @param append an append to its subject
   * @param reason why
   * @param actor who withdraws it
   */
  public void withdraw(Append.Builder append, String reason, String actor) {
    if (pending()) {
      append.event(ApprovalEvents.withdrawn(id(), reason, actor)).cancel(ApprovalTimer.name(id()));
    }
  }

  /**
   * Adds that what was granted is done to the append that says so.
   *
   * @param append an append to its subject
   * @param detail what is known of it, without secrets; may be empty
   * @param actor who did it
   * @throws IllegalStateException if nothing was granted
   */
  public void executed(Append.Builder append, String detail, String actor) {
    requireGranted();
    append.event(ApprovalEvents.executed(id(), detail, actor));
  }

  /**
   * Adds that what was granted could not be done to the append that says so.
   *
   * @param append an append to its subject
   * @param error what went wrong, without secrets
   * @param actor who tried
   * @throws IllegalStateException if nothing was granted
   */
  public void failed(Append.Builder append, String error, String actor) {
    requireGranted();
    append.event(ApprovalEvents.failed(id(), error, actor));
  }

  private void requireGranted() {
    if (granted().isEmpty()) {
      throw new IllegalStateException(this + " grants nothing that could be done");
    }
  }

  Approval in(ApprovalStatus other) {
    return new Approval(subject, request, times, other);
  }

  /**
   * Returns ids and the status: the rest may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Approval[" + subject + ", " + id() + ", " + status.word() + "]";
  }
}
