package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import java.util.Optional;

/**
 * Who asked for approvals, and goes on when one has ended. Its methods may be called several times for
 * the same decision, when others write to the subject meanwhile: they contribute to an append and do
 * nothing else. Thread-safe.
 */
public interface ApprovalHandler {
  /**
   * Returns its name, which requests carry.
   *
   * @return 1 to 150 characters, the same on every host
   */
  String name();

  /**
   * Plans what follows from an outcome, in the same transaction as the outcome itself: the effect
   * that was granted, the timer that a workflow goes on with.
   *
   * @param approval the approval with its outcome; {@link Approval#granted} is what is to be done
   * @param append the append that writes the outcome; to the approval's subject
   */
  void settled(Approval approval, Append.Builder append);

  /**
   * Tells whether an event makes a pending proposal stale. Asked of every event that its subject has
   * behind the version it was made on, those of approvals themselves included, in the same step as
   * the decision. A pure function.
   *
   * @param approval what waits
   * @param event what has happened since
   * @return what supersedes it, such as the id of a message, 1 to 200 characters; empty if it doesn't,
   *     which is the default
   */
  default Optional<String> supersededBy(Approval approval, Event event) {
    return Optional.empty();
  }

  /**
   * Tells what stands against doing what is about to be granted: asked before the decision is stored,
   * and again by {@link Approvals#execution}. May block.
   *
   * @param approval what waits, or was granted
   * @param value what would be done
   * @return what stands against it, for people; empty if nothing does, which is the default
   */
  default Optional<String> obstacle(Approval approval, Json value) {
    return Optional.empty();
  }

  /**
   * Plans what a reminder or an escalation is to bring about, in the same transaction as the event
   * that it has happened. By default nothing; the event alone is written.
   *
   * @param approval what still waits
   * @param reminder which reminder is due
   * @param append the append that writes that it happened; to the approval's subject
   */
  default void reminded(Approval approval, Reminder reminder, Append.Builder append) {}
}
