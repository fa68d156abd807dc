package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.Append.Outcome;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.OutboxItem;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What a {@link dev.atom.store.Store} must do besides if what it holds outlives it: all of {@link
 * StoreContract}, and everything is there after it was closed and opened again. {@link #open} gives
 * the same data when it is called again within a test.
 */
public abstract class DurableStoreContract extends StoreContract {
  /** For subclasses; the test framework makes the instances, one per test. */
  protected DurableStoreContract() {}

  @Test
  void eventsAndVersionsOutliveTheStore() {
    append(CASE, "a", "b");
    reopen();
    assertEquals(List.of("a", "b"), texts(CASE));
    refused(VersionConflict.class, Append.to(CASE).expect(1).event(event("late")).build());
    assertEquals(3, append(CASE, "c"));
  }

  @Test
  void uniqueKeysOutliveTheStore() {
    UniqueKey key = new UniqueKey("acme", "message:email", "m");
    store().append(Append.to(CASE).unique(key, "message-1").effect("k", "r", data("x")).build());
    reopen();
    assertEquals(Optional.of("message-1"), store().find(key));
    refused(UniqueKeyTaken.class, Append.to(CASE).unique(key, "message-2").build());
    refused(UniqueKeyTaken.class, Append.to(CASE).effect("k", "r", data("x")).build());
  }

  @Test
  void claimsAndSettlementsOutliveTheStore() {
    send("claimed", "delivered", "retried");
    timer(CASE, "claimed", now());
    assertEquals(3, claimedKeys().size());
    assertEquals(List.of("claimed"), claimedPurposes());
    settle("delivered", Outcome.DELIVERED);
    store().append(Append.to(CASE).retry("retried", MINUTE.multipliedBy(2)).build());
    timer(CASE, "later", now().plus(MINUTE.multipliedBy(2)));
    reopen();
    assertEquals(List.of(), claimedKeys());
    assertEquals(List.of(), claimedPurposes());
    advance(MINUTE);
    List<OutboxItem> again = store().claimOutbox("w", REPLY, 10, MINUTE);
    assertEquals(List.of("claimed"), again.stream().map(OutboxItem::key).toList());
    assertEquals(2, again.get(0).state().attempts());
    assertEquals(List.of("claimed"), claimedPurposes());
    settle("claimed", Outcome.DELIVERED);
    advance(MINUTE);
    assertEquals(List.of("retried"), claimedKeys());
    assertEquals(List.of("claimed", "later"), claimedPurposes());
  }

  @Test
  void orderOfTheOutboxOutlivesTheStore() {
    send("a", "b");
    reopen();
    send("c");
    assertEquals(List.of("a", "b", "c"), claimedKeys());
  }

  @Test
  void leasesAndFencesOutliveTheStore() {
    Lease lease = store().acquire("acme", "case", "node-1", MINUTE).orElseThrow();
    reopen();
    assertEquals(Optional.empty(), store().acquire("acme", "case", "node-2", MINUTE));
    store().append(Append.to(CASE).fence(lease).event(event("still held")).build());
    store().release(lease);
    reopen();
    Lease next = store().acquire("acme", "case", "node-2", MINUTE).orElseThrow();
    assertTrue(next.fence() > lease.fence());
    advance(Duration.ofDays(1));
    refused(FenceLost.class, Append.to(CASE).fence(lease).build());
  }
}
