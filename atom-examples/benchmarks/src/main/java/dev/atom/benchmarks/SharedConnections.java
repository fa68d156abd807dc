package dev.atom.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;

/** A few connections that many virtual threads take in turn, as an application's pool has them. */
final class SharedConnections implements AutoCloseable {
  private final BlockingQueue<Connection> free;
  private final List<Connection> all = new ArrayList<>();

  SharedConnections(String url, int connections) throws SQLException {
    free = new ArrayBlockingQueue<>(connections);
    for (int i = 0; i < connections; i++) {
      Connection connection = DriverManager.getConnection(url);
      all.add(connection);
      free.add(connection);
    }
  }

  DataSource dataSource() {
    return proxy(DataSource.class, (proxy, method, arguments) -> lent(free.take()));
  }

  /** Closing gives it back. */
  private Connection lent(Connection real) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            free.add(real);
            return null;
          }
          return invoke(real, method, arguments);
        });
  }

  private static Object invoke(Connection real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    ClassLoader loader = SharedConnections.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, calls));
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : all) {
      connection.close();
    }
  }
}
