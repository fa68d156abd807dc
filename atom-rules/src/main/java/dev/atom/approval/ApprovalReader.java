package dev.atom.approval;

import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads one approval from the end of its subject: what waits is seldom far back. */
final class ApprovalReader {
  private static final int PAGE = 100;

  private final Store store;

  ApprovalReader(Store store) {
    this.store = store;
  }

  /**
   * An approval at a version.
   *
   * @param approval the approval
   * @param version the subject's version
   * @param since what happened after the version that the proposal was made on
   */
  record Reading(Approval approval, long version, List<Event> since) {}

  Optional<Reading> read(Subject subject, String id) {
    List<Event> newestFirst = new ArrayList<>();
    Optional<Event> opening = Optional.empty();
    EventRange range = EventRange.last(PAGE);
    boolean more = true;
    while (more) {
      List<Event> page = store.read(subject, range);
      for (Event event : page.reversed()) {
        newestFirst.add(event);
        opening = opens(event, id) ? Optional.of(event) : opening;
      }
      more = page.size() == PAGE && !enough(opening, page.getFirst().version());
      range = more ? EventRange.lastBefore(page.getFirst().version(), PAGE) : range;
    }
    return opening.map(event -> fold(subject, event, newestFirst));
  }

  private static boolean opens(Event event, String id) {
    return event.type().equals(ApprovalEvents.REQUESTED) && ApprovalEvents.id(event).equals(id);
  }

  /** Enough is read once everything since the version it was made on is. */
  private static boolean enough(Optional<Event> opening, long first) {
    return opening
        .filter(event -> first <= Form.number(event.data(), "madeOn", event.version()) + 1)
        .isPresent();
  }

  private static Reading fold(Subject subject, Event opening, List<Event> newestFirst) {
    List<Event> events = new ArrayList<>(newestFirst);
    Collections.reverse(events);
    Approval approval = Transitions.opened(subject, opening);
    String id = approval.id();
    List<Event> since = new ArrayList<>();
    for (Event event : events) {
      if (event.version() > opening.version() && ApprovalEvents.id(event).equals(id)) {
        approval = Transitions.after(approval, event);
      }
      if (event.version() > approval.madeOn()) {
        since.add(event);
      }
    }
    return new Reading(approval, events.getLast().version(), since);
  }
}
