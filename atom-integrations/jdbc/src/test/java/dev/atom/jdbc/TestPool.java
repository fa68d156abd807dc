package dev.atom.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A small pool of connections, as a host has one; broken connections are thrown away. */
public final class TestPool implements DataSource, AutoCloseable {
  private final DataSource source;
  private final Semaphore free;
  private final int size;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  public TestPool(DataSource source, int size) {
    this.source = source;
    this.size = size;
    this.free = new Semaphore(size);
  }

  /** Of a new database of the PostgreSQL server that the tests of this JVM share. */
  public static TestPool postgres(int size) {
    PostgresServer server = PostgresServer.shared();
    return new TestPool(server.dataSource(server.newDatabase()), size);
  }

  public static TestPool of(String url, int size) {
    if (url.startsWith("jdbc:mariadb:")) {
      return new TestPool(MariaServer.source(url), size);
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    return new TestPool(source, size);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (!free.tryAcquire()) {
      free.acquireUninterruptibly();
    }
    try {
      Connection pooled = idle.poll();
      Connection real = pooled == null ? source.getConnection() : pooled;
      return lent(real);
    } catch (SQLException | RuntimeException e) {
      free.release();
      throw e;
    }
  }

  /** How many connections are with callers now. */
  public int lent() {
    return size - free.availablePermits();
  }

  private Connection lent(Connection real) {
    boolean[] returned = {false};
    return (Connection)
        Proxy.newProxyInstance(
            TestPool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (!returned[0]) {
                  returned[0] = true;
                  giveBack(real);
                }
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void giveBack(Connection real) throws SQLException {
    if (!real.isClosed()) {
      idle.push(real);
    }
    free.release();
  }

  @Override
  public void close() throws SQLException {
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      each.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(System.err, true);
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no " + type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
