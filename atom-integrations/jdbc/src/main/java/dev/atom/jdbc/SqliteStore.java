package dev.atom.jdbc;

import dev.atom.jdbc.connection.Session;
import dev.atom.jdbc.connection.SqliteConnections;
import dev.atom.jdbc.connection.SqliteFile;
import dev.atom.jdbc.connection.Tables;
import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.Lease;
import dev.atom.store.PlanListeners;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A {@link dev.atom.store.Store} in a SQLite database, the embedded engine that survives. The application brings
 * the driver, {@code org.xerial:sqlite-jdbc}.
 *
 * <p>Guarantees: the whole contract, across the death of the process at any moment; what {@link
 * #append} returned is on the disk as far as the disk keeps its word (WAL with {@code
 * synchronous=FULL}). Several processes of one machine may share one file: they wait for each other
 * up to 10 seconds, then a {@link dev.atom.store.StoreException} that is {@code retryable} says so
 * and nothing was written. They must not share it over a network file system. Their clocks must
 * agree, as leases and claims end by the clock.
 *
 * <p>Thread-safe. One connection writes, up to four others read. A caller that writes while nobody
 * else does commits at once; callers that come meanwhile queue in their order and are written in one
 * transaction, each still whole or not at all, and refused without harm to the others. An interrupt
 * while waiting raises a retryable {@code StoreException}, says that nothing was done, and keeps the
 * flag; a call that is being written already ends as it would have.
 */
public final class SqliteStore implements JdbcStore {
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

  private final SqliteConnections connections;
  private final Clock clock;
  private final PlanListeners listeners = new PlanListeners();

  /** What an append has come to, and when. */
  private record Written(long version, long now) {}

  private SqliteStore(SqliteConnections connections, Clock clock) {
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
        new SqliteConnections(database::connect, Tables.named(DEFAULT_PREFIX), busyTimeout), clock);
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
        new SqliteConnections(database::getConnection, Tables.named(tablePrefix), BUSY_TIMEOUT),
        clock);
  }

  private static SqliteStore opened(SqliteConnections connections, Clock clock) {
    try {
      SqliteSchema.prepare(connections);
      return new SqliteStore(connections, clock);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public long append(Append append) {
    SqliteAppend work = new SqliteAppend(append);
    Written written =
        connections.write(
            "append",
            session -> {
              long now = now();
              return new Written(work.run(session, now), now);
            });
    listeners.tell(append, Micros.instant(written.now()));
    return written.version();
  }

  /**
   * Appends within a host's transaction, together with the host's own rows: it is durable when the
   * host commits, and gone when it rolls back. A refusal leaves the transaction as it was before
   * the call. Those who wait for jobs are not told: call {@link #committed} after the commit.
   *
   * <p>Begin the transaction with {@code BEGIN IMMEDIATE} if it reads before this call: SQLite lets
   * no transaction write that has read what others have overwritten since. No other method of the
   * store that writes may be called on this thread until the commit; it would wait for itself.
   *
   * @param connection a connection to the store's database, within a transaction; outside of one
   *     the append is a transaction of its own. Stays open.
   * @param append what to write
   * @return the subject's version afterwards, as the transaction sees it
   * @throws dev.atom.store.StoreException as {@link #append(Append)} does
   */
  @Override
  public long append(Connection connection, Append append) {
    SqliteAppend work = new SqliteAppend(append);
    return SqliteJoin.run(
        connections.join(connection), "append", session -> work.run(session, now()));
  }

  /**
   * Tells those who wait for jobs, as {@link #append(Append)} does by itself, that an append within
   * a host's transaction is committed now.
   *
   * @param append what was written
   */
  @Override
  public void committed(Append append) {
    listeners.tell(append, Micros.instant(now()));
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    return connections.read("read events", session -> SqliteEvents.read(session, subject, range));
  }

  @Override
  public long version(Subject subject) {
    return connections.read(
        "read a version", session -> SqliteEvents.head(session, subject).version());
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    SubjectHead.requireLimit(limit);
    return connections.read(
        "list subjects", session -> SqliteEvents.subjects(session, tenant, kind, after, limit));
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return connections.read("find a unique key", session -> SqliteKeys.find(session, key, now()));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Duration whole = Lease.requireTime(time);
    // Refuses what can't be kept before anything is looked up.
    Lease asked = new Lease(tenant, name, owner, 0, Instant.EPOCH);
    Optional<Lease> last =
        connections.read("look for a lease", session -> SqliteLeases.find(session, tenant, name));
    if (last.isPresent() && SqliteLeases.isHeldByAnother(last.get(), owner, now())) {
      return Optional.empty();
    }
    return connections.write(
        "acquire a lease",
        session -> {
          long now = now();
          Instant until = Micros.instant(now).plus(whole);
          Lease wanted = new Lease(asked.tenant(), asked.name(), asked.owner(), 0, until);
          return SqliteLeases.acquire(session, wanted, now);
        });
  }

  @Override
  public void release(Lease lease) {
    connections.write("release a lease", session -> LeaseRow.release(session, lease, now()));
  }

  @Override
  public Claimed claim(JobClaim claim) {
    // Workers look often: nobody takes the write lock to find that nothing is due.
    Optional<Claimed> nothing =
        connections.read(
            "look for jobs", session -> new SqliteClaim(session, claim, now()).nothing());
    return nothing.orElseGet(
        () ->
            connections.write(
                "claim jobs", session -> new SqliteClaim(session, claim, now()).run()));
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    return connections.write("change jobs", session -> changed(session, changes));
  }

  /**
   * Changes jobs within a host's transaction; all that {@link #append(Connection, Append)} says
   * holds here too.
   *
   * @param connection a connection to the store's database, within a transaction
   * @param changes what becomes of them, at most one change for each job
   * @return for each change whether it was made, as {@link #change(List)} does
   */
  @Override
  public List<Boolean> change(Connection connection, List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    return SqliteJoin.run(
        connections.join(connection), "change jobs", session -> changed(session, changes));
  }

  private List<Boolean> changed(Session session, List<JobChange> changes) throws SQLException {
    long now = now();
    List<Boolean> made = new ArrayList<>(changes.size());
    for (JobChange change : changes) {
      made.add(SqliteJobs.change(session, change, now));
    }
    return List.copyOf(made);
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return connections.read("look at jobs", session -> SqliteJobs.query(session, query));
  }

  @Override
  public Runnable whenPlanned(Consumer<Instant> listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    connections.close();
  }

  TableCopy tableCopy() {
    return new SqliteCopy(connections);
  }

  /** Asked for only when the write lock is held: waiting for it must not make the time stale. */
  private long now() {
    return Micros.of(clock.instant());
  }
}
