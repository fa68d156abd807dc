package dev.atom.approval;

import dev.atom.approval.ApprovalReader.Reading;
import dev.atom.approval.ApprovalStatus.Pending;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.NewEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is added to an append for each step of an approval. Writes nothing itself. */
final class Steps {
  private final Clock clock;
  private final Map<String, ApprovalHandler> handlers;
  private final Set<String> autoApproved;

  Steps(Clock clock, Map<String, ApprovalHandler> handlers, Set<String> autoApproved) {
    this.clock = clock;
    this.handlers = Map.copyOf(handlers);
    this.autoApproved = Set.copyOf(autoApproved);
  }

  Set<String> handlers() {
    return handlers.keySet();
  }

  boolean mayApproveItself(String kind) {
    return autoApproved.contains(kind);
  }

  Instant now() {
    return ApprovalEvents.micros(clock.instant());
  }

  ApprovalHandler handler(Approval approval) {
    return handler(approval.request());
  }

  ApprovalHandler handler(ApprovalRequest request) {
    ApprovalHandler handler = handlers.get(request.handler());
    if (handler == null) {
      throw new HandlerMissing(request);
    }
    return handler;
  }

  /** Adds the vote or the decision. */
  void take(Reading reading, Pending pending, Decision decision, Append.Builder append) {
    Approval approval = reading.approval();
    if (DecisionCheck.decides(approval, pending, decision)) {
      settle(reading, ApprovalEvents.decided(approval, decision), append);
    } else {
      NewEvent vote = ApprovalEvents.voted(approval.id(), decision);
      append.event(vote);
      replan(after(reading, vote), append);
    }
  }

  /** Adds that it is stale or has lapsed, if it is. */
  boolean endedByItself(Reading reading, Instant now, Append.Builder append) {
    Approval approval = reading.approval();
    ApprovalHandler handler = handler(approval);
    for (Event event : reading.since()) {
      Optional<String> by = handler.supersededBy(approval, event);
      if (by.isPresent()) {
        settle(
            reading,
            ApprovalEvents.superseded(approval.id(), by.get(), event.event().actor()),
            append);
        return true;
      }
    }
    if (now.isBefore(approval.closes())) {
      return false;
    }
    settle(reading, ApprovalEvents.expired(approval.id(), expiry(approval)), append);
    return true;
  }

  /** Nothing approves itself unless the host allows it, and it can be done. */
  private OnExpiry expiry(Approval approval) {
    ApprovalRequest request = approval.request();
    if (request.onExpiry() != OnExpiry.AUTO_APPROVE) {
      return request.onExpiry();
    }
    boolean allowed =
        mayApproveItself(request.kind())
            && handler(approval).obstacle(approval, request.proposal().value()).isEmpty();
    return allowed ? OnExpiry.AUTO_APPROVE : OnExpiry.HAND_OVER;
  }

  /** Adds an end, what follows from it, and that its timer is of no use any more. */
  void settle(Reading reading, NewEvent end, Append.Builder append) {
    append.event(end).cancel(ApprovalTimer.name(reading.approval().id()));
    handler(reading.approval()).settled(after(reading, end), append);
  }

  private Approval after(Reading reading, NewEvent event) {
    return Transitions.after(reading.approval(), new Event(reading.version() + 1, now(), event));
  }

  private static void replan(Approval approval, Append.Builder append) {
    if (approval.status() instanceof Pending pending) {
      append.plan(ApprovalTimer.plan(approval.request(), approval.times(), pending));
    }
  }

  /** The store's clock has found the timer due; this host's may be a little behind. */
  void due(Reading reading, Job timer, Append.Builder append) {
    Approval approval = reading.approval();
    Instant now = now().isBefore(timer.at()) ? timer.at() : now();
    if (!(approval.status() instanceof Pending)) {
      append.cancel(timer.name());
    } else if (!endedByItself(reading, now, append)) {
      replan(remind(approval, now, append), append);
    }
  }

  /** Adds what is due before it ends. */
  private Approval remind(Approval approval, Instant now, Append.Builder append) {
    Approval told = approval;
    List<Integer> order = ApprovalTimer.order(approval.times());
    while (told.status() instanceof Pending pending
        && pending.reminded() < order.size()
        && !approval.times().reminders().get(order.get(pending.reminded())).isAfter(now)) {
      Reminder reminder = approval.request().reminders().get(order.get(pending.reminded()));
      append.event(ApprovalEvents.reminded(approval.id(), reminder.name()));
      handler(approval).reminded(told, reminder, append);
      told = told.in(new Pending(pending.votes(), pending.reminded() + 1, pending.overdue()));
    }
    if (told.status() instanceof Pending pending
        && !pending.overdue()
        && !approval.times().due().isAfter(now)) {
      append.event(ApprovalEvents.overdue(approval.id()));
      told = told.in(new Pending(pending.votes(), pending.reminded(), true));
    }
    return told;
  }
}
