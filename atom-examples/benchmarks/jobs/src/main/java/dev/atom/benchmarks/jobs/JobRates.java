package dev.atom.benchmarks.jobs;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.zaxxer.hikari.HikariDataSource;
import dev.atom.benchmarks.jobs.Contender.Named;
import dev.atom.benchmarks.jobs.Contender.Planned;
import dev.atom.jdbc.PostgresStore;
import dev.atom.jdbc.SqliteStore;
import dev.atom.store.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Prints how many tiny jobs a second Atom, db-scheduler and a floor run that are due already, how late
 * they begin those that are due at instants ahead, and how many they plan. All take turns on one
 * server; medians of the rounds.
 */
public final class JobRates {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Clock CLOCK = Clock.systemUTC();

  private final Databases databases;
  private final int rounds;

  private JobRates(Databases databases, int rounds) {
    this.databases = databases;
    this.rounds = rounds;
  }

  /**
   * Runs the comparison in the database's public schema, which it empties.
   *
   * @param args the database's JDBC URL, whose user may empty the schema and make checkpoints, and a
   *     folder for SQLite's files; then, if wanted, rounds, seconds of lateness, and which parts, of
   *     {@code throughput,lateness,planning}; {@code -Donly=Atom} measures throughput of those whose
   *     name contains it, and the floors'
   * @throws Exception if a side fails
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    Duration time = Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : 20);
    String parts = args.length > 4 ? args[4] : "throughput,lateness,planning";
    JobRates rates = new JobRates(new Databases(args[0], Path.of(args[1])), rounds);
    if (parts.contains("throughput")) {
      rates.printThroughput();
    }
    if (parts.contains("lateness")) {
      rates.printLateness(500, time);
    }
    if (parts.contains("planning")) {
      Planning.print(rates.databases, rounds);
    }
  }

  private void printThroughput() throws Exception {
    for (List<Named> all : List.of(onPostgres(), onSqlite(), inMemory())) {
      List<Named> group = wanted(all);
      System.out.println("| jobs/s | 1,000 waiting | of the floor | 10,000 | of the floor |");
      System.out.println("| --- | ---: | ---: | ---: | ---: |");
      Map<String, double[]> few = throughput(group, 1_000);
      Map<String, double[]> many = throughput(group, 10_000);
      double fewFloor = median(few.get(group.getFirst().name()));
      double manyFloor = median(many.get(group.getFirst().name()));
      for (Named each : group) {
        double fewRate = median(few.get(each.name()));
        double manyRate = median(many.get(each.name()));
        System.out.printf(
            Locale.ROOT,
            "| %s | %,.0f | %.2f | %,.0f | %.2f |%n",
            each.name(),
            fewRate,
            fewRate / fewFloor,
            manyRate,
            manyRate / manyFloor);
      }
      System.out.println();
    }
  }

  /** The first of a group, which is its floor, and those whose names are asked for. */
  private static List<Named> wanted(List<Named> group) {
    String only = System.getProperty("only", "");
    return group.stream()
        .filter(each -> each.equals(group.getFirst()) || each.name().contains(only))
        .toList();
  }

  private List<Named> onPostgres() {
    return List.of(
        floor(1),
        floor(4),
        atom(64),
        atom(256),
        scheduler("lock-and-fetch", SHORT, s -> s.pollUsingLockAndFetch(0.5, 4.0)),
        scheduler("fetch", SHORT, s -> s.pollUsingFetch(0.5, 4.0)));
  }

  private Named floor(int workers) {
    return new Named(
        "floor on PostgreSQL, workers: " + workers,
        () -> {
          HikariDataSource pool = databases.postgres(workers + 1);
          return new Floor(pool, pool, workers);
        });
  }

  private Named atom(int concurrency) {
    return new Named(
        "Atom on PostgreSQL, " + concurrency + " at once",
        () -> {
          HikariDataSource pool = databases.postgres(10);
          return new AtomJobs(PostgresStore.on(pool, CLOCK), pool, concurrency);
        });
  }

  private Named scheduler(String name, Duration poll, UnaryOperator<SchedulerBuilder> strategy) {
    return new Named(
        "db-scheduler on PostgreSQL, " + name + ", 50 threads",
        () ->
            new DbScheduler(
                databases.postgres(52), s -> strategy.apply(s.threads(50).pollingInterval(poll))));
  }

  private List<Named> onSqlite() {
    return List.of(
        new Named(
            "floor on SQLite, workers: 1",
            () -> {
              Path file = databases.file();
              HikariDataSource pool = Databases.sqlite(file, 2);
              return new Floor(pool, () -> close(pool, file), 1);
            }),
        sqlite(64),
        sqlite(256),
        new Named(
            "db-scheduler on SQLite, fetch, 4 threads",
            () ->
                new DbScheduler(
                    Databases.sqlite(databases.file(), 6),
                    s -> s.threads(4).pollingInterval(SHORT).pollUsingFetch(0.5, 4.0))));
  }

  private Named sqlite(int concurrency) {
    return new Named(
        "Atom on SQLite, " + concurrency + " at once",
        () -> {
          Path file = databases.file();
          return new AtomJobs(
              SqliteStore.open(file, CLOCK), () -> Databases.delete(file), concurrency);
        });
  }

  private static void close(HikariDataSource pool, Path file) throws Exception {
    pool.close();
    Databases.delete(file);
  }

  private static List<Named> inMemory() {
    return List.of(memory(64), memory(256));
  }

  private static Named memory(int concurrency) {
    return new Named(
        "Atom in memory, " + concurrency + " at once",
        () -> new AtomJobs(MemoryStore.create(CLOCK), () -> {}, concurrency));
  }

  private Map<String, double[]> throughput(List<Named> group, int count) throws Exception {
    Map<String, double[]> rates = new LinkedHashMap<>();
    group.forEach(each -> rates.put(each.name(), new double[rounds]));
    for (int round = -1; round < rounds; round++) { // the first only warms up
      for (Named each : group) {
        double rate = throughput(each, count);
        if (round >= 0) {
          rates.get(each.name())[round] = rate;
        }
      }
    }
    return rates;
  }

  /** Jobs a second of those that wait, the first ones of a process of this contender aside. */
  private static double throughput(Named named, int count) throws Exception {
    try (Contender contender = named.maker().make()) {
      int warm = 2_000;
      AtomicLong began = new AtomicLong();
      AtomicInteger runs = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(warm + count);
      CountDownLatch warmed = new CountDownLatch(warm);
      long planning = System.nanoTime();
      plan(contender, "w", warm, Instant.now());
      long ahead = 3 * (System.nanoTime() - planning) / warm * count;
      contender.start(
          planned -> {
            runs.incrementAndGet();
            warmed.countDown();
            all.countDown();
          });
      warmed.await();
      // Planned ahead and due at one instant: what is measured is running, with nothing else going
      // on.
      Instant due = Instant.now().plusMillis(500).plusNanos(ahead);
      plan(contender, "j", count, due);
      if (Instant.now().isAfter(due)) {
        throw new IllegalStateException(named.name() + ": planning took longer than expected");
      }
      Thread.sleep(Duration.between(Instant.now(), due));
      began.set(System.nanoTime());
      all.await();
      double rate = count / ((System.nanoTime() - began.get()) / 1e9);
      if (runs.get() != warm + count) {
        throw new IllegalStateException(named.name() + " ran " + runs + " jobs");
      }
      return rate;
    }
  }

  private static void plan(Contender contender, String prefix, int count, Instant at)
      throws Exception {
    for (int from = 0; from < count; from += 500) {
      List<Planned> jobs = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + 500); i++) {
        jobs.add(new Planned(prefix + i, at));
      }
      contender.plan(jobs);
    }
  }

  private void printLateness(int perSecond, Duration time) throws Exception {
    System.out.printf("| late by, at %d jobs/s | p50 ms | p99 ms | at most ms |%n", perSecond);
    System.out.println("| --- | ---: | ---: | ---: |");
    List<Named> all =
        List.of(
            atom(64),
            scheduler("lock-and-fetch, poll 20 ms", SHORT, s -> s.pollUsingLockAndFetch(0.5, 4.0)),
            scheduler("fetch, poll 20 ms", SHORT, s -> s.pollUsingFetch(0.5, 4.0)),
            scheduler("lock-and-fetch, poll 1 s", SECOND, s -> s.pollUsingLockAndFetch(0.5, 4.0)),
            sqlite(64),
            memory(64));
    for (Named each : all) {
      long[] micros = lateness(each, perSecond, time);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f |%n",
          each.name(),
          micros[micros.length / 2] / 1e3,
          micros[micros.length * 99 / 100] / 1e3,
          micros[micros.length - 1] / 1e3);
    }
    System.out.println();
  }

  private static long[] lateness(Named named, int perSecond, Duration time) throws Exception {
    int count = (int) (perSecond * time.toSeconds());
    int warm = 2 * perSecond;
    try (Contender contender = named.maker().make()) {
      Instant begin = Instant.now().plusSeconds(3);
      List<Planned> jobs = new ArrayList<>();
      for (int i = 0; i < warm + count; i++) {
        jobs.add(new Planned("t" + i, begin.plusNanos(1_000_000_000L * i / perSecond)));
        if (jobs.size() == 500 || i == warm + count - 1) {
          contender.plan(jobs);
          jobs = new ArrayList<>();
        }
      }
      Instant measured = begin.plusNanos(1_000_000_000L * warm / perSecond);
      long[] late = new long[count];
      AtomicInteger next = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(count);
      contender.start(
          planned -> {
            if (!planned.isBefore(measured.minusNanos(1_000_000))) {
              int i = next.getAndIncrement();
              if (i < count) {
                late[i] = Duration.between(planned, Instant.now()).toNanos() / 1_000;
                all.countDown();
              }
            }
          });
      all.await();
      Arrays.sort(late);
      return late;
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
