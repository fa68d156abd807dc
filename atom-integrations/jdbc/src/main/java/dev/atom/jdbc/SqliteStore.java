package dev.atom.jdbc;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Lease;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A {@link Store} in a SQLite database, the embedded engine that survives. The application brings
 * the driver, {@code org.xerial:sqlite-jdbc}.
 *
 * <p>Guarantees: the whole contract, across the death of the process at any moment; what {@link
 * #append} returned is on the disk as far as the disk keeps its word (WAL with {@code
 * synchronous=FULL}). Several processes of one machine may share one file: they wait for each other
 * up to 10 seconds, then a {@link dev.atom.store.StoreException} that is {@code retryable} says so
 * and nothing was written. They must not share it over a network file system. Their clocks must
 * agree, as leases and claims end by the clock.
 *
 * <p>Thread-safe. One connection writes, callers queue for it in their order; up to four others
 * read. An interrupt while waiting for a connection raises a retryable {@code StoreException} and
 * keeps the flag.
 */
public final class SqliteStore implements Store {
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

  private static final String DEFAULT_PREFIX = "atom_";

  private final Connections connections;
  private final Clock clock;

  private SqliteStore(Connections connections, Clock clock) {
    this.connections = connections;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens a database file and makes the tables, named {@code atom_…}, that it lacks.
   *
   * @param file the database; made for its owner only (mode 0600, where the file system knows modes)
   *     if there is none. The directory must be there. An existing file keeps its mode.
   * @param clock where the time comes from
   * @return the open store
   * @throws dev.atom.store.StoreException if there is no driver, the file can't be made or is no
   *     SQLite database, or a newer version of Atom has written it
   */
  public static SqliteStore open(Path file, Clock clock) {
    return open(file, clock, BUSY_TIMEOUT);
  }

  static SqliteStore open(Path file, Clock clock, Duration busyTimeout) {
    SqliteFile database = SqliteFile.createdIfMissing(file);
    return opened(
        new Connections(database::connect, Tables.named(DEFAULT_PREFIX), busyTimeout), clock);
  }

  /**
   * Opens a store in the SQLite database of a data source and makes the tables that it lacks.
   *
   * @param database lends up to five connections for as long as the store is open; they are set to
   *     auto-commit, WAL and {@code synchronous=FULL}. Stays open when the store is closed.
   * @param tablePrefix what the tables' names begin with: a letter or underscore, then at most 30
   *     letters, digits and underscores, not {@code sqlite_}
   * @param clock where the time comes from
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws dev.atom.store.StoreException if the database can't be used, or a newer version of Atom
   *     has written it
   */
  public static SqliteStore on(DataSource database, String tablePrefix, Clock clock) {
    return opened(
        new Connections(database::getConnection, Tables.named(tablePrefix), BUSY_TIMEOUT), clock);
  }

  private static SqliteStore opened(Connections connections, Clock clock) {
    try {
      connections.prepare();
      return new SqliteStore(connections, clock);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public long append(Append append) {
    return connections.write("append", session -> new AppendWork(session, append, now()).run());
  }

  @Override
  public List<Event> read(Subject subject, long after, int limit) {
    if (after < 0 || limit < 1) {
      throw new IllegalArgumentException(
          "read from version 0 or more, 1 event or more; not " + limit + " behind " + after);
    }
    return connections.read("read events", session -> Events.read(session, subject, after, limit));
  }

  @Override
  public long version(Subject subject) {
    return connections.read("read a version", session -> Events.version(session, subject));
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return connections.read("find a unique key", session -> UniqueKeys.find(session, key));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    checkTime(time);
    return connections.write(
        "acquire a lease",
        session -> {
          long now = now();
          Lease wanted = new Lease(tenant, name, owner, 1, Micros.instant(later(now, time)));
          return Leases.acquire(session, wanted, now);
        });
  }

  @Override
  public void release(Lease lease) {
    connections.write("release a lease", session -> Leases.release(session, lease, now()));
  }

  @Override
  public List<OutboxItem> claimOutbox(String worker, Set<String> kinds, int limit, Duration time) {
    checkClaim(kinds, limit, time);
    String names = Claim.names(kinds);
    // Workers poll: looking first spares everybody the write lock when nothing is due.
    if (!connections.read(
        "look into the outbox", session -> Outbox.isAnyDue(session, names, now()))) {
      return List.of();
    }
    return connections.write(
        "claim outbox items",
        session -> {
          long now = now();
          return Outbox.claim(session, new Claim(worker, names, limit, now, later(now, time)));
        });
  }

  @Override
  public List<Timer> claimTimers(String worker, Set<String> purposes, int limit, Duration time) {
    checkClaim(purposes, limit, time);
    String names = Claim.names(purposes);
    if (!connections.read("look for timers", session -> Timers.isAnyDue(session, names, now()))) {
      return List.of();
    }
    return connections.write(
        "claim timers",
        session -> {
          long now = now();
          return Timers.claim(session, new Claim(worker, names, limit, now, later(now, time)));
        });
  }

  @Override
  public void close() {
    connections.close();
  }

  /** Asked for only when the write lock is held: waiting for it must not make the time stale. */
  private long now() {
    return Micros.of(clock.instant());
  }

  private static long later(long now, Duration time) {
    return Micros.of(Micros.instant(now).plus(time));
  }

  private static void checkClaim(Set<String> names, int limit, Duration time) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a worker claims what it handles: name at least one");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, not " + limit);
    }
    checkTime(time);
  }

  private static void checkTime(Duration time) {
    if (time.isZero() || time.isNegative() || time.compareTo(Duration.ofDays(36_500)) > 0) {
      throw new IllegalArgumentException(
          "a lease or claim lasts more than zero and at most 36500 days, not " + time);
    }
  }
}
