package dev.atom.approval;

import dev.atom.store.Event;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * All approvals of a subject, folded from its events. Events of other types are passed over, so that
 * whoever folds a subject anyway can hand on every event. Not thread-safe.
 */
public final class ApprovalLedger {
  private static final int PAGE = 500;

  private final Subject subject;
  private final BiFunction<Approval, Event, Optional<String>> staleness;
  private final Map<String, Approval> approvals = new LinkedHashMap<>();

  private ApprovalLedger(Subject subject, BiFunction<Approval, Event, Optional<String>> staleness) {
    this.subject = subject;
    this.staleness = staleness;
  }

  /**
   * Returns the ledger of a subject nothing of which is folded yet.
   *
   * @param subject whose events will be folded
   * @return an empty ledger
   */
  public static ApprovalLedger of(Subject subject) {
    return new ApprovalLedger(subject, (approval, event) -> Optional.empty());
  }

  /**
   * Returns the ledger of a subject, in which a pending approval is superseded as soon as an event
   * makes it stale, whether or not anybody has written that down yet.
   *
   * @param subject whose events will be folded
   * @param staleness what an event supersedes, as {@link ApprovalHandler#supersededBy}
   * @return an empty ledger
   */
  public static ApprovalLedger of(
      Subject subject, BiFunction<Approval, Event, Optional<String>> staleness) {
    return new ApprovalLedger(subject, staleness);
  }

  /**
   * Reads a subject's whole history.
   *
   * @param store keeps it
   * @param subject whose
   * @return the ledger as it is now
   */
  public static ApprovalLedger read(Store store, Subject subject) {
    ApprovalLedger ledger = of(subject);
    long version = 0;
    List<Event> page = store.read(subject, version, PAGE);
    while (!page.isEmpty()) {
      page.forEach(ledger::fold);
      version = page.getLast().version();
      page = page.size() < PAGE ? List.of() : store.read(subject, version, PAGE);
    }
    return ledger;
  }

  /**
   * Takes an event into account.
   *
   * @param event the subject's next event, of any type
   */
  public void fold(Event event) {
    approvals.replaceAll((id, approval) -> stale(approval, event));
    String id = ApprovalEvents.id(event);
    if (event.type().equals(ApprovalEvents.REQUESTED)) {
      approvals.computeIfAbsent(id, absent -> Transitions.opened(subject, event));
    } else if (!id.isEmpty()) {
      approvals.computeIfPresent(id, (known, approval) -> Transitions.after(approval, event));
    }
  }

  private Approval stale(Approval approval, Event event) {
    if (!approval.pending()) {
      return approval;
    }
    return staleness
        .apply(approval, event)
        .map(by -> approval.in(new ApprovalStatus.Superseded(by, event.at())))
        .orElse(approval);
  }

  /**
   * Finds an approval.
   *
   * @param id its id
   * @return empty if it was never asked for
   */
  public Optional<Approval> find(String id) {
    return Optional.ofNullable(approvals.get(id));
  }

  /**
   * Returns all approvals.
   *
   * @return in the order in which they were asked for
   */
  public List<Approval> all() {
    return List.copyOf(approvals.values());
  }

  /**
   * Returns what waits.
   *
   * @return in the order in which it was asked for
   */
  public List<Approval> pending() {
    Collection<Approval> all = approvals.values();
    return all.stream().filter(Approval::pending).toList();
  }
}
