package dev.atom.jdbc;

import dev.atom.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The time of a PostgreSQL or MariaDB server, so that hosts agree on when claims, leases and keys end, however
 * wrong their own clocks are. It asks the server once when it is made and then every ten seconds, on
 * a virtual thread while callers go on; in between it counts on from the last answer with the host's
 * monotonic timer, which nobody sets. When the server can't be asked it counts on.
 *
 * <p>Thread-safe. It may go back, by as little as two measurements differ; the error of one is at
 * most the half of its round trip.
 */
public final class DatabaseClock extends Clock {
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final String ASK_POSTGRESQL =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

  /** In UTC: the session's own time zone may have an hour twice. */
  private static final String ASK_MARIADB =
      "SELECT timestampdiff(MICROSECOND, '1970-01-01', utc_timestamp(6))";

  private final Source source;
  private final LongSupplier nanos;
  private final Executor background;
  private final ZoneId zone;
  private final AtomicBoolean asking;
  private volatile Measured last;

  /** Gives the server's time in microseconds since 1970. */
  interface Source {
    long micros() throws SQLException;
  }

  private record Measured(long micros, long atNanos) {}

  private DatabaseClock(
      Source source, LongSupplier nanos, Executor background, ZoneId zone, Measured last) {
    this.source = source;
    this.nanos = nanos;
    this.background = background;
    this.zone = zone;
    this.last = last;
    this.asking = new AtomicBoolean();
  }

  /**
   * Returns a clock that follows a server's.
   *
   * @param database leads to PostgreSQL or MariaDB; lends a connection for each measurement
   * @return the clock, in UTC
   * @throws StoreException if the server can't be asked now
   */
  public static DatabaseClock of(DataSource database) {
    return of(
        () -> ask(database),
        System::nanoTime,
        work -> Thread.ofVirtual().name("atom-database-clock").start(work));
  }

  static DatabaseClock of(Source source, LongSupplier nanos, Executor background) {
    try {
      return new DatabaseClock(source, nanos, background, ZoneOffset.UTC, measure(source, nanos));
    } catch (SQLException e) {
      throw new StoreException(
          true, "could not ask the database for its time: " + e.getMessage() + "; try again", e);
    }
  }

  private static long ask(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question(connection))) {
      row.next();
      long micros = row.getLong(1);
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return micros;
    }
  }

  private static String question(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("mariadb")
        ? ASK_MARIADB
        : ASK_POSTGRESQL;
  }

  private static Measured measure(Source source, LongSupplier nanos) throws SQLException {
    long before = nanos.getAsLong();
    long micros = source.micros();
    long after = nanos.getAsLong();
    return new Measured(micros, before + (after - before) / 2);
  }

  @Override
  public Instant instant() {
    Measured from = last;
    long passed = nanos.getAsLong() - from.atNanos();
    if (passed > BETWEEN.toNanos() && asking.compareAndSet(false, true)) {
      background.execute(this::refresh);
    }
    return Micros.instant(from.micros()).plusNanos(passed);
  }

  private void refresh() {
    try {
      last = measure(source, nanos);
    } catch (SQLException e) {
      System.getLogger(DatabaseClock.class.getName())
          .log(System.Logger.Level.DEBUG, "asking the database for its time failed", e);
    } finally {
      asking.set(false);
    }
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new DatabaseClock(source, nanos, background, zone, last);
  }
}
