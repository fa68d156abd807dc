package dev.atom.jdbc;

import dev.atom.jdbc.connection.PostgresConnections;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A {@link dev.atom.store.Store} in a PostgreSQL database, 13 or later, the engine for many hosts.
 * The application brings the driver, {@code org.postgresql:postgresql}, and the pool.
 *
 * <p>Guarantees: the whole contract, for any number of processes that share the database, across the
 * death of any of them and of the server at any moment; what {@link #append} returned is as durable
 * as the server's {@code synchronous_commit} makes it. Every call is one statement and one round
 * trip, a refused append perhaps two; it borrows one connection and holds none between calls. A
 * refusal is a result of that statement and not an error of the server's, but for an effect's key
 * that is held where the version is as expected. Where two transactions hinder each other the call is
 * tried again by itself, up to ten times. When a connection breaks, a retryable {@link
 * dev.atom.store.StoreException} says whether it is unknown if something was written.
 *
 * <p>Hosts whose clocks differ see each other's claims and leases end too early or too late: give
 * them a {@link DatabaseClock}.
 *
 * <p>Thread-safe. {@link #whenPlanned} tells what is planned through this object.
 */
public final class PostgresStore implements JdbcStore {
  private final PostgresConnections connections;
  private final Tables tables;
  private final Clock clock;
  private final Map<Integer, String> statements = new ConcurrentHashMap<>();
  private final PlanListeners listeners = new PlanListeners();

  private PostgresStore(PostgresConnections connections, Tables tables, Clock clock) {
    this.connections = connections;
    this.tables = tables;
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Opens the store in the first schema of the search path, and makes the tables, named {@code
   * atom_…}, that it lacks.
   *
   * @param database lends connections; stays open when the store is closed
   * @param clock where the time comes from; for several hosts a {@link DatabaseClock}
   * @return the open store
   * @throws dev.atom.store.StoreException if the database can't be used, or a newer version of Atom
   *     has written it
   */
  public static PostgresStore on(DataSource database, Clock clock) {
    return on(database, DEFAULT_PREFIX, clock);
  }

  /**
   * Opens the store in the first schema of the search path, and makes the tables that it lacks. Hosts
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
  public static PostgresStore on(DataSource database, String tablePrefix, Clock clock) {
    Tables tables = Tables.named(tablePrefix);
    PostgresConnections connections = new PostgresConnections(database, tables);
    connections.prepare(PostgresSchema::prepare);
    return new PostgresStore(connections, tables, clock);
  }

  @Override
  public long append(Append append) {
    long now = now();
    PostgresAppend work = new PostgresAppend(tables, append, now);
    long version = connections.write("append", session -> work.runAlone(session, statements));
    listeners.tell(append, Micros.instant(now));
    return version;
  }

  @Override
  public long append(Connection connection, Append append) {
    PostgresAppend work = new PostgresAppend(tables, append, now());
    return connections.join(connection, "append", session -> work.run(session.connection()));
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
    return connections.read("find a unique key", session -> PostgresKeys.find(session, key, now));
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Duration whole = Lease.requireTime(time);
    long now = now();
    Lease wanted = new Lease(tenant, name, owner, now, Micros.instant(now).plus(whole));
    return connections.write(
        "acquire a lease", session -> PostgresKeys.acquire(session, wanted, now));
  }

  @Override
  public void release(Lease lease) {
    long now = now();
    connections.write("release a lease", session -> PostgresKeys.release(session, lease, now));
  }

  @Override
  public Claimed claim(JobClaim claim) {
    Instant now = Micros.instant(now());
    return connections.write("claim jobs", session -> PostgresJobs.claim(session, claim, now));
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    long now = now();
    return connections.write("change jobs", session -> PostgresJobs.change(session, changes, now));
  }

  @Override
  public List<Boolean> change(Connection connection, List<JobChange> changes) {
    JobChange.requireDistinct(changes);
    long now = now();
    return connections.join(
        connection, "change jobs", session -> PostgresJobs.change(session, changes, now));
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
    return new PostgresCopy(connections.database(), connections.tables());
  }

  /** Asked for before a connection is borrowed: the clock may want one of its own. */
  private long now() {
    return Micros.of(clock.instant());
  }
}
