package dev.atom.jdbc;

import dev.atom.jdbc.connection.DatabaseKind;
import dev.atom.jdbc.connection.Tables;
import dev.atom.limit.Buckets;
import dev.atom.limit.Charge;
import dev.atom.store.StoreException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The buckets of a {@link dev.atom.limit.Limiter} in a SQL database, so that one limit holds over all
 * processes that share it. The tables are made with those of the {@link JdbcStore} of the same prefix,
 * whichever comes first.
 *
 * <p>A call is one statement for the buckets of all its rules, and one more when it ends, if it used
 * another amount than expected or was counted at once. On PostgreSQL the server's clock decides; on
 * SQLite the host's, which is that of all processes there. Calls wait in their own process, in turns
 * among its tenants, and look again four times a second.
 *
 * <p>What is taken is not flushed to the disk before the call goes on: a PostgreSQL server that
 * crashes may forget its last moments. Rows of buckets that are full are cleared away every ten
 * minutes. If the database fails, {@code take} throws and nobody is let through.
 *
 * <p>Thread-safe.
 */
public final class JdbcBuckets implements Buckets {
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);
  private static final long BETWEEN_CLEARINGS = Duration.ofMinutes(10).toNanos();

  private final LimitRows rows;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong nextClearing = new AtomicLong(System.nanoTime() + BETWEEN_CLEARINGS);

  private JdbcBuckets(LimitRows rows) {
    this.rows = rows;
  }

  /**
   * Opens the buckets in whatever database a data source leads to, and makes the tables, named {@code
   * atom_…}, that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @return the engine
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBuckets on(DataSource database) {
    return on(database, JdbcStore.DEFAULT_PREFIX);
  }

  /**
   * Opens the buckets in whatever database a data source leads to, and makes the tables that it lacks.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @param tablePrefix what the tables' names begin with: a letter or underscore, then at most 30
   *     letters, digits and underscores
   * @return the engine
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBuckets on(DataSource database, String tablePrefix) {
    return open(database, tablePrefix, Optional.empty());
  }

  /**
   * Opens the buckets with a clock of the host's, as tests do that move it.
   *
   * @param database leads to PostgreSQL 13 or later, or SQLite; stays open when this is closed
   * @param tablePrefix what the tables' names begin with
   * @param clock the same in all processes
   * @return the engine
   * @throws IllegalArgumentException if the prefix is not of that form
   * @throws StoreException if the database is another, too old, can't be used, or a newer version of
   *     Atom has written it
   */
  public static JdbcBuckets on(DataSource database, String tablePrefix, Clock clock) {
    return open(database, tablePrefix, Optional.of(clock));
  }

  private static JdbcBuckets open(DataSource database, String prefix, Optional<Clock> clock) {
    Tables tables = Tables.named(prefix);
    return new JdbcBuckets(
        switch (DatabaseKind.of(database)) {
          case SQLITE -> SqliteLimits.open(database, tables, clock.orElseGet(Clock::systemUTC));
          case POSTGRESQL -> PostgresLimits.open(database, tables, clock);
          case MARIADB ->
              throw new StoreException(
                  "limits are kept in PostgreSQL or SQLite, not in MariaDB yet; use one of these, or"
                      + " the limiter's own buckets in memory");
        });
  }

  @Override
  public Taking take(List<Charge> charges) {
    if (charges.isEmpty()) {
      return Taken.WITHOUT_HOLD;
    }
    clearIfDue();
    List<String> held = LimitChange.heldKeys(charges);
    long hold = held.isEmpty() ? 0 : Math.max(1, random.nextLong() >>> 1);
    try {
      return rows.take(charges, hold);
    } catch (StoreException e) {
      undo(held, hold);
      throw e;
    }
  }

  /** A failure may come after the commit, as when the thread was interrupted in between. */
  private void undo(List<String> held, long hold) {
    if (!held.isEmpty()) {
      uninterrupted(
          () -> {
            try {
              rows.undo(held, hold);
            } catch (StoreException e) {
              log("nobody knows whether room is held; it lapses", e);
            }
          });
    }
  }

  private void clearIfDue() {
    long now = System.nanoTime();
    long due = nextClearing.get();
    if (now - due >= 0 && nextClearing.compareAndSet(due, now + BETWEEN_CLEARINGS)) {
      try {
        clear();
      } catch (StoreException e) {
        log("clearing full buckets away failed", e); // next time
      }
    }
  }

  /** Clears full buckets away and tells how many. */
  int clear() {
    return rows.clear();
  }

  @Override
  public void settle(List<Charge> charges, long[] used, long hold) {
    List<LimitChange> changes = new ArrayList<>();
    for (int i = 0; i < charges.size(); i++) {
      LimitChange.of(charges.get(i), used[i]).ifPresent(changes::add);
    }
    List<String> held = LimitChange.heldKeys(charges);
    if (changes.isEmpty() && held.isEmpty()) {
      return;
    }
    uninterrupted(
        () -> {
          if (!correct(changes, held, hold)) {
            undo(held, hold); // ending twice does no harm, correcting twice would
          }
        });
  }

  /** Who is interrupted gives back all the same. */
  private static void uninterrupted(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean correct(List<LimitChange> changes, List<String> held, long hold) {
    try {
      rows.settle(changes, held, hold);
      return true;
    } catch (StoreException e) {
      log("correcting a limit failed; what was taken counts as expected", e);
      return false;
    }
  }

  private static void log(String what, StoreException e) {
    System.getLogger(JdbcBuckets.class.getName()).log(System.Logger.Level.DEBUG, what, e);
  }

  @Override
  public Duration longestLook() {
    return LONGEST_LOOK;
  }

  /** Closes what was opened here; the data source belongs to the application. */
  @Override
  public void close() {
    rows.close();
  }
}
