package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Job;
import dev.atom.store.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * An approval that waits, as a list shows it; what is proposed is read with {@link Approvals#find}.
 * Immutable and thread-safe.
 *
 * @param subject what it is about
 * @param approval its id
 * @param handler whose it is
 * @param shown what is kept with its timer
 */
public record InboxEntry(Subject subject, String approval, String handler, Json.Obj shown) {
  /** Refuses null. */
  public InboxEntry {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(shown, "shown");
  }

  static InboxEntry of(Job timer) {
    Json.Obj shown = timer.payload();
    return new InboxEntry(
        timer.subject(), Form.text(shown, "approval"), ApprovalTimer.handler(timer.kind()), shown);
  }

  /**
   * Returns what kind of thing is approved.
   *
   * @return such as {@code "refund"}
   */
  public String kind() {
    return Form.text(shown, "kind");
  }

  /**
   * Returns what it is about.
   *
   * @return one line for people
   */
  public String title() {
    return Form.text(shown, "title");
  }

  /**
   * Returns the hash of what is proposed.
   *
   * @return 64 hexadecimal digits
   */
  public String hash() {
    return Form.text(shown, "hash");
  }

  /**
   * Returns who asks.
   *
   * @return a person's id, or what part of a program it is
   */
  public String requestedBy() {
    return Form.text(shown, "requestedBy");
  }

  /**
   * Returns why a person is asked.
   *
   * @return such as the ids of rules
   */
  public List<String> reasons() {
    return Form.texts(shown, "reasons");
  }

  /**
   * Returns who may decide.
   *
   * @return the deciders
   */
  public Deciders deciders() {
    return Deciders.fromJson(Form.object(shown, "deciders"));
  }

  /**
   * Returns who has approved so far.
   *
   * @return persons' ids
   */
  public List<String> votes() {
    return Form.texts(shown, "votes");
  }

  /**
   * Returns when it was asked.
   *
   * @return the instant
   */
  public Instant askedAt() {
    return Form.instant(shown, "askedAt");
  }

  /**
   * Returns until when somebody has to decide.
   *
   * @return the instant; before now if it is overdue
   */
  public Instant due() {
    return Form.instant(shown, "due");
  }

  /** Whether the person's word is still needed. */
  boolean waitsFor(String person, java.util.Set<String> roles) {
    Deciders who = deciders();
    boolean own = person.equals(requestedBy()) && !who.selfApproval();
    return who.admits(person, roles) && !own && !votes().contains(person);
  }

  /**
   * Returns ids only: the title may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "InboxEntry[" + subject + ", " + approval + "]";
  }
}
