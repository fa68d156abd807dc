package dev.atom.benchmarks.jobs;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.atom.jdbc.PostgresStore;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/** Transactions a second that write a row of the host's and plan a job, on PostgreSQL. */
final class Planning {
  private static final int EACH = 1_000;

  private Planning() {}

  /** Plans a job on the host's connection, within its transaction. */
  private interface Planner {
    void plan(Connection connection, String name, Instant at) throws SQLException;
  }

  /** Prepares the tables of a planner. */
  private interface Maker {
    Planner on(HikariDataSource database) throws SQLException;
  }

  private record Named(String name, Maker maker) {}

  static void print(Databases databases, int rounds) throws Exception {
    System.out.println("| a host's row and a job, transactions/s | 1 thread | 8 threads |");
    System.out.println("| --- | ---: | ---: |");
    List<Named> all =
        List.of(
            new Named("floor", Planning::floor),
            new Named("Atom", Planning::atom),
            new Named("db-scheduler", Planning::scheduler));
    double[][][] rates = new double[all.size()][2][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < all.size(); i++) {
        for (int threads = 0; threads < 2; threads++) {
          double rate = rate(databases, all.get(i).maker(), threads == 0 ? 1 : 8);
          if (round >= 0) {
            rates[i][threads][round] = rate;
          }
        }
      }
    }
    for (int i = 0; i < all.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %,.0f | %,.0f |%n",
          all.get(i).name(),
          JobRates.median(rates[i][0]),
          JobRates.median(rates[i][1]));
    }
    System.out.println();
  }

  private static double rate(Databases databases, Maker maker, int threads) throws Exception {
    try (HikariDataSource database = databases.postgres(threads + 1)) {
      execute(database, "CREATE TABLE orders (id text PRIMARY KEY)");
      Planner planner = maker.on(database);
      List<FutureTask<Void>> tasks = new ArrayList<>();
      long begin = System.nanoTime();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        FutureTask<Void> task = new FutureTask<>(() -> write(database, planner, number));
        tasks.add(task);
        Thread.ofPlatform().start(task);
      }
      for (FutureTask<Void> task : tasks) {
        task.get();
      }
      return threads * EACH / ((System.nanoTime() - begin) / 1e9);
    }
  }

  private static Void write(DataSource database, Planner planner, int thread) throws SQLException {
    Instant later = Instant.now().plusSeconds(3_600);
    for (int i = 0; i < EACH; i++) {
      String name = "o-" + thread + "-" + i;
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES (?)")) {
          insert.setString(1, name);
          insert.executeUpdate();
        }
        planner.plan(connection, name, later);
        connection.commit();
      }
    }
    return null;
  }

  private static Planner floor(DataSource database) throws SQLException {
    execute(
        database,
        "CREATE TABLE jobs (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " name text NOT NULL UNIQUE, due bigint NOT NULL);"
            + " CREATE INDEX jobs_due ON jobs (due)");
    return (connection, name, at) -> {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO jobs (name, due) VALUES (?, ?)")) {
        insert.setString(1, name);
        insert.setLong(2, at.toEpochMilli());
        insert.executeUpdate();
      }
    };
  }

  private static Planner atom(DataSource database) {
    PostgresStore store = PostgresStore.on(database, Clock.systemUTC());
    return (connection, name, at) ->
        store.append(
            connection,
            Append.to(new Subject("acme", "order", name))
                .plan(NewJob.timer("ship", "ship", at))
                .build());
  }

  private static Planner scheduler(DataSource database) throws SQLException {
    DbScheduler.makeTables(database);
    OneTimeTask<Void> task = Tasks.oneTime("ship", Void.class).execute((instance, context) -> {});
    return (connection, name, at) ->
        DbScheduler.client(lending(connection), task).scheduleIfNotExists(task.instance(name), at);
  }

  /** The only way for it to join a transaction: a source of one connection that can't be closed. */
  private static DataSource lending(Connection connection) {
    Connection open =
        proxy(
            Connection.class,
            (method, arguments) ->
                method.getName().equals("close") ? null : method.invoke(connection, arguments));
    return proxy(DataSource.class, (method, arguments) -> open);
  }

  private interface Calls {
    Object on(java.lang.reflect.Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            Planning.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return calls.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
