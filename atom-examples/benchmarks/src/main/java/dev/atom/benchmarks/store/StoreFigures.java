package dev.atom.benchmarks.store;

import dev.atom.jdbc.SqliteStore;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** Prints what the store on SQLite reaches besides appends, and bare code beside it. */
public final class StoreFigures {
  private static final int THREADS = 8;
  private static final int BATCH = 50;

  private StoreFigures() {}

  /**
   * Measures.
   *
   * @param args a folder on the disk to measure, then, if wanted, the number of subjects and the
   *     milliseconds for each figure
   * @throws Exception if a side fails
   */
  public static void main(String[] args) throws Exception {
    int subjects = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    Duration time = Duration.ofMillis(args.length > 2 ? Long.parseLong(args[2]) : 3_000);
    System.out.print(table(Path.of(args[0]), subjects, time));
  }

  static String table(Path parent, int subjects, Duration time) throws Exception {
    Path folder = Files.createTempDirectory(parent, "store-figures");
    try (SqliteStore store = SqliteStore.open(folder.resolve("atom.db"), Clock.systemUTC());
        BareFigures bare = new BareFigures(folder.resolve("bare.db"))) {
      double[] reads = reads(store, subjects, time);
      double[] bareReads = bare.reads(subjects, time);
      return "| figure | bare | SqliteStore |\n| --- | ---: | ---: |\n"
          + line("last 20 of one of " + subjects + " subjects, p50 µs", bareReads[0], reads[0])
          + line("last 20, p99 µs", bareReads[1], reads[1])
          + line(
              "unique keys/s, " + THREADS + " threads", bare.keys(THREADS, time), keys(store, time))
          + line("jobs/s, claimed and done by " + BATCH, bare.jobs(BATCH, time), jobs(store, time));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static String line(String figure, double bare, double store) {
    return String.format(Locale.ROOT, "| %s | %,.1f | %,.1f |%n", figure, bare, store);
  }

  private static double[] reads(SqliteStore store, int subjects, Duration time) {
    NewEvent event = new NewEvent("message_received", Shape.DATA, "customer", Optional.empty());
    for (int i = 0; i < subjects; i++) {
      Append.Builder append = Append.to(Shape.subject(i));
      for (int e = 0; e < 25; e++) {
        append.event(event);
      }
      store.append(append.build());
    }
    Random random = new Random(1);
    return percentiles(
        time,
        () -> {
          Subject subject = Shape.subject(random.nextInt(subjects));
          return store.read(subject, EventRange.last(20)).size();
        });
  }

  /** What is called again and again. */
  interface Call {
    int run() throws Exception;
  }

  /** Returns the median and the 99th of a hundred, in microseconds, of the second half of a time. */
  static double[] percentiles(Duration time, Call call) {
    long[] times = new long[1 << 20];
    int count = 0;
    long begin = System.nanoTime();
    long before = begin;
    while (before - begin < time.toNanos() && count < times.length) {
      int found;
      try {
        found = call.run();
      } catch (Exception e) {
        throw new IllegalStateException("a call failed", e);
      }
      if (found != 20) {
        throw new IllegalStateException("20 are wanted, not " + found);
      }
      long after = System.nanoTime();
      times[count++] = after - before;
      before = after;
    }
    long[] last = Arrays.copyOfRange(times, count / 2, count);
    Arrays.sort(last);
    return new double[] {last[last.length / 2] / 1e3, last[(int) (last.length * 0.99)] / 1e3};
  }

  private static double keys(SqliteStore store, Duration time) throws Exception {
    return rate(
        THREADS,
        time,
        (thread, i) -> {
          Subject subject = Shape.subject(thread);
          UniqueKey key = new UniqueKey("acme", "message", thread + "/" + i);
          store.append(Append.to(subject).unique(key, "m-" + i).build());
        });
  }

  /** What threads call with their number and how often they have. */
  interface Counted {
    void run(int thread, int call) throws Exception;
  }

  /** Returns how many calls a second threads make together. */
  static double rate(int threads, Duration time, Counted call) throws Exception {
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    long begin = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      FutureTask<Integer> task =
          new FutureTask<>(
              () -> {
                int calls = 0;
                while (System.nanoTime() - begin < time.toNanos()) {
                  call.run(thread, calls);
                  calls++;
                }
                return calls;
              });
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    int all = 0;
    for (FutureTask<Integer> task : tasks) {
      all += task.get();
    }
    return all / ((System.nanoTime() - begin) / 1e9);
  }

  private static double jobs(SqliteStore store, Duration time) {
    JobClaim claim = JobClaim.of("w", Set.of("reply"), BATCH, Duration.ofMinutes(1));
    long spent = 0;
    long done = 0;
    for (int group = 0; spent < time.toNanos(); group++) {
      Append.Builder append = Append.to(Shape.subject(0));
      for (int i = 0; i < 10 * BATCH; i++) {
        append.plan(NewJob.effect(group + "/" + i, "reply", Json.Obj.EMPTY));
      }
      store.append(append.build());
      long begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        List<Job> jobs = store.claim(claim).jobs();
        store.change(jobs.stream().map(JobChange::done).toList());
        done += jobs.size();
      }
      spent += System.nanoTime() - begin;
    }
    return done / (spent / 1e9);
  }
}
