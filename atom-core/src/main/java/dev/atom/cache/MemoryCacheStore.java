package dev.atom.cache;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps values in memory, for one process; gone with it. One lock for all, held for less than a
 * microsecond except by removals and purges, which look at every value. Thread-safe.
 */
public final class MemoryCacheStore implements CacheStore {
  private static final Duration BETWEEN_PURGES = Duration.ofMinutes(1);

  private final Clock clock;
  private final CacheBounds bounds;
  private final ReentrantLock lock = new ReentrantLock();

  /** The one not used for longest is the first. */
  private final LinkedHashMap<CacheKey, Kept> values = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<CacheKey, Held> claims = new HashMap<>();
  private long bytes;
  private long tokens;
  private Instant nextPurge;

  private MemoryCacheStore(Clock clock, CacheBounds bounds) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.bounds = Objects.requireNonNull(bounds, "bounds");
    nextPurge = clock.instant().plus(BETWEEN_PURGES);
  }

  private record Kept(CacheLookup.Found found, long bytes, Optional<String> user, Instant ends) {}

  private record Held(String token, Optional<String> user, Instant ends) {}

  /**
   * Returns an empty store.
   *
   * @param clock where the time comes from
   * @param bounds how much it keeps
   * @return the store
   */
  public static MemoryCacheStore create(Clock clock, CacheBounds bounds) {
    return new MemoryCacheStore(clock, bounds);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<CacheLookup.Found> find(CacheKey key) {
    Instant now = clock.instant();
    return locked(() -> alive(key, now));
  }

  private Optional<CacheLookup.Found> alive(CacheKey key, Instant now) {
    Kept kept = values.get(key);
    if (kept == null) {
      return Optional.empty();
    }
    if (!now.isBefore(kept.ends)) {
      drop(key);
      return Optional.empty();
    }
    return Optional.of(kept.found);
  }

  private void drop(CacheKey key) {
    Kept old = values.remove(key);
    if (old != null) {
      bytes -= old.bytes;
    }
  }

  @Override
  public CacheLookup findOrClaim(CacheKey key, Optional<String> user, Duration lease) {
    Instant now = clock.instant();
    Instant ends = after(now, "lease", lease);
    return locked(
        () -> {
          Optional<CacheLookup.Found> found = alive(key, now);
          if (found.isPresent()) {
            return found.get();
          }
          Held held = claims.get(key);
          return held != null && now.isBefore(held.ends)
              ? new CacheLookup.Busy(Duration.between(now, held.ends))
              : new CacheLookup.Claimed(hold(key, user, ends));
        });
  }

  @Override
  public CacheClaim claim(CacheKey key, Optional<String> user, Duration lease) {
    Instant ends = after(clock.instant(), "lease", lease);
    return locked(() -> hold(key, user, ends));
  }

  private CacheClaim hold(CacheKey key, Optional<String> user, Instant ends) {
    String token = Long.toString(++tokens);
    claims.put(key, new Held(token, user, ends));
    return new CacheClaim(key, token);
  }

  @Override
  public boolean put(CacheClaim claim, Json value, Duration timeToLive) {
    Instant now = clock.instant();
    Instant ends = after(now, "timeToLive", timeToLive);
    long size = value.toString().getBytes(StandardCharsets.UTF_8).length;
    return locked(
        () -> {
          Optional<Held> held = end(claim);
          if (held.isEmpty() || size > bounds.bytes()) {
            return false;
          }
          drop(claim.key());
          CacheLookup.Found found = new CacheLookup.Found(value, now);
          values.put(claim.key(), new Kept(found, size, held.get().user, ends));
          bytes += size;
          trim(now);
          return true;
        });
  }

  private Optional<Held> end(CacheClaim claim) {
    Held held = claims.get(claim.key());
    if (held == null || !held.token.equals(claim.token())) {
      return Optional.empty();
    }
    claims.remove(claim.key());
    return Optional.of(held);
  }

  private void trim(Instant now) {
    if (!now.isBefore(nextPurge)) {
      clear(now);
    }
    Iterator<Kept> oldest = values.values().iterator();
    while (values.size() > bounds.entries() || bytes > bounds.bytes()) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  @Override
  public void release(CacheClaim claim) {
    locked(() -> end(claim));
  }

  @Override
  public void remove(CacheKey key) {
    locked(
        () -> {
          drop(key);
          return claims.remove(key) != null;
        });
  }

  @Override
  public void removeTenant(String tenant) {
    locked(() -> forget((key, user) -> key.tenant().equals(tenant)));
  }

  @Override
  public void removeUser(String tenant, String user) {
    Optional<String> gone = Optional.of(user);
    locked(() -> forget((key, whose) -> key.tenant().equals(tenant) && whose.equals(gone)));
  }

  private interface Whose {
    boolean matches(CacheKey key, Optional<String> user);
  }

  private boolean forget(Whose whose) {
    claims.entrySet().removeIf(each -> whose.matches(each.getKey(), each.getValue().user));
    return removeIf((key, kept) -> whose.matches(key, kept.user)) > 0;
  }

  private interface Doomed {
    boolean test(CacheKey key, Kept kept);
  }

  private int removeIf(Doomed doomed) {
    int gone = 0;
    Iterator<Map.Entry<CacheKey, Kept>> all = values.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<CacheKey, Kept> each = all.next();
      if (doomed.test(each.getKey(), each.getValue())) {
        bytes -= each.getValue().bytes;
        all.remove();
        gone++;
      }
    }
    return gone;
  }

  @Override
  public int purge() {
    Instant now = clock.instant();
    return locked(() -> clear(now));
  }

  private int clear(Instant now) {
    nextPurge = now.plus(BETWEEN_PURGES);
    int before = claims.size();
    claims.values().removeIf(held -> !now.isBefore(held.ends));
    return before - claims.size() + removeIf((key, kept) -> !now.isBefore(kept.ends));
  }

  private static Instant after(Instant now, String name, Duration time) {
    return now.plus(CacheTimes.checked(name, time));
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
