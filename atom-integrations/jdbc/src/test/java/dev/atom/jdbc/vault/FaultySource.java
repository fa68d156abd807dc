package dev.atom.jdbc.vault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A way to a database on which one call fails: the n-th of all that go to a data source, a connection,
 * a statement or a result. Connections to a server are kept for the next, as a pool would.
 */
final class FaultySource implements AutoCloseable {
  private static final Set<Class<?>> WATCHED =
      Set.of(Connection.class, PreparedStatement.class, Statement.class, ResultSet.class);

  private final DataSource real;
  private final @Nullable Deque<Connection> idle;
  private final Fault fault;
  private final int at;
  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<Connection> all = new ConcurrentLinkedQueue<>();
  private final Set<String> statements = ConcurrentHashMap.newKeySet();
  private volatile String hit = "";

  /** What happens at the call. */
  enum Fault {
    /** Nothing but the failure. */
    BEFORE,
    /** It takes effect, and the answer is lost. */
    AFTER,
    /** The connection is gone before the call. */
    BROKEN,
    /** It takes effect, and then the connection is gone. */
    BROKEN_AFTER,
    /** The database says that another transaction was in the way; nothing happened. */
    LOST_RACE
  }

  /**
   * Fails at one call.
   *
   * @param idle connections that wait to be lent again; null if each is closed after its use
   * @param at the call's number from 1; 0 for none
   */
  FaultySource(DataSource real, @Nullable Deque<Connection> idle, Fault fault, int at) {
    this.real = real;
    this.idle = idle;
    this.fault = fault;
    this.at = at;
  }

  DataSource source() {
    return (DataSource) watching(DataSource.class, real, null);
  }

  /** Returns which call failed; empty if there were not so many. */
  String hit() {
    return hit;
  }

  /** Returns every statement that was prepared or executed. */
  Set<String> statements() {
    return statements;
  }

  private Object watching(Class<?> type, Object target, @Nullable Connection connection) {
    return Proxy.newProxyInstance(
        FaultySource.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> call(target, method, arguments, connection));
  }

  private @Nullable Object call(
      Object target, Method method, Object @Nullable [] arguments, @Nullable Connection connection)
      throws Throwable {
    boolean mayFail = Arrays.asList(method.getExceptionTypes()).contains(SQLException.class);
    if (fault == Fault.LOST_RACE) {
      // Nothing else can meet another transaction.
      mayFail &= method.getName().startsWith("execute") || method.getName().equals("commit");
    }
    boolean fails = mayFail && calls.incrementAndGet() == at;
    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
      statements.add(sql);
    }
    if (!fails) {
      return answer(target, method, arguments, connection);
    }
    hit = method.getName();
    if (fault == Fault.BROKEN && connection != null) {
      connection.close();
    }
    if (fault == Fault.AFTER || fault == Fault.BROKEN_AFTER) {
      answer(target, method, arguments, connection);
    }
    if (fault == Fault.BROKEN_AFTER && connection != null) {
      connection.close();
    }
    if (fault == Fault.LOST_RACE) {
      throw new SQLException("injected", "40001", 1213);
    }
    throw new SQLException("injected", fault == Fault.BEFORE ? "57014" : "08006", 10);
  }

  private @Nullable Object answer(
      Object target, Method method, Object @Nullable [] arguments, @Nullable Connection connection)
      throws Throwable {
    if (target instanceof DataSource) {
      Connection opened = opened();
      return watching(Connection.class, opened, opened);
    }
    if (target instanceof Connection closing && method.getName().equals("close")) {
      giveBack(closing);
      return null;
    }
    try {
      Object result = method.invoke(target, arguments);
      return WATCHED.contains(method.getReturnType())
          ? watching(method.getReturnType(), result, connection)
          : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Connection opened() throws SQLException {
    if (idle != null) {
      for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
        if (!kept.isClosed()) {
          all.add(kept);
          return kept;
        }
      }
    }
    Connection opened = real.getConnection();
    all.add(opened);
    return opened;
  }

  private void giveBack(Connection connection) throws SQLException {
    if (idle == null) {
      connection.close();
    } else if (!connection.isClosed()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (!idle.contains(connection)) {
        idle.push(connection);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection each : all) {
      if (idle == null || !idle.contains(each)) {
        each.close();
      }
    }
  }
}
