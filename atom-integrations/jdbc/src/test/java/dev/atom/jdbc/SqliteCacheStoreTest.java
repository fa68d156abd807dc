package dev.atom.jdbc;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheStore;
import dev.atom.mock.cache.CacheStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteCacheStoreTest extends CacheStoreContract {
  @TempDir Path folder;
  private int opened;

  @Override
  protected CacheStore open(Clock clock, CacheBounds bounds) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("cache" + ++opened + ".db"));
    return JdbcCacheStore.on(source, "atom_", bounds, clock);
  }
}
