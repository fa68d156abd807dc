package dev.atom.jdbc;

import dev.atom.cache.CacheBounds;
import dev.atom.cache.CacheClaim;
import dev.atom.cache.CacheKey;
import dev.atom.cache.CacheLookup;
import dev.atom.cache.CacheStore;
import dev.atom.json.Json;
import dev.atom.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Keeps values in PostgreSQL, for any number of hosts, or in SQLite, for the processes of one machine;
 * with the store's tables or without. In PostgreSQL the table is unlogged: a crash of the server
 * empties it.
 *
 * <p>The bounds are looked at whenever a hundredth of them was put since, so that with several hosts a
 * table may be larger by as many hundredths. That a value was used is noted about once a minute.
 *
 * <p>Thread-safe. MariaDB is refused. Values are not encrypted.
 */
public final class JdbcCacheStore implements CacheStore {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final LedgerTables tables;
  private final Clock clock;
  private final CacheBounds bounds;
  private final AtomicLong entriesPut = new AtomicLong();
  private final AtomicLong bytesPut = new AtomicLong();

  private JdbcCacheStore(LedgerTables tables, CacheBounds bounds, Clock clock) {
    this.tables = tables;
    this.bounds = Objects.requireNonNull(bounds, "bounds");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens the cache in whatever database a data source leads to, and makes the tables, named {@code
   * atom_…}, that it lacks. The time is PostgreSQL's own, by a {@link DatabaseClock}; with SQLite the
   * machine's.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @param bounds how much it keeps
   * @return the store
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcCacheStore on(DataSource database, CacheBounds bounds) {
    LedgerTables tables = open(database, JdbcStore.DEFAULT_PREFIX);
    return new JdbcCacheStore(
        tables, bounds, tables.isPostgres() ? DatabaseClock.of(database) : Clock.systemUTC());
  }

  /**
   * Opens the cache in whatever database a data source leads to, and makes the tables that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite, where it lends up to five connections
   *     for as long as this is open; stays open when this is closed
   * @param tablePrefix what the tables' names begin with, as the store's
   * @param bounds how much it keeps
   * @param clock the same time for all who share the database
   * @return the store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcCacheStore on(
      DataSource database, String tablePrefix, CacheBounds bounds, Clock clock) {
    return new JdbcCacheStore(open(database, tablePrefix), bounds, clock);
  }

  private static LedgerTables open(DataSource database, String tablePrefix) {
    return LedgerTables.on(database, tablePrefix, "a cache");
  }

  @Override
  public Optional<CacheLookup.Found> find(CacheKey key) {
    long now = now();
    Optional<CacheRows.Value> value =
        tables.read("find what is cached", session -> CacheRows.find(session, key, now));
    if (value.isPresent() && value.get().isUseToBeNoted(now)) {
      tables.write(
          "note a use of what is cached", session -> CacheRows.used(session, value.get(), now));
    }
    return value.map(CacheRows.Value::found);
  }

  @Override
  public CacheLookup findOrClaim(CacheKey key, Optional<String> user, Duration lease) {
    long length = micros("lease", lease);
    long now = now();
    return tables.write(
        "claim what is to be cached",
        session -> CacheRows.findOrClaim(session, key, user, now, now + length));
  }

  @Override
  public CacheClaim claim(CacheKey key, Optional<String> user, Duration lease) {
    long length = micros("lease", lease);
    long now = now();
    return tables.write(
        "claim what is to be cached", session -> CacheRows.claim(session, key, user, now + length));
  }

  @Override
  public boolean put(CacheClaim claim, Json value, Duration timeToLive) {
    long length = micros("timeToLive", timeToLive);
    String text = value.toString();
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > bounds.bytes()) {
      release(claim);
      return false;
    }
    long now = now();
    CacheRows.Text put = new CacheRows.Text(text, bytes, now, now + length);
    boolean kept = tables.write("cache a value", session -> CacheRows.put(session, claim, put));
    if (kept && isTimeToTrim(bytes)) {
      trim(now);
    }
    return kept;
  }

  private boolean isTimeToTrim(long bytes) {
    boolean entries = entriesPut.incrementAndGet() > bounds.entries() / 100;
    boolean size = bytesPut.addAndGet(bytes) > bounds.bytes() / 100;
    return entries || size;
  }

  private void trim(long now) {
    entriesPut.set(0);
    bytesPut.set(0);
    tables.write(
        "trim a cache",
        session -> {
          CacheRows.purge(session, now, tables.isPostgres());
          return CacheRows.trim(session, bounds, tables.isPostgres());
        });
  }

  @Override
  public void release(CacheClaim claim) {
    tables.write("release a claim", session -> CacheRows.release(session, claim));
  }

  @Override
  public void remove(CacheKey key) {
    tables.write(
        "remove what is cached",
        session ->
            session.update(
                "DELETE FROM #cache WHERE tenant = ? AND key = ?",
                IndexKey.of(key.tenant()),
                key.key()));
  }

  @Override
  public void removeTenant(String tenant) {
    tables.write(
        "remove what is cached for a tenant",
        session -> session.update("DELETE FROM #cache WHERE tenant = ?", IndexKey.of(tenant)));
  }

  @Override
  public void removeUser(String tenant, String user) {
    tables.write(
        "remove what is cached for a user",
        session ->
            session.update(
                "DELETE FROM #cache WHERE tenant = ? AND (user_id = ? OR claim_user = ?)",
                IndexKey.of(tenant),
                user,
                user));
  }

  @Override
  public int purge() {
    long now = now();
    return tables.write(
        "purge a cache", session -> CacheRows.purge(session, now, tables.isPostgres()));
  }

  private long now() {
    return Micros.of(clock.instant());
  }

  private static long micros(String name, Duration time) {
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + time + "; it must be above zero and at most 100 years");
    }
    return Math.max(1, time.toNanos() / 1_000);
  }

  @Override
  public void close() {
    tables.close();
  }
}
