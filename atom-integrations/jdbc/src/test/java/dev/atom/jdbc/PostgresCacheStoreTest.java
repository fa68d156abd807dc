package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.json.Json;
import dev.atom.mock.cache.CacheStoreContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache in PostgreSQL against the contract, and what hosts that share it may rely on. */
class PostgresCacheStoreTest extends CacheStoreContract {
  private static final CacheBounds BOUNDS = CacheBounds.DEFAULT;
  @AutoClose private static final TestPool POOL = TestPool.postgres(10);

  @BeforeEach
  void makeEmpty() {
    PostgresTables.makeEmpty(POOL);
  }

  @Override
  protected CacheStore open(Clock clock, CacheBounds bounds) {
    return JdbcCacheStore.on(POOL, "atom_", bounds, clock);
  }

  @Test
  void oneHostMakesAValueAtATime() throws Exception {
    try (CacheStore one = JdbcCacheStore.on(POOL, BOUNDS);
        CacheStore two = JdbcCacheStore.on(POOL, BOUNDS);
        CacheStore three = JdbcCacheStore.on(POOL, BOUNDS)) {
      oneMakerAtATime(one, two, three);
    }
  }

  @Test
  void timeIsTheServersUnlessTold() {
    CacheKey key = new CacheKey("acme", "k");
    try (CacheStore store = JdbcCacheStore.on(POOL, BOUNDS)) {
      CacheClaim claim = store.claim(key, Optional.empty(), Duration.ofMinutes(1));
      assertThat(store.put(claim, Json.of(1), Duration.ofMinutes(1))).isTrue();
      CacheLookup.Found found = store.find(key).orElseThrow();
      assertThat(found.storedAt())
          .isBetween(
              Instant.now().minus(1, ChronoUnit.MINUTES),
              Instant.now().plus(1, ChronoUnit.MINUTES));
    }
  }

  @Test
  void hostsThatTrimAndEraseAtOnceDoNotFail() throws Exception {
    CacheBounds small = new CacheBounds(20, 100_000);
    List<Future<?>> all = new ArrayList<>();
    try (CacheStore one = JdbcCacheStore.on(POOL, small);
        CacheStore two = JdbcCacheStore.on(POOL, small);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 8; t++) {
        CacheStore store = t % 2 == 0 ? one : two;
        String user = "user" + t;
        all.add(threads.submit(() -> fillAndErase(store, user)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      one.put(
          one.claim(new CacheKey("acme", "last"), Optional.empty(), Duration.ofHours(1)),
          Json.of(1),
          Duration.ofHours(1));
      assertThat(kept(one)).isLessThanOrEqualTo(20);
    }
  }

  private static void fillAndErase(CacheStore store, String user) {
    for (int i = 0; i < 40; i++) {
      CacheKey key = new CacheKey("acme", "k" + i);
      store.put(
          store.claim(key, Optional.of(user), Duration.ofHours(1)),
          Json.of(i),
          Duration.ofHours(1));
      if (i % 10 == 9) {
        store.removeUser("acme", user);
        store.purge();
      }
    }
  }

  private static int kept(CacheStore store) {
    int kept = store.find(new CacheKey("acme", "last")).isPresent() ? 1 : 0;
    for (int i = 0; i < 40; i++) {
      kept += store.find(new CacheKey("acme", "k" + i)).isPresent() ? 1 : 0;
    }
    return kept;
  }
}
