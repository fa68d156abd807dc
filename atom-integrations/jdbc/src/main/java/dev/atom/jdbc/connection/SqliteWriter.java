package dev.atom.jdbc.connection;

import dev.atom.jdbc.connection.SqliteConnections.Work;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. A caller that finds nobody writing does so at once on its own
 * thread; those who come meanwhile queue in their order, and the first of them then writes for all
 * that are queued in one transaction, so that they share its sync. Thread-safe.
 */
public final class SqliteWriter implements AutoCloseable {
  /** So that the first of a group does not wait for too many others. */
  private static final int LARGEST_GROUP = 256;

  /** So that who leads is not kept for too long from what it has come for. */
  private static final int GROUPS_LED = 4;

  private final Opening opening;
  private final ReentrantLock guard = new ReentrantLock();
  private final Deque<SqliteTurn<?>> queue = new ArrayDeque<>();
  private boolean led;

  /** Held by who leads, so that nobody closes a connection that is in use. */
  private final ReentrantLock connection = new ReentrantLock();

  private @Nullable Session session;
  private volatile boolean closed;

  /** How the connection is made. */
  interface Opening {
    Session open() throws SQLException;
  }

  SqliteWriter(Opening opening) {
    this.opening = opening;
  }

  <T> T write(String what, Work<T> work) {
    if (Thread.interrupted()) {
      throw SqliteFailures.interrupted(what, new InterruptedException());
    }
    SqliteTurn<T> turn = new SqliteTurn<>(what, work);
    if (leads(turn) || turn.awaitEndOrLead(this::withdraw)) {
      lead(turn);
    }
    return turn.result();
  }

  private boolean leads(SqliteTurn<?> turn) {
    guard.lock();
    try {
      if (led) {
        queue.add(turn);
        return false;
      }
      led = true;
      return true;
    } finally {
      guard.unlock();
    }
  }

  /** Takes a turn back; false if somebody runs it, or it leads, already. */
  private boolean withdraw(SqliteTurn<?> turn) {
    guard.lock();
    try {
      return queue.remove(turn);
    } finally {
      guard.unlock();
    }
  }

  /**
   * Runs a turn and all that are queued, and a few times those who came meanwhile, as to wake a
   * thread takes long beside a commit; then the first of those who wait leads.
   */
  private void lead(SqliteTurn<?> first) {
    List<SqliteTurn<?>> group = new ArrayList<>();
    group.add(first);
    try {
      for (int groups = 0; groups < GROUPS_LED && (groups == 0 || !isQueueEmpty()); groups++) {
        addQueued(group);
        run(group);
        group.forEach(SqliteTurn::end);
        group.clear();
      }
    } finally {
      passOn();
    }
  }

  private void run(List<SqliteTurn<?>> group) {
    connection.lock();
    try {
      runTogether(group);
    } catch (Error e) {
      group.forEach(turn -> turn.fail(e)); // nobody must wait for ever, whatever happened
    } finally {
      connection.unlock();
    }
  }

  private boolean isQueueEmpty() {
    guard.lock();
    try {
      return queue.isEmpty();
    } finally {
      guard.unlock();
    }
  }

  private void addQueued(List<SqliteTurn<?>> group) {
    guard.lock();
    try {
      while (group.size() < LARGEST_GROUP && !queue.isEmpty()) {
        group.add(queue.remove());
      }
    } finally {
      guard.unlock();
    }
  }

  private void passOn() {
    SqliteTurn<?> next;
    guard.lock();
    try {
      next = queue.poll();
      led = next != null;
    } finally {
      guard.unlock();
    }
    if (next != null) {
      next.lead();
    }
  }

  /** A failure in the middle is that of one: the others are written without it. */
  private void runTogether(List<SqliteTurn<?>> group) {
    if (!transaction(group)) {
      for (SqliteTurn<?> turn : group) {
        transaction(List.of(turn));
      }
    }
  }

  /**
   * Runs turns in one transaction. BEGIN and COMMIT are said here: the driver's own would begin
   * anew, and lock, right after each commit.
   *
   * @return false if one of several turns failed and nothing was written, so that each may be tried
   *     alone
   */
  private boolean transaction(List<SqliteTurn<?>> group) {
    Session open = null;
    try {
      open = begun();
      long before = open.updates();
      for (SqliteTurn<?> turn : group) {
        if (!turn.run(open)) {
          rollBack(open);
          return group.size() == 1;
        }
      }
      // What all have only read, or refused, needs no sync.
      open.run(open.updates() == before ? "ROLLBACK" : "COMMIT");
    } catch (SQLException | RuntimeException e) {
      if (open != null) {
        rollBack(open);
      }
      // Also those that were refused: perhaps only because of what is not written now.
      group.forEach(turn -> turn.fail(e));
    } catch (Error e) {
      if (open != null) {
        giveUp(open);
      }
      throw e;
    }
    return true;
  }

  private Session begun() throws SQLException {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    Session open = session;
    if (open == null) {
      open = opening.open();
      session = open;
    }
    try {
      open.run("BEGIN IMMEDIATE");
    } catch (SQLException e) {
      if (!SqliteFailures.isBusy(e)) {
        giveUp(open);
      }
      throw e;
    }
    return open;
  }

  /** A connection whose transaction can't be ended is given up; the next write opens another. */
  private void rollBack(Session open) {
    try {
      open.run("ROLLBACK");
    } catch (SQLException e) {
      // Some failures, such as a full disk, have ended the transaction already.
      giveUp(open);
    }
  }

  private void giveUp(Session open) {
    session = null;
    open.close();
  }

  @Override
  public void close() {
    closed = true;
    connection.lock();
    try {
      if (session != null) {
        giveUp(session);
      }
    } finally {
      connection.unlock();
    }
  }
}
