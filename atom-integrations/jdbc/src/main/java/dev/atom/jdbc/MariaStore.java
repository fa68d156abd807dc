package dev.atom.jdbc;

import dev.atom.jdbc.connection.MariaConnections;
import dev.atom.jdbc.connection.Session;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A {@link dev.atom.store.Store} in a MariaDB database, 10.6 or later, for many hosts. The
 * application brings the driver, {@code org.mariadb.jdbc:mariadb-java-client}, and the pool.
 *
 * <p>Guarantees: the whole contract, for any number of processes that share the database, across the
 * death of any of them and of the server at any moment; what {@link #append} returned is as durable
 * as the server's {@code innodb_flush_log_at_trx_commit} makes it. A call that writes is one
 * transaction (READ COMMITTED) of a few statements; it borrows one connection and holds none between
 * calls. Where two transactions hinder each other (a deadlock, a lock that was not to be had in time)
 * the call is tried again by itself, up to ten times; within a host's transaction it ends in a
 * retryable {@link dev.atom.store.StoreException}, and the host begins its transaction again. When a
 * connection breaks, a retryable one says whether it is unknown if something was written.
 *
 * <p>Hosts whose clocks differ see each other's claims and leases end too early or too late: give
 * them a {@link DatabaseClock}.
 *
 * <p>Thread-safe. {@link #whenPlanned} tells what is planned through this object.
 */
public final class MariaStore implements JdbcStore {
  private final MariaConnections connections;
  private final Clock clock;
  private final PlanListeners listeners = new PlanListeners();

  private MariaStore(MariaConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens the store in the database that connections are for, and makes the tables, named {@code
   * atom_…}, that it lacks.
   *
   * @param database lends connections; stays open when the store is closed
   * @param clock where the time comes from; for several hosts a {@link DatabaseClock}
   * @return the open store
   * @throws dev.atom.store.StoreException if the database can't be used, or a newer version of Atom
   *     has written it
   */
  public static MariaStore on(DataSource database, Clock clock) {
    return on(database, DEFAULT_PREFIX, clock);
  }

  /**
   * Opens the store in the database that connections are for, and makes the tables that it lacks. Hosts
   * may start at once: one makes them, the others wait.
   *
   * @param database lends connections; stays open when the store is closed
   * @param tablePrefix what the tables' names begin with: a letter or underscore, then at most 30
   *     letters, digits and underscores
   * @param clock where the time comes from; for several hosts a {@link DatabaseClock}
   * @return the open store
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws dev.atom.store.StoreException if the database can't be used, or a newer version of Atom
   *     has written it
   */
  public static MariaStore on(DataSource database, String tablePrefix, Clock clock) {
    Tables tables = Tables.named(tablePrefix);
    MariaConnections connections = new MariaConnections(database, tables);
    connections.prepare(MariaSchema::prepare);
    return new MariaStore(connections, clock);
  }

  @Override
  public long append(Append append) {
    long now = now();
    MariaAppend work = new MariaAppend(append, now);
    long version = connections.write("append", work::run);
    listeners.tell(append, Micros.instant(now));
    return version;
  }

  @Override
  public long append(Connection connection, Append append) {
    MariaAppend work = new MariaAppend(append, now());
    return connections.join(connection, "append", work::run);
  }

  @Override
  public void committed(Append append) {
    listeners.tell(append, Micros.instant(now()));
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    return connections.read("read events", session -> ServerEvents.read(session, subject, range));
  }

  @Override
  public long version(Subject subject) {
    return connections.read("read a version", session -> ServerEvents.version(session, subject));
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    SubjectHead.requireLimit(limit);
    return connections.read(
        "list subjects", session -> ServerEvents.subjects(session, tenant, kind, after, limit));
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    long now = now();
    return connections.read("find a unique key", session -> MariaKeys.find(session, key, now));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Duration whole = Lease.requireTime(time);
    long now = now();
    Lease wanted = new Lease(tenant, name, owner, now, Micros.instant(now).plus(whole));
    return connections.write(
        "acquire a lease", session -> MariaLeases.acquire(session, wanted, now));
  }

  @Override
  public void release(Lease lease) {
    long now = now();
    connections.write("release a lease", session -> LeaseRow.release(session, lease, now));
  }

  @Override
  public Claimed claim(JobClaim claim) {
    long now = now();
    return connections.write("claim jobs", session -> new MariaClaim(session, claim, now).run());
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    long now = now();
    return connections.write("change jobs", session -> change(session, changes, now));
  }

  @Override
  public List<Boolean> change(Connection connection, List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    long now = now();
    return connections.join(connection, "change jobs", session -> change(session, changes, now));
  }

  private static List<Boolean> change(Session session, List<JobChange> changes, long now)
      throws SQLException {
    List<JobChange> current = MariaJobs.current(session, changes);
    MariaJobs.change(session, current, now);
    Set<Long> made = new HashSet<>();
    current.forEach(change -> made.add(change.job().number()));
    return changes.stream().map(change -> made.contains(change.job().number())).toList();
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return connections.read("look at jobs", session -> ServerJobs.query(session, query));
  }

  @Override
  public Runnable whenPlanned(Consumer<Instant> listener) {
    return listeners.add(listener);
  }

  /** Closes the store; the data source belongs to the application. */
  @Override
  public void close() {
    connections.close();
  }

  TableCopy tableCopy() {
    return new MariaCopy(connections.database(), connections.tables());
  }

  /** Asked for before a connection is borrowed: the clock may want one of its own. */
  private long now() {
    return Micros.of(clock.instant());
  }
}
