package dev.atom.benchmarks.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The cheapest pool there is: each thread keeps a connection, which is closed with the pool. */
final class ThreadConnections implements AutoCloseable {
  private final String url;
  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private final Map<Thread, Connection> mine = new ConcurrentHashMap<>();

  ThreadConnections(String url) {
    this.url = url;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, (method, arguments) -> connection());
  }

  private Connection connection() throws SQLException {
    Connection known = mine.get(Thread.currentThread());
    return known == null ? opened() : known;
  }

  private Connection opened() throws SQLException {
    Connection real = DriverManager.getConnection(url);
    opened.add(real);
    Connection lent = kept(real);
    mine.put(Thread.currentThread(), lent);
    return lent;
  }

  /** Lends a connection that a caller can't close. */
  private static Connection kept(Connection real) {
    return proxy(
        Connection.class,
        (method, arguments) ->
            method.getName().equals("close") ? null : method.invoke(real, arguments));
  }

  private interface Calls {
    @Nullable Object on(java.lang.reflect.Method method, Object[] arguments) throws Exception;
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
