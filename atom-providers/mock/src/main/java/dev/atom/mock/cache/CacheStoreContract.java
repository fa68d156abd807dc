package dev.atom.mock.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CacheStore} must do, as tests; a store's test class extends it and says how to open
 * the store.
 */
public abstract class CacheStoreContract {
  private static final CacheKey KEY = new CacheKey("acme", "k");
  private static final Optional<String> NOBODY = Optional.empty();
  private static final Optional<String> ANN = Optional.of("ann");
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Json VALUE =
      Json.object().put("text", "a \"b\" \u0000 \uD83D\uDE80").build();
  private static final int KEYS = 20;

  /** The time of the test's store. */
  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");

  private @Nullable CacheStore store;

  /** For subclasses; the test framework makes the instances, one per test. */
  protected CacheStoreContract() {}

  /**
   * Opens a store that keeps nothing yet.
   *
   * @param clock what it takes the time from
   * @param bounds how much it keeps
   * @return the store, closed by the suite
   */
  protected abstract CacheStore open(Clock clock, CacheBounds bounds);

  /** Opens the test's store. */
  @BeforeEach
  final void openStore() {
    store = open(clock, CacheBounds.DEFAULT);
  }

  /** Closes the test's store. */
  @AfterEach
  final void closeStore() {
    store().close();
  }

  private CacheStore store() {
    return Objects.requireNonNull(store, "opened before each test");
  }

  private CacheClaim claim(CacheKey key, Optional<String> user) {
    return assertInstanceOf(
            CacheLookup.Claimed.class, store().findOrClaim(key, user, LEASE), key.toString())
        .claim();
  }

  private void put(CacheKey key, Optional<String> user) {
    assertTrue(store().put(claim(key, user), VALUE, DAY));
  }

  private boolean has(CacheKey key) {
    return store().find(key).isPresent();
  }

  /** A value is found as it was put, with its time. */
  @Test
  final void findsWhatWasPut() {
    Instant stored = clock.instant();
    assertFalse(has(KEY));
    put(KEY, NOBODY);
    clock.advance(Duration.ofHours(1));
    CacheLookup.Found found = store().find(KEY).orElseThrow();
    assertEquals(VALUE, found.value());
    assertEquals(stored, found.storedAt());
    assertEquals(found, store().findOrClaim(KEY, ANN, LEASE));
    assertFalse(has(new CacheKey("acme", "other")));
  }

  /** One tenant never finds what is another's. */
  @Test
  final void aKeyIsItsTenantsAlone() {
    put(KEY, NOBODY);
    assertFalse(has(new CacheKey("other", "k")));
    assertInstanceOf(
        CacheLookup.Claimed.class, store().findOrClaim(new CacheKey("other", "k"), NOBODY, LEASE));
  }

  /** A value ends with its time to live. */
  @Test
  final void aValueEndsWithItsTime() {
    put(KEY, NOBODY);
    clock.advance(DAY.minusMillis(1));
    assertTrue(has(KEY));
    clock.advance(Duration.ofMillis(1));
    assertFalse(has(KEY));
    claim(KEY, NOBODY);
  }

  /** Only one may make a value at a time. */
  @Test
  final void othersAreToldWhoIsBusy() {
    claim(KEY, NOBODY);
    clock.advance(Duration.ofSeconds(20));
    assertEquals(
        new CacheLookup.Busy(Duration.ofSeconds(100)), store().findOrClaim(KEY, ANN, LEASE));
    assertFalse(has(KEY));
  }

  /** A released claim can be made by another, also twice. */
  @Test
  final void aReleasedKeyIsFree() {
    CacheClaim first = claim(KEY, NOBODY);
    store().release(first);
    CacheClaim second = claim(KEY, NOBODY);
    store().release(first);
    assertInstanceOf(CacheLookup.Busy.class, store().findOrClaim(KEY, NOBODY, LEASE));
    assertTrue(store().put(second, VALUE, DAY));
    store().release(second);
    assertTrue(has(KEY), "a release after the put removes nothing");
  }

  /** A dead maker blocks nobody, and one that is only slow can't overwrite its follower's value. */
  @Test
  final void aClaimLapsesAndItsLateValueIsDropped() {
    CacheClaim slow = claim(KEY, NOBODY);
    clock.advance(LEASE);
    CacheClaim follower = claim(KEY, NOBODY);
    assertFalse(store().put(slow, Json.of("late"), DAY));
    assertInstanceOf(CacheLookup.Busy.class, store().findOrClaim(KEY, NOBODY, LEASE));
    assertTrue(store().put(follower, VALUE, DAY));
    assertFalse(store().put(slow, Json.of("later"), DAY));
    assertFalse(store().put(follower, Json.of("twice"), DAY));
    assertEquals(VALUE, store().find(KEY).orElseThrow().value());
  }

  /** Nobody was quicker: the value of a lapsed claim is as good as any. */
  @Test
  final void aLateValueThatNobodyElseMakesIsKept() {
    CacheClaim slow = claim(KEY, NOBODY);
    clock.advance(LEASE.plusHours(1));
    assertTrue(store().put(slow, VALUE, DAY));
    assertTrue(has(KEY));
  }

  /** A value that is made anew is found in its old form until it is there. */
  @Test
  final void refreshingKeepsTheOldValueUntilTheNewOneIsThere() {
    put(KEY, NOBODY);
    CacheClaim first = store().claim(KEY, NOBODY, LEASE);
    CacheClaim second = store().claim(KEY, NOBODY, LEASE);
    assertFalse(store().put(first, Json.of("overtaken"), DAY));
    assertEquals(VALUE, store().find(KEY).orElseThrow().value());
    assertTrue(store().put(second, Json.of("new"), DAY));
    assertEquals(Json.of("new"), store().find(KEY).orElseThrow().value());
    store().release(store().claim(KEY, NOBODY, LEASE));
    assertTrue(has(KEY), "a release without a value leaves the old one");
  }

  /** A claim of before doesn't become valid again with the key. */
  @Test
  final void aRemovedClaimStaysVoidWhenTheKeyIsClaimedAgain() {
    CacheClaim before = claim(KEY, NOBODY);
    store().remove(KEY);
    CacheClaim after = claim(KEY, NOBODY);
    assertFalse(store().put(before, VALUE, DAY));
    store().release(before);
    assertTrue(store().put(after, VALUE, DAY));
    store().remove(KEY);
    assertFalse(has(KEY));
  }

  /** Nothing of a tenant is left, nor comes later. */
  @Test
  final void removesAllOfATenant() {
    CacheKey other = new CacheKey("other", "k");
    CacheKey making = new CacheKey("acme", "making");
    put(KEY, ANN);
    put(other, ANN);
    CacheClaim claim = claim(making, NOBODY);
    store().removeTenant("acme");
    assertFalse(store().put(claim, VALUE, DAY));
    assertFalse(has(KEY));
    assertFalse(has(making));
    assertTrue(has(other));
  }

  /** Nothing of a user is left, nor comes later; others keep theirs. */
  @Test
  final void removesAllOfAUser() {
    List<CacheKey> others =
        List.of(new CacheKey("acme", "bob"), new CacheKey("acme", "all"), new CacheKey("b", "ann"));
    put(KEY, ANN);
    put(others.get(0), Optional.of("bob"));
    put(others.get(1), NOBODY);
    put(others.get(2), ANN);
    CacheKey making = new CacheKey("acme", "making");
    CacheClaim claim = claim(making, ANN);
    store().removeUser("acme", "ann");
    assertFalse(store().put(claim, VALUE, DAY));
    assertFalse(has(KEY));
    assertFalse(has(making));
    others.forEach(key -> assertTrue(has(key), key.toString()));
  }

  /** What is over is cleared away, and what lives is not. */
  @Test
  final void purgesWhatIsOver() {
    put(KEY, NOBODY);
    claim(new CacheKey("acme", "lapsing"), NOBODY);
    CacheKey living = new CacheKey("acme", "living");
    clock.advance(DAY.minusSeconds(30));
    put(living, NOBODY);
    CacheClaim held = claim(new CacheKey("acme", "held"), NOBODY);
    clock.advance(Duration.ofSeconds(30));
    store().purge();
    assertEquals(0, store().purge());
    assertTrue(has(living));
    assertTrue(store().put(held, VALUE, DAY));
  }

  /** The least recently used values leave. */
  @Test
  final void keepsNoMoreEntriesThanItMay() {
    try (CacheStore small = open(clock, new CacheBounds(2, 1_000))) {
      for (String name : List.of("a", "b", "c")) {
        small.find(new CacheKey("acme", "a"));
        clock.advance(Duration.ofMinutes(2));
        fill(small, name, VALUE);
        clock.advance(Duration.ofMinutes(2));
      }
      assertTrue(small.find(new CacheKey("acme", "a")).isPresent());
      assertTrue(small.find(new CacheKey("acme", "b")).isEmpty());
      assertTrue(small.find(new CacheKey("acme", "c")).isPresent());
    }
  }

  /** The sizes count, also of a value that takes another's place. */
  @Test
  final void keepsNoMoreBytesThanItMay() {
    try (CacheStore small = open(clock, new CacheBounds(100, 20))) {
      fill(small, "a", Json.of("12345678"));
      clock.advance(Duration.ofMinutes(2));
      fill(small, "b", Json.of("12345678"));
      clock.advance(Duration.ofMinutes(2));
      assertTrue(small.find(new CacheKey("acme", "a")).isPresent(), "20 bytes");
      clock.advance(Duration.ofMinutes(2));
      fill(small, "a", Json.of("123456789"));
      assertTrue(small.find(new CacheKey("acme", "b")).isEmpty());
      assertTrue(small.find(new CacheKey("acme", "a")).isPresent());
      CacheClaim large = small.claim(new CacheKey("acme", "c"), NOBODY, LEASE);
      assertFalse(small.put(large, Json.of("\u00E4".repeat(10)), DAY), "22 bytes in UTF-8");
      assertInstanceOf(
          CacheLookup.Claimed.class, small.findOrClaim(large.key(), NOBODY, LEASE), "it is over");
      assertTrue(small.find(new CacheKey("acme", "a")).isPresent());
    }
  }

  private static void fill(CacheStore store, String name, Json value) {
    CacheKey key = new CacheKey("acme", name);
    assertTrue(store.put(store.claim(key, NOBODY, LEASE), value, DAY));
  }

  /** Times must be of use. */
  @Test
  final void refusesTimesThatMakeNoSense() {
    for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(40_000))) {
      assertThrows(IllegalArgumentException.class, () -> store().findOrClaim(KEY, NOBODY, time));
      assertThrows(IllegalArgumentException.class, () -> store().claim(KEY, NOBODY, time));
      CacheClaim claim = store().claim(KEY, NOBODY, LEASE);
      assertThrows(IllegalArgumentException.class, () -> store().put(claim, VALUE, time));
    }
  }

  /** However many ask at once. */
  @Test
  final void oneMakesAValueAtATime() throws Exception {
    oneMakerAtATime(store());
  }

  /**
   * Has many threads ask stores that share their values, and checks that of each key one at a time
   * makes the value, though makers fail, and that no claim is left.
   *
   * @param stores at least one, all with the same values
   * @throws Exception if a thread fails
   */
  protected static void oneMakerAtATime(CacheStore... stores) throws Exception {
    long seed = Long.getLong("atom.seed", new Random().nextLong());
    AtomicIntegerArray making = new AtomicIntegerArray(KEYS);
    AtomicIntegerArray made = new AtomicIntegerArray(KEYS);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 12; t++) {
        CacheStore own = stores[t % stores.length];
        Random random = new Random(seed + t);
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < KEYS; i++) {
                    awaitValue(own, i, random, making, made);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    for (int i = 0; i < KEYS; i++) {
      assertEquals(1, made.get(i), "seed " + seed);
    }
  }

  private static void awaitValue(
      CacheStore store, int i, Random random, AtomicIntegerArray making, AtomicIntegerArray made) {
    CacheKey key = new CacheKey("acme", "key" + i);
    while (true) {
      switch (store.findOrClaim(key, NOBODY, Duration.ofHours(1))) {
        case CacheLookup.Found found -> {
          assertEquals(Json.of(i), found.value());
          return;
        }
        case CacheLookup.Busy busy -> LockSupport.parkNanos(1_000);
        case CacheLookup.Claimed claimed -> {
          assertEquals(1, making.incrementAndGet(i), "makers at once");
          boolean fails = random.nextInt(3) == 0;
          made.addAndGet(i, fails ? 0 : 1);
          making.decrementAndGet(i);
          if (fails) {
            store.release(claimed.claim());
          } else {
            assertTrue(store.put(claimed.claim(), Json.of(i), DAY));
          }
        }
      }
    }
  }
}
