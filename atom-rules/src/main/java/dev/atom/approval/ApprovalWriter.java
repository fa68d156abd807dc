package dev.atom.approval;

import dev.atom.approval.ApprovalReader.Reading;
import dev.atom.approval.ApprovalStatus.Pending;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes to approvals: reads how one stands, decides what follows, and appends it if nothing was
 * written meanwhile; else all of it again. Thread-safe.
 */
final class ApprovalWriter {
  /** How often it is tried while others write. */
  static final int TRIES = 20;

  private final Store store;
  private final Roles roles;
  private final Steps steps;
  private final ApprovalReader reader;

  ApprovalWriter(Store store, Roles roles, Steps steps, ApprovalReader reader) {
    this.store = store;
    this.roles = roles;
    this.steps = steps;
    this.reader = reader;
  }

  /** Takes a decision, with something more in the append that stores it. */
  Answer decide(Subject subject, String id, Decision decision, Consumer<Append.Builder> more) {
    for (int i = 0; i < TRIES; i++) {
      Reading reading = require(subject, id);
      Approval approval = reading.approval();
      if (!(approval.status() instanceof Pending pending)) {
        return new Answer.Stood(approval);
      }
      Append.Builder append = Append.to(subject).expect(reading.version());
      Instant now = steps.now();
      if (steps.endedByItself(reading, now, append)) {
        if (written(append)) {
          return new Answer.Stood(require(subject, id).approval());
        }
        continue;
      }
      if (votedAlready(pending, decision)) {
        return new Answer.Stood(approval);
      }
      Optional<Refusal> refusal = refusal(approval, pending, decision);
      if (refusal.isPresent()) {
        return new Answer.Refused(approval, refusal.get());
      }
      steps.take(reading, pending, decision, append);
      more.accept(append);
      if (written(append)) {
        return new Answer.Counted(require(subject, id).approval());
      }
    }
    throw new ApprovalContended(subject, TRIES);
  }

  private static boolean votedAlready(Pending pending, Decision decision) {
    return decision.verdict() instanceof Verdict.Approve
        && pending.votes().stream().anyMatch(vote -> vote.person().equals(decision.person()));
  }

  private Optional<Refusal> refusal(Approval approval, Pending pending, Decision decision) {
    Set<String> rolesOf = roles.of(approval.subject().tenant(), decision.person());
    return DecisionCheck.of(approval, decision, rolesOf)
        .or(
            () ->
                DecisionCheck.grants(approval, pending, decision)
                    .flatMap(value -> steps.handler(approval).obstacle(approval, value))
                    .map(why -> new Refusal(Refusal.Reason.NOT_READY, why)));
  }

  Approval end(Subject subject, String id, NewEvent end) {
    for (int i = 0; i < TRIES; i++) {
      Reading reading = require(subject, id);
      if (!reading.approval().pending()) {
        return reading.approval();
      }
      Append.Builder append = Append.to(subject).expect(reading.version());
      if (!steps.endedByItself(reading, steps.now(), append)) {
        steps.settle(reading, end, append);
      }
      if (written(append)) {
        return require(subject, id).approval();
      }
    }
    throw new ApprovalContended(subject, TRIES);
  }

  Approval carriedOut(Subject subject, String id, BiConsumer<Approval, Append.Builder> say) {
    for (int i = 0; i < TRIES; i++) {
      Reading reading = require(subject, id);
      if (reading.approval().status() instanceof ApprovalStatus.Executed) {
        return reading.approval();
      }
      Append.Builder append = Append.to(subject).expect(reading.version());
      say.accept(reading.approval(), append);
      if (written(append)) {
        return require(subject, id).approval();
      }
    }
    throw new ApprovalContended(subject, TRIES);
  }

  void runDue(Job timer, Consumer<Append.Builder> write) {
    Subject subject = timer.subject();
    String id = Form.text(timer.payload(), "approval");
    for (int i = 0; i < TRIES; i++) {
      Optional<Reading> reading = reader.read(subject, id);
      Append.Builder append = Append.to(subject);
      reading.ifPresentOrElse(
          known -> steps.due(known, timer, append.expect(known.version())),
          () -> append.cancel(timer.name()));
      try {
        write.accept(append);
        return;
      } catch (VersionConflict moved) {
        // Somebody has decided, or written something else: look again.
      }
    }
    throw new ApprovalContended(subject, TRIES);
  }

  Reading require(Subject subject, String id) {
    return reader.read(subject, id).orElseThrow(() -> new ApprovalNotFound(subject, id));
  }

  boolean written(Append.Builder append) {
    try {
      store.append(append.build());
      return true;
    } catch (VersionConflict moved) {
      return false;
    }
  }
}
