package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A case at a desk that pays refunds, over which people have to agree. */
final class Desk {
  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  static final Subject CASE = new Subject("acme", "case", "c-1");
  static final Json REFUND =
      Json.object().put("order", "o-7").put("amount", 250).put("note", "Sorry!").build();

  final Hand clock = new Hand();
  final Store store;
  final Refunds refunds = new Refunds();
  final Approvals approvals;

  Desk() {
    this(null);
  }

  Desk(@org.jspecify.annotations.Nullable Store shared) {
    store = shared == null ? MemoryStore.create(clock) : shared;
    approvals = approvals(store, clock, refunds);
  }

  static Approvals approvals(Store store, Clock clock, ApprovalHandler handler) {
    return Approvals.newBuilder(store, clock)
        .roles((tenant, person) -> person.startsWith("lead") ? Set.of("lead") : Set.of())
        .handler(handler)
        .allowAutoApproval("small-refund")
        .build();
  }

  static ApprovalRequest.Builder refund(String id) {
    return ApprovalRequest.newBuilder(id, "refunds", REFUND)
        .kind("refund")
        .title("Refund of order o-7")
        .requestedBy("ann")
        .reasons(List.of("over-100"));
  }

  Approval asked() {
    return approvals.request(CASE, refund("a-1").build());
  }

  /** What the customer says, which makes any proposal stale. */
  static NewEvent said(String message) {
    return new NewEvent(
        "message_received",
        Json.object().put("message", message).build(),
        "customer",
        Optional.empty());
  }

  void says(String message) {
    store.append(Append.to(CASE).event(said(message)).build());
  }

  List<Job> jobs(String kind) {
    return store.jobs(JobQuery.of(CASE).kinds(Set.of(kind)));
  }

  List<Job> payments() {
    return jobs("pay");
  }

  /** Claims and runs the timers that are due. */
  int runDue() {
    List<Job> due =
        store.claim(JobClaim.of("w", approvals.jobKinds(), 100, Duration.ofMinutes(1))).jobs();
    due.forEach(approvals::runDue);
    return due.size();
  }

  List<String> events() {
    return store.read(CASE, 0, 1000).stream().map(Event::type).toList();
  }

  /** Plans a payment for what was granted, under a key that can be taken once. */
  static final class Refunds implements ApprovalHandler {
    volatile Optional<String> obstacle = Optional.empty();
    volatile String keySuffix = "";

    @Override
    public String name() {
      return "refunds";
    }

    @Override
    public void settled(Approval approval, Append.Builder append) {
      approval
          .granted()
          .ifPresent(
              value ->
                  append.plan(
                      NewJob.effect(
                          "pay:" + approval.id() + keySuffix,
                          "pay",
                          Json.object().put("value", value).build())));
    }

    @Override
    public Optional<String> supersededBy(Approval approval, Event event) {
      return event.type().equals("message_received")
          ? event.data().text("message")
          : Optional.empty();
    }

    @Override
    public Optional<String> obstacle(Approval approval, Json value) {
      return obstacle;
    }

    @Override
    public void reminded(Approval approval, Reminder reminder, Append.Builder append) {
      append.plan(NewJob.effect(reminder.name() + ":" + approval.id(), "mail", Json.Obj.EMPTY));
    }
  }

  /** A clock that is moved by hand. */
  static final class Hand extends Clock {
    private volatile Instant now = START;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
