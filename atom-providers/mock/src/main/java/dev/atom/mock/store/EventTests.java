package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.NewEvent;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.VersionConflict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events, their order, what is forgotten of them, and whose they are. */
abstract class EventTests extends StoreFixture {
  @Test
  void subjectWithoutEventsHasVersionZero() {
    assertEquals(0, store().version(CASE));
    assertEquals(List.of(), store().read(CASE, 0, 10));
    assertEquals(0, store().asOf(CASE, now()));
    assertEquals(0, store().append(Append.to(CASE).expect(0).build()));
  }

  @Test
  void appendReturnsTheVersionOfTheLastEvent() {
    assertEquals(2, append(CASE, "a", "b"));
    assertEquals(3, append(CASE, "c"));
    assertEquals(3, store().append(Append.to(CASE).plan(effect("k")).build()));
    assertEquals(3, store().version(CASE));
  }

  @Test
  void eventsComeBackAsTheyWereInOrderAndWithoutGaps() {
    Json.Obj rich =
        Json.object()
            .put("price", Json.of(new BigDecimal("12345678901234567890.123456789")))
            .put("text", "naïve 漢字 🦊")
            .put("none", Json.NULL)
            .put("list", Json.array(List.of(Json.of(1), Json.of(true))))
            .build();
    NewEvent first = new NewEvent("first", rich, "customer", Optional.empty());
    store().append(Append.to(CASE).event(first).event(event("b")).build());
    assertEquals(
        List.of(new Event(1, now(), first), new Event(2, now(), event("b"))),
        store().read(CASE, 0, 10));
  }

  @Test
  void readsFromBothEndsInTheirOrder() {
    append(CASE, "a", "b", "c", "d", "e");
    assertEquals(List.of("b", "c"), read(EventRange.after(1, 2)));
    assertEquals(List.of("d", "e"), read(EventRange.after(3, 100)));
    assertEquals(List.of(), read(EventRange.after(5, 1)));
    assertEquals(List.of(), read(EventRange.after(Long.MAX_VALUE, Integer.MAX_VALUE)));
    assertEquals(List.of("d", "e"), read(EventRange.last(2)));
    assertEquals(List.of("a", "b", "c", "d", "e"), read(EventRange.last(Integer.MAX_VALUE)));
    assertEquals(List.of("b", "c"), read(EventRange.lastBefore(4, 2)));
    assertEquals(List.of("a"), read(EventRange.lastBefore(2, 2)));
    assertEquals(List.of(), read(EventRange.lastBefore(1, 2)));
    assertEquals(List.of("b", "c"), read(new EventRange(1, 5, 2, false)));
    assertEquals(List.of("c", "d"), read(new EventRange(1, 5, 2, true)));
    assertEquals(List.of("d"), read(new EventRange(3, 5, 2, true)));
    assertEquals(List.of(), read(new EventRange(4, 5, 2, false)));
  }

  @Test
  void forgottenEventsAreGoneAndTheVersionStays() {
    append(CASE, "a", "b", "c", "d");
    assertEquals(4, store().append(Append.to(CASE).forget(2).build()));
    assertEquals(List.of("c", "d"), texts(CASE));
    assertEquals(List.of("c"), read(EventRange.after(0, 1)));
    assertEquals(List.of("c"), read(EventRange.lastBefore(4, 10)));
    assertEquals(4, store().version(CASE));
    store().append(Append.to(CASE).forget(1).build());
    assertEquals(List.of("c", "d"), texts(CASE));
    refused(VersionConflict.class, Append.to(CASE).expect(2).event(event("late")));
    assertEquals(5, store().append(Append.to(CASE).expect(4).event(event("e")).build()));
    assertEquals(5, store().read(CASE, EventRange.last(1)).getFirst().version());
  }

  @Test
  void newestEventIsKeptWhateverIsForgotten() {
    append(CASE, "a", "b");
    store().append(Append.to(CASE).event(event("erased")).forget(Long.MAX_VALUE).build());
    assertEquals(List.of("erased"), texts(CASE));
    assertEquals(3, store().version(CASE));
    store().append(Append.to(CASE).forget(3).build());
    assertEquals(List.of("erased"), texts(CASE));
    assertEquals(0, store().append(Append.to(subject("none")).forget(3).build()));
    assertEquals(1, append(subject("none"), "first"));
  }

  @Test
  void subjectsThatDifferInOnePartShareNothing() {
    append(CASE, "mine");
    append(new Subject("other", "case", "4711"), "tenant");
    append(new Subject("acme", "run", "4711"), "kind");
    append(subject("4712"), "id");
    assertEquals(List.of("mine"), texts(CASE));
    assertEquals(List.of("4711", "4712"), ids("", 10));
  }

  @Test
  void subjectsArePagedInTheOrderOfTheirUtf8Bytes() {
    // The fox is a surrogate pair: in UTF-16 it would come before the last one.
    List<String> ordered = List.of(" a", "10", "9", "A", "B", "a", "a b", "é", "漢", "\uFF5E", "🦊");
    List<String> shuffled = new ArrayList<>(ordered.reversed());
    shuffled.add(shuffled.removeFirst());
    shuffled.forEach(id -> append(subject(id), "x"));
    append(new Subject("acme", "run", "b"), "x");
    append(of("other", "c"), "x");
    assertEquals(ordered, ids("", 100));
    assertEquals(ordered.subList(0, 4), ids("", 4));
    assertEquals(ordered.subList(4, 8), ids("A", 4));
    assertEquals(ordered.subList(8, 11), ids("é", 4));
    assertEquals(ordered.subList(5, 11), ids("C", 100), "begins behind an id that is none");
    assertEquals(List.of(), ids("🦊", 4));
  }

  @Test
  void subjectsTellVersionAndInstantAndLeaveOutThoseWithoutEvents() {
    append(CASE, "a", "b");
    plan(subject("only a job"), effect("k"));
    advance(MINUTE);
    store().append(Append.to(CASE).forget(1).plan(effect("later")).build());
    assertEquals(
        List.of(new SubjectHead(CASE, 2, now().minus(MINUTE))),
        store().subjects("acme", "case", "", 10));
    append(CASE, "c");
    assertEquals(
        List.of(new SubjectHead(CASE, 3, now())), store().subjects("acme", "case", "", 10));
    assertThrows(IllegalArgumentException.class, () -> store().subjects("acme", "case", "", 0));
  }

  @Test
  void versionOfAnInstantIsWhatWasAppendedUpToAndAtIt() {
    Instant start = now();
    for (int i = 1; i <= 20; i++) {
      append(CASE, "a" + i, "b" + i);
      advance(MINUTE);
    }
    assertEquals(0, store().asOf(CASE, start.minus(MICRO)));
    for (int i = 1; i <= 20; i++) {
      Instant at = start.plus(MINUTE.multipliedBy(i - 1L));
      assertEquals(2L * i, store().asOf(CASE, at));
      assertEquals(2L * i, store().asOf(CASE, at.plus(MINUTE).minus(MICRO)));
    }
    store().append(Append.to(CASE).forget(9).build());
    assertEquals(9, store().asOf(CASE, start));
    assertEquals(9, store().asOf(CASE, start.plus(MINUTE.multipliedBy(4)).minus(MICRO)));
    assertEquals(10, store().asOf(CASE, start.plus(MINUTE.multipliedBy(4))));
  }

  @Test
  void instantsNeverGoBackWhereTheClockIsSetBack() {
    Instant start = now();
    append(CASE, "a");
    advance(MINUTE.negated());
    append(CASE, "b");
    append(subject("2"), "its own");
    advance(MINUTE.multipliedBy(3));
    append(CASE, "c");
    assertEquals(
        List.of(start, start, start.plus(MINUTE.multipliedBy(2))),
        store().read(CASE, 0, 10).stream().map(Event::at).toList());
    assertEquals(start.minus(MINUTE), store().read(subject("2"), 0, 1).getFirst().at());
    assertEquals(2, store().asOf(CASE, start));
    assertEquals(3, store().asOf(CASE, now()));
    store().append(Append.to(CASE).forget(3).build());
    advance(MINUTE.multipliedBy(-9));
    append(CASE, "d");
    assertEquals(
        start.plus(MINUTE.multipliedBy(2)),
        store().subjects("acme", "case", "3", 1).getFirst().changedAt());
  }

  private List<String> read(EventRange range) {
    return texts(store().read(CASE, range));
  }

  private List<String> ids(String after, int limit) {
    return store().subjects("acme", "case", after, limit).stream()
        .map(head -> head.subject().id())
        .toList();
  }
}
