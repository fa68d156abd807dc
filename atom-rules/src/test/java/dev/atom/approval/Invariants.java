package dev.atom.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds of a subject's approvals whatever was done, by whom, in what order, and who died. */
final class Invariants {
  private Invariants() {}

  static void check(Store store, Subject subject) {
    List<Event> events = store.read(subject, 0, 10_000);
    ApprovalLedger ledger = ApprovalLedger.of(subject);
    events.forEach(ledger::fold);
    for (Approval approval : ledger.all()) {
      ended(approval, events);
      quorum(approval);
      effects(approval, store);
      timer(approval, store);
    }
  }

  /** At most one end, and no decision on what was stale or over. */
  private static void ended(Approval approval, List<Event> events) {
    List<Event> own =
        events.stream().filter(event -> ApprovalEvents.id(event).equals(approval.id())).toList();
    List<Event> decided = of(own, ApprovalEvents.DECIDED);
    List<Event> expired = of(own, ApprovalEvents.EXPIRED);
    List<Event> superseded = of(own, ApprovalEvents.SUPERSEDED);
    List<Event> withdrawn = of(own, ApprovalEvents.WITHDRAWN);
    assertThat(decided.size() + expired.size() + withdrawn.size()).isLessThanOrEqualTo(1);
    assertThat(of(own, ApprovalEvents.REQUESTED)).hasSize(1);
    assertThat(of(own, ApprovalEvents.EXECUTED).size()).isLessThanOrEqualTo(1);
    for (Event decision : decided) {
      assertThat(superseded).noneMatch(event -> event.version() < decision.version());
      assertThat(of(events, "message_received"))
          .noneMatch(
              said -> said.version() > approval.madeOn() && said.version() < decision.version());
    }
    expired.forEach(event -> assertThat(event.at()).isAfterOrEqualTo(approval.closes()));
  }

  private static List<Event> of(List<Event> events, String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  private static void quorum(Approval approval) {
    List<Vote> votes =
        switch (approval.status().outcome().orElse(null)) {
          case ApprovalStatus.Approved approved -> {
            assertThat(approved.votes()).hasSize(approval.request().deciders().quorum());
            yield approved.votes();
          }
          case ApprovalStatus.Edited edited -> List.of(edited.by());
          case null, default ->
              approval.status() instanceof ApprovalStatus.Pending pending
                  ? pending.votes()
                  : List.of();
        };
    Set<String> persons = new HashSet<>();
    for (Vote vote : votes) {
      assertThat(persons.add(vote.person())).as("%s counts twice", vote.person()).isTrue();
      assertThat(vote.person()).isNotEqualTo(approval.request().requestedBy());
    }
  }

  /** Keys of payments differ from call to call, so that two that are planned are seen as two. */
  private static void effects(Approval approval, Store store) {
    List<Job> payments =
        store.jobs(JobQuery.of(approval.subject()).kinds(Set.of("pay")).limit(10_000)).stream()
            .filter(job -> job.name().startsWith("pay:" + approval.id() + "@"))
            .toList();
    assertThat(payments).hasSize(approval.granted().isPresent() ? 1 : 0);
  }

  private static void timer(Approval approval, Store store) {
    List<Job> timers =
        store.jobs(JobQuery.of(approval.subject()).name(ApprovalTimer.name(approval.id())));
    assertThat(timers).hasSize(approval.pending() ? 1 : 0);
  }
}
