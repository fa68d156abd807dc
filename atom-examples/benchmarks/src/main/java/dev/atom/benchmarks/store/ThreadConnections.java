package dev.atom.benchmarks.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** The cheapest pool there is: each thread keeps a connection, which is closed with the pool. */
final class ThreadConnections implements AutoCloseable {
  private final String url;
  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Connection> mine = new ThreadLocal<>();

  ThreadConnections(String url) {
    this.url = url;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, (method, arguments) -> connection());
  }

  private Connection connection() throws SQLException {
    Connection connection = mine.get();
    if (connection == null) {
      Connection real = DriverManager.getConnection(url);
      opened.add(real);
      connection =
          proxy(
              Connection.class,
              (method, arguments) ->
                  method.getName().equals("close") ? null : method.invoke(real, arguments));
      mine.set(connection);
    }
    return connection;
  }

  private interface Calls {
    Object on(java.lang.reflect.Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            ThreadConnections.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return calls.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public void close() throws SQLException {
    for (Connection each : opened) {
      each.close();
    }
  }
}
