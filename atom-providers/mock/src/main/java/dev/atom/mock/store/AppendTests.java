package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.OutboxItem;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Events, versions, unique keys, and that an append is written whole or not at all. */
abstract class AppendTests extends StoreFixture {
  private static final UniqueKey KEY = new UniqueKey("acme", "message:email", "<1@example.org>");

  @Test
  void subjectWithoutEventsHasVersionZero() {
    assertEquals(0, store().version(CASE));
    assertEquals(List.of(), store().read(CASE, 0, 10));
    assertEquals(0, store().append(Append.to(CASE).expect(0).build()));
  }

  @Test
  void appendReturnsTheVersionOfTheLastEvent() {
    assertEquals(2, append(CASE, "a", "b"));
    assertEquals(3, append(CASE, "c"));
    assertEquals(3, store().version(CASE));
  }

  @Test
  void eventsComeBackAsTheyWereInOrderAndWithoutGaps() {
    Json.Obj rich =
        Json.object()
            .put("price", Json.of(new BigDecimal("12345678901234567890.123456789")))
            .put("text", "naïve 漢字 🦊 \u0000 \ud83d end")
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
  void readsPageByPageBehindAVersion() {
    append(CASE, "a", "b", "c", "d", "e");
    List<Event> page = store().read(CASE, 1, 2);
    assertEquals(List.of("b", "c"), page.stream().map(StoreFixture::text).toList());
    assertEquals(List.of(2L, 3L), page.stream().map(Event::version).toList());
    assertEquals(2, store().read(CASE, 3, 100).size());
    assertEquals(List.of(), store().read(CASE, 5, 1));
    assertEquals(List.of(), store().read(CASE, Long.MAX_VALUE, Integer.MAX_VALUE));
  }

  @Test
  void refusesLimitsBelowOneAndVersionsBelowZero() {
    assertThrows(IllegalArgumentException.class, () -> store().read(CASE, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> store().read(CASE, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> store().claimOutbox("w", REPLY, 0, MINUTE));
    assertThrows(
        IllegalArgumentException.class, () -> store().claimTimers("w", PURPOSES, 0, MINUTE));
  }

  @Test
  void subjectsThatDifferInOnePartShareNothing() {
    append(CASE, "mine");
    append(new Subject("other", "case", "4711"), "tenant");
    append(new Subject("acme", "run", "4711"), "kind");
    append(new Subject("acme", "case", "4712"), "id");
    assertEquals(List.of("mine"), texts(CASE));
  }

  @Test
  void otherVersionThanExpectedIsRefused() {
    append(CASE, "a", "b");
    Append late = Append.to(CASE).expect(1).event(event("late")).build();
    VersionConflict conflict = refused(VersionConflict.class, late);
    assertEquals(1, conflict.expected());
    assertEquals(2, conflict.actual());
    assertEquals(3, store().append(Append.to(CASE).expect(2).event(event("c")).build()));
  }

  @Test
  void uniqueKeyIsTakenOnceAndTheSecondLearnsTheHolder() {
    assertEquals(Optional.empty(), store().find(KEY));
    store().append(Append.to(CASE).unique(KEY, "message-1").build());
    assertEquals(Optional.of("message-1"), store().find(KEY));
    UniqueKeyTaken taken =
        refused(UniqueKeyTaken.class, Append.to(subject("2")).unique(KEY, "message-2").build());
    assertEquals(KEY, taken.key());
    assertEquals("message-1", taken.holder());
    assertEquals(Optional.of("message-1"), store().find(KEY));
  }

  @Test
  void sameKeyInAnotherTenantOrSpaceIsFree() {
    store().append(Append.to(CASE).unique(KEY, "1").build());
    UniqueKey space = new UniqueKey("acme", "message:sms", KEY.key());
    UniqueKey tenant = new UniqueKey("other", KEY.space(), KEY.key());
    store().append(Append.to(CASE).unique(space, "2").unique(tenant, "").build());
    assertEquals(Optional.of("2"), store().find(space));
    assertEquals(Optional.of(""), store().find(tenant));
  }

  @Test
  void effectTakesAUniqueKeyOfTheSpaceOutbox() {
    send("k");
    UniqueKey key = new UniqueKey("acme", "outbox", "k");
    assertEquals(Optional.of(CASE.toString()), store().find(key));
    Append again = Append.to(subject("2")).effect("k", "reply", data("again")).build();
    UniqueKeyTaken taken = refused(UniqueKeyTaken.class, again);
    assertEquals(key, taken.key());
    assertEquals(CASE.toString(), taken.holder());
    store()
        .append(
            Append.to(new Subject("other", "case", "1")).effect("k", "reply", data("x")).build());
    assertEquals(List.of("k", "k"), claimedKeys());
  }

  @Test
  void sameEffectTwiceInOneAppendIsRefusedWhole() {
    Append twice =
        Append.to(CASE)
            .event(event("a"))
            .effect("k", "reply", data("1"))
            .effect("k", "reply", data("2"))
            .build();
    refused(UniqueKeyTaken.class, twice);
    assertNothingWritten();
  }

  @Test
  void versionConflictWritesNothing() {
    refused(VersionConflict.class, everything(append -> append.expect(7)));
    assertNothingWritten();
  }

  @Test
  void takenUniqueKeyWritesNothing() {
    UniqueKey held = new UniqueKey("acme", "message:sms", "held");
    store().append(Append.to(subject("holder")).unique(held, "x").build());
    refused(UniqueKeyTaken.class, everything(append -> append.unique(held, "y")));
    assertNothingWritten();
  }

  @Test
  void takenEffectKeyWritesNothing() {
    store().append(Append.to(subject("holder")).effect("held", "reply", data("x")).build());
    settle("held", Append.Outcome.DELIVERED);
    refused(UniqueKeyTaken.class, everything(append -> append.effect("held", "reply", data("y"))));
    assertNothingWritten();
  }

  @Test
  void lostFenceWritesNothing() {
    Lease lease = store().acquire("acme", "case/4711", "node-1", MINUTE).orElseThrow();
    advance(MINUTE);
    refused(FenceLost.class, everything(append -> append.fence(lease)));
    assertNothingWritten();
  }

  @Test
  void settlementOfAnUnknownEffectWritesNothing() {
    Append append = everything(a -> a.settle("never sent", Append.Outcome.DELIVERED));
    assertThrows(IllegalArgumentException.class, () -> store().append(append));
    assertNothingWritten();
  }

  @Test
  void fenceCountsBeforeVersionAndVersionBeforeKeys() {
    Lease lease = store().acquire("acme", "case/4711", "node-1", MINUTE).orElseThrow();
    store().append(Append.to(CASE).unique(KEY, "1").build());
    refused(VersionConflict.class, Append.to(CASE).fence(lease).expect(1).unique(KEY, "2").build());
    store().release(lease);
    refused(FenceLost.class, Append.to(CASE).fence(lease).expect(1).unique(KEY, "2").build());
  }

  @Test
  void hostileIdsStayApartAndComeBackUnchanged() {
    List<String> ids =
        List.of(
            "'; DROP TABLE atom_events; --",
            "\"quoted\"",
            "100%",
            "100_",
            "a",
            "A",
            " a",
            "é",
            "e\u0301",
            "🦊",
            "漢字",
            "\\",
            "?1",
            "${prefix}",
            "x".repeat(200));
    for (String id : ids) {
      Append.Builder append =
          Append.to(new Subject(id, id, id))
              .expect(0)
              .event(new NewEvent(id, data(id), id, Optional.of(id)))
              .effect(id, id, data(id))
              .timer(id, now(), data(id));
      store().append(append.unique(new UniqueKey(id, id, id), id).build());
    }
    for (String id : ids) {
      Subject subject = new Subject(id, id, id);
      NewEvent written = new NewEvent(id, data(id), id, Optional.of(id));
      assertEquals(List.of(new Event(1, now(), written)), store().read(subject, 0, 10));
      assertEquals(Optional.of(id), store().find(new UniqueKey(id, id, id)));
      assertEquals(1, store().acquire(id, id, id, MINUTE).orElseThrow().fence());
    }
    List<OutboxItem> items = store().claimOutbox("'", Set.copyOf(ids), 100, MINUTE);
    assertEquals(ids, items.stream().map(OutboxItem::key).toList());
    assertEquals(ids.size(), store().claimTimers("'", Set.copyOf(ids), 100, MINUTE).size());
  }

  @Test
  void megabytePayloadsComeBackUnchanged() {
    Json.Obj large = data("é🦊x\"\\".repeat(200_000));
    NewEvent event = new NewEvent("large", large, "tester", Optional.empty());
    Append append =
        Append.to(CASE).event(event).effect("k", "reply", large).timer("a", now(), large).build();
    store().append(append);
    assertEquals(large, store().read(CASE, 0, 1).get(0).data());
    assertEquals(large, store().claimOutbox("w", REPLY, 1, MINUTE).get(0).payload());
    assertEquals(large, store().claimTimers("w", PURPOSES, 1, MINUTE).get(0).payload());
  }

  @Test
  void closesTwiceAndRefusesCallsAfterwards() {
    store().close();
    store().close();
    assertThrows(IllegalStateException.class, () -> append(CASE, "late"));
    assertThrows(IllegalStateException.class, () -> store().read(CASE, 0, 1));
    assertThrows(IllegalStateException.class, () -> store().claimOutbox("w", REPLY, 1, MINUTE));
  }

  /** An append that writes one of everything, and what makes it be refused. */
  private Append everything(Consumer<Append.Builder> fault) {
    Append.Builder append =
        Append.to(CASE)
            .event(event("a"))
            .event(event("b"))
            .effect("fresh", "reply", data("x"))
            .timer("reminder", now(), data("x"))
            .unique(KEY, "fresh");
    fault.accept(append);
    return append.build();
  }

  private void assertNothingWritten() {
    assertEquals(0, store().version(CASE));
    assertEquals(List.of(), store().read(CASE, 0, 10));
    assertEquals(Optional.empty(), store().find(KEY));
    assertEquals(Optional.empty(), store().find(new UniqueKey("acme", "outbox", "fresh")));
    assertEquals(List.of(), claimedKeys());
    assertEquals(List.of(), claimedPurposes());
  }
}
