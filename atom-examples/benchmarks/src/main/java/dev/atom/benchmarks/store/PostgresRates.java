package dev.atom.benchmarks.store;

import dev.atom.benchmarks.SharedConnections;
import dev.atom.jdbc.PostgresStore;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints what {@link PostgresStore} reaches on a server: appends beside one statement written by hand,
 * then jobs, unique keys and reads.
 */
public final class PostgresRates {
  private static final int BATCH = 50;

  /** More than there are threads, so that none waits for another's. */
  private static final int CONNECTIONS = 80;

  private PostgresRates() {}

  /**
   * Runs the comparison in the database's public schema, which it empties.
   *
   * @param args the database's JDBC URL; then, if wanted, rounds and milliseconds for each
   * @throws Exception if a side fails
   */
  public static void main(String[] args) throws Exception {
    String url = args[0];
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Duration time = Duration.ofMillis(args.length > 2 ? Long.parseLong(args[2]) : 2_000);
    System.out.println(
        "| threads | side | appends/s | p50 µs | p99 µs | CPU µs | of the best floor |");
    System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for (int threads : new int[] {1, 8, 64}) {
      System.out.print(StoreRates.table(List.of(bare(url), atom(url)), threads, rounds, time));
    }
    for (int workers : new int[] {1, 4}) {
      System.out.printf(
          Locale.ROOT,
          "jobs/s, leased and done by %d, %d workers: %,.0f%n",
          BATCH,
          workers,
          jobs(url, workers, 20_000 * workers));
    }
    System.out.printf(Locale.ROOT, "unique keys/s, 8 threads: %,.0f%n", keys(url, 8, 2_000));
    System.out.printf(Locale.ROOT, "last 20 of 300 events, µs: %,.0f%n", last(url, 5_000));
  }

  private static StoreRates.Named bare(String url) {
    return new StoreRates.Named(
        "bare, one statement",
        () -> {
          empty(url);
          try (Connection connection = DriverManager.getConnection(url)) {
            BarePostgres.makeTables(connection);
          }
          return new Side() {
            @Override
            public Appender appender() throws SQLException {
              BarePostgres bare = new BarePostgres(DriverManager.getConnection(url));
              return new Appender() {
                @Override
                public void append(int subject, long version) throws SQLException {
                  bare.write(subject, version);
                }

                @Override
                public void close() throws SQLException {
                  bare.close();
                }
              };
            }

            @Override
            public void close() {}
          };
        });
  }

  private static StoreRates.Named atom(String url) {
    return new StoreRates.Named(
        "PostgresStore",
        () -> {
          empty(url);
          SharedConnections connections = new SharedConnections(url, CONNECTIONS);
          PostgresStore store = PostgresStore.on(connections.dataSource(), Clock.systemUTC());
          return new Side() {
            @Override
            public Appender appender() {
              return (subject, version) ->
                  store.append(Shape.append(Shape.subject(subject), version));
            }

            @Override
            public void close() throws SQLException {
              connections.close();
            }
          };
        });
  }

  private static void empty(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
  }

  /** What is done with a store by one of several threads. */
  private interface Work {
    void run(PostgresStore store, int thread);
  }

  /** Returns how long threads take, each with its own connection. */
  private static double seconds(PostgresStore store, int threads, Work work) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    long begin = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      FutureTask<Void> task = new FutureTask<>(() -> work.run(store, thread), null);
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double jobs(String url, int workers, int jobs) throws Exception {
    empty(url);
    try (SharedConnections connections = new SharedConnections(url, CONNECTIONS)) {
      PostgresStore store = PostgresStore.on(connections.dataSource(), Clock.systemUTC());
      for (int i = 0; i < jobs; i += 1_000) {
        Append.Builder append = Append.to(new Subject("acme", "case", "s" + i));
        for (int k = 0; k < 1_000; k++) {
          append.plan(NewJob.timer("t" + k, "work", Clock.systemUTC().instant()));
        }
        store.append(append.build());
      }
      AtomicLong done = new AtomicLong();
      double seconds = seconds(store, workers, (s, thread) -> work(s, "w" + thread, done));
      if (done.get() != jobs) {
        throw new IllegalStateException(done + " of " + jobs + " jobs were done");
      }
      return jobs / seconds;
    }
  }

  private static void work(PostgresStore store, String worker, AtomicLong done) {
    JobClaim claim = JobClaim.of(worker, Set.of("work"), BATCH, Duration.ofMinutes(1));
    for (List<Job> jobs = store.claim(claim).jobs();
        !jobs.isEmpty();
        jobs = store.claim(claim).jobs()) {
      store.change(jobs.stream().map(JobChange::done).toList());
      done.addAndGet(jobs.size());
    }
  }

  private static double keys(String url, int threads, int keys) throws Exception {
    empty(url);
    try (SharedConnections connections = new SharedConnections(url, CONNECTIONS)) {
      PostgresStore store = PostgresStore.on(connections.dataSource(), Clock.systemUTC());
      Work work =
          (s, thread) -> {
            for (int i = 0; i < keys; i++) {
              UniqueKey key = new UniqueKey("acme", "message", thread + "-" + i);
              s.append(Append.to(Shape.subject(thread)).unique(key, "x").build());
            }
          };
      return threads * keys / seconds(store, threads, work);
    }
  }

  private static double last(String url, int reads) throws Exception {
    empty(url);
    try (SharedConnections connections = new SharedConnections(url, CONNECTIONS)) {
      PostgresStore store = PostgresStore.on(connections.dataSource(), Clock.systemUTC());
      for (int subject = 0; subject < 100; subject++) {
        for (int i = 0; i < 100; i++) {
          store.append(Shape.append(Shape.subject(subject), 3L * i));
        }
      }
      Work work =
          (s, thread) -> {
            for (int i = 0; i < reads; i++) {
              if (s.read(Shape.subject(i % 100), EventRange.last(20)).size() != 20) {
                throw new IllegalStateException(Json.of(i).toString());
              }
            }
          };
      seconds(store, 1, work);
      return seconds(store, 1, work) * 1e6 / reads;
    }
  }
}
