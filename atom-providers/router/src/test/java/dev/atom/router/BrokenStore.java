package dev.atom.router;

import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.json.Json;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A store of which some calls fail. */
class BrokenStore implements CacheStore {
  private final CacheStore store;
  private final Set<Call> broken;

  /** What can fail. */
  enum Call {
    FIND,
    FIND_OR_CLAIM,
    CLAIM,
    PUT,
    RELEASE
  }

  BrokenStore(CacheStore store, Call... broken) {
    this.store = store;
    this.broken = EnumSet.noneOf(Call.class);
    this.broken.addAll(Set.of(broken));
  }

  private CacheStore unless(Call call) {
    if (broken.contains(call)) {
      throw new StoreException("the store is broken");
    }
    return store;
  }

  @Override
  public Optional<CacheLookup.Found> find(CacheKey key) {
    return unless(Call.FIND).find(key);
  }

  @Override
  public CacheLookup findOrClaim(CacheKey key, Optional<String> user, Duration lease) {
    return unless(Call.FIND_OR_CLAIM).findOrClaim(key, user, lease);
  }

  @Override
  public CacheClaim claim(CacheKey key, Optional<String> user, Duration lease) {
    return unless(Call.CLAIM).claim(key, user, lease);
  }

  @Override
  public boolean put(CacheClaim claim, Json value, Duration timeToLive) {
    return unless(Call.PUT).put(claim, value, timeToLive);
  }

  @Override
  public void release(CacheClaim claim) {
    unless(Call.RELEASE).release(claim);
  }

  @Override
  public void remove(CacheKey key) {
    store.remove(key);
  }

  @Override
  public void removeTenant(String tenant) {
    store.removeTenant(tenant);
  }

  @Override
  public void removeUser(String tenant, String user) {
    store.removeUser(tenant, user);
  }

  @Override
  public int purge() {
    return store.purge();
  }

  @Override
  public void close() {
    store.close();
  }
}
