package dev.atom.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Connections that threads take in turn, as an application's pool has them: opened when none is free,
 * up to a number, and closed with the pool.
 */
public final class SharedConnections implements AutoCloseable {
  private final String url;
  private final int most;
  private final AtomicInteger opened = new AtomicInteger();
  private final BlockingQueue<Connection> free = new LinkedBlockingQueue<>();
  private final Queue<Connection> all = new ConcurrentLinkedQueue<>();

  /**
   * Makes a pool.
   *
   * @param url the database
   * @param most how many connections it opens at most; who comes when all are lent waits
   */
  public SharedConnections(String url, int most) {
    this.url = url;
    this.most = most;
  }

  /**
   * Returns what lends connections.
   *
   * @return gives back a connection to the pool where its borrower closes it
   */
  public DataSource dataSource() {
    return proxy(DataSource.class, (proxy, method, arguments) -> lent(taken()));
  }

  private Connection taken() throws SQLException, InterruptedException {
    Connection known = free.poll();
    if (known != null) {
      return known;
    }
    if (opened.getAndUpdate(count -> Math.min(count + 1, most)) == most) {
      return free.take();
    }
    Connection another = DriverManager.getConnection(url);
    all.add(another);
    return another;
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
