package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Leases, their end, and their fences. */
abstract class LeaseTests extends KeyTests {
  @Test
  void leaseKeepsOthersOutUntilItEnds() {
    Lease lease = acquire("node-1");
    assertEquals(
        new Lease("acme", "case/4711", "node-1", lease.fence(), now().plus(MINUTE)), lease);
    advance(MINUTE.minus(MICRO));
    assertEquals(Optional.empty(), tried("node-2"));
    advance(MICRO);
    assertTrue(acquire("node-2").fence() > lease.fence());
    assertEquals(Optional.empty(), tried("node-1"));
  }

  @Test
  void sameOwnerLengthensItUnderTheSameFence() {
    Lease lease = acquire("node-1");
    advance(MINUTE.dividedBy(2));
    Lease longer = acquire("node-1");
    assertEquals(lease.fence(), longer.fence());
    assertEquals(now().plus(MINUTE), longer.until());
    advance(MINUTE.dividedBy(2));
    assertEquals(Optional.empty(), tried("node-2"));
    append(Append.to(CASE).fence(lease).event(event("under the first one's name")));
  }

  @Test
  void shorterTimeDoesNotShortenIt() {
    Lease lease = acquire("node-1");
    Lease again =
        store().acquire("acme", "case/4711", "node-1", Duration.ofSeconds(1)).orElseThrow();
    assertEquals(lease, again);
  }

  @Test
  void ownerWhoComesBackAfterTheEndHasAHigherFence() {
    Lease lease = acquire("node-1");
    advance(MINUTE);
    Lease again = acquire("node-1");
    assertTrue(again.fence() > lease.fence());
    assertThrows(FenceLost.class, () -> append(Append.to(CASE).fence(lease)));
    append(Append.to(CASE).fence(again).event(event("ok")));
  }

  @Test
  void staleFenceIsRefusedAfterTakeover() {
    Lease first = acquire("node-1");
    append(Append.to(CASE).fence(first).event(event("a")));
    advance(MINUTE);
    Lease second = acquire("node-2");
    assertThrows(FenceLost.class, () -> append(Append.to(CASE).fence(first).event(event("b"))));
    append(Append.to(CASE).fence(second).event(event("c")));
    assertEquals(List.of("a", "c"), texts(CASE));
  }

  @Test
  void releasedLeaseIsFreeAndItsFenceIsLost() {
    Lease first = acquire("node-1");
    store().release(first);
    assertThrows(FenceLost.class, () -> append(Append.to(CASE).fence(first)));
    Lease second = acquire("node-2");
    assertTrue(second.fence() > first.fence());
    store().release(second);
    assertTrue(acquire("node-2").fence() > second.fence());
  }

  @Test
  void lateReleaseDoesNotTouchTheNextHolder() {
    Lease first = acquire("node-1");
    advance(MINUTE);
    Lease second = acquire("node-2");
    store().release(first);
    store().release(new Lease("acme", "never leased", "node-1", 1, now()));
    append(Append.to(CASE).fence(second).event(event("still held")));
    assertEquals(Optional.empty(), tried("node-3"));
  }

  @Test
  void leaseOfAnotherTenantOrNameIsAnotherLease() {
    acquire("node-1");
    assertTrue(store().acquire("other", "case/4711", "node-2", MINUTE).isPresent());
    assertTrue(store().acquire("acme", "case/4712", "node-2", MINUTE).isPresent());
  }

  @Test
  void fenceIsTheInstantInMicrosecondsAndNeverLessThanTheLast() {
    Lease first = acquire("node-1");
    assertEquals(ChronoUnit.MICROS.between(Instant.EPOCH, now()), first.fence());
    store().release(first);
    assertEquals(first.fence() + 1, acquire("node-2").fence());
    advance(MINUTE.multipliedBy(2));
    Lease third = acquire("node-1");
    assertEquals(ChronoUnit.MICROS.between(Instant.EPOCH, now()), third.fence());
    store().release(third);
    advance(MICRO);
    assertTrue(acquire("node-1").fence() > third.fence());
  }

  @Test
  void fenceOfALeaseIsGoodForAppendsToAnySubject() {
    Lease lease = acquire("node-1");
    store().append(Append.to(of("other", "1")).fence(lease).event(event("x")).build());
    assertEquals(List.of("x"), texts(of("other", "1")));
  }

  @Test
  void leaseThatOnlyLooksLikeTheHeldOneIsNone() {
    Lease held = acquire("node-1");
    for (Lease other :
        List.of(
            new Lease("acme", "case/4711", "node-1", held.fence() + 1, held.until()),
            new Lease("acme", "case/4711", "node-2", held.fence(), held.until()),
            new Lease("acme", "case/4712", "node-1", held.fence(), held.until()),
            new Lease("other", "case/4711", "node-1", held.fence(), held.until()))) {
      assertThrows(FenceLost.class, () -> append(Append.to(CASE).fence(other).event(event("x"))));
      store().release(other);
    }
    append(Append.to(CASE).fence(held).event(event("still held")));
  }

  @Test
  void refusesTimesOfLessThanAMicrosecondAndOfMoreThanACentury() {
    Duration tooShort = Duration.ofNanos(999); // over before it begins, to the microsecond
    for (Duration time :
        List.of(Duration.ZERO, tooShort, MINUTE.negated(), Duration.ofDays(36_501))) {
      assertThrows(
          IllegalArgumentException.class, () -> store().acquire("acme", "x", "node-1", time));
    }
  }

  private Lease acquire(String owner) {
    return tried(owner).orElseThrow();
  }

  private Optional<Lease> tried(String owner) {
    return store().acquire("acme", "case/4711", owner, MINUTE);
  }

  private void append(Append.Builder append) {
    store().append(append.build());
  }
}
