package dev.atom.mock.cache;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheStore;
import dev.atom.cache.MemoryCacheStore;
import java.time.Clock;

class MemoryCacheStoreTest extends CacheStoreContract {
  @Override
  protected CacheStore open(Clock clock, CacheBounds bounds) {
    return MemoryCacheStore.create(clock, bounds);
  }
}
