package dev.atom.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The connections of a host that dies: all are closed as they stand, and there are no new ones. */
final class DyingSource implements DataSource {
  private final DataSource source;
  private final List<Connection> all = new CopyOnWriteArrayList<>();
  private volatile String fatal = "";
  private volatile boolean dead;

  DyingSource(DataSource source) {
    this.source = source;
  }

  void die() {
    dead = true;
    for (Connection each : all) {
      try {
        each.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Dies where a statement that begins so is to be prepared. */
  void dieBefore(String statement) {
    fatal = statement;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (dead) {
      throw new SQLException("the host is dead", "08006");
    }
    Connection real = source.getConnection();
    all.add(real);
    return (Connection)
        Proxy.newProxyInstance(
            DyingSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")
                  && !fatal.isEmpty()
                  && ((String) arguments[0]).startsWith(fatal)) {
                die();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
