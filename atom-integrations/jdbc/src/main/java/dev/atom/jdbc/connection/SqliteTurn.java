package dev.atom.jdbc.connection;

import dev.atom.jdbc.connection.SqliteConnections.Work;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One caller's work in the queue of a {@link SqliteWriter}, and its outcome. */
public final class SqliteTurn<T> {
  private final String what;
  private final Work<T> work;
  private final Thread caller = Thread.currentThread();
  private @Nullable Result<T> result;
  private @Nullable Throwable failure;
  private volatile State state = State.QUEUED;

  private record Result<T>(T value) {}

  private enum State {
    QUEUED,
    LEADS,
    ENDED
  }

  SqliteTurn(String what, Work<T> work) {
    this.what = what;
    this.work = work;
  }

  /**
   * Waits until it was run, or shall lead. An interrupt takes it back if nobody runs it yet;
   * otherwise the outcome is waited for, as it will be durable.
   *
   * @return true if it shall lead
   */
  boolean awaitEndOrLead(Predicate<SqliteTurn<?>> withdraw) {
    boolean interrupted = false;
    while (state == State.QUEUED) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        if (withdraw.test(this)) {
          throw SqliteFailures.interrupted(what, new InterruptedException());
        }
      }
    }
    if (interrupted) {
      caller.interrupt();
    }
    return state == State.LEADS;
  }

  void lead() {
    state = State.LEADS;
    LockSupport.unpark(caller);
  }

  void end() {
    state = State.ENDED;
    if (!caller.equals(Thread.currentThread())) {
      LockSupport.unpark(caller);
    }
  }

  /**
   * Does the work within a transaction. A refusal is an outcome like another, as long as nothing
   * was written before it.
   *
   * @return false if the transaction must be rolled back
   */
  boolean run(Session session) {
    long before = session.updates();
    result = null;
    failure = null;
    try {
      result = new Result<>(work.run(session));
      return true;
    } catch (SQLException e) {
      failure = e;
      return false;
    } catch (RuntimeException e) {
      failure = e;
      return session.updates() == before;
    }
  }

  void fail(Throwable e) {
    failure = e;
  }

  /** Returns or throws the outcome, on the caller's thread. */
  T result() {
    Throwable thrown = failure;
    if (thrown instanceof SQLException e) {
      throw SqliteFailures.of(what, e);
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return Objects.requireNonNull(result, "a turn that has ended").value();
  }
}
