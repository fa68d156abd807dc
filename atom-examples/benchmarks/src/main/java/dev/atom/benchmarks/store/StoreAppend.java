package dev.atom.benchmarks.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One durable append of one caller: three events, an effect and a timer by compare-and-set, to the
 * store on SQLite and by hand. Both write WAL with {@code synchronous=FULL}, into files of the same
 * folder. {@link StoreRates} measures many callers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreAppend {
  private static final int SUBJECTS = 64;

  private final Path folder;
  private final Side store;
  private final Side bare;
  private final Side.Appender stored;
  private final Side.Appender written;
  private final long[] versions = new long[SUBJECTS];
  private int call;

  /** Opens both. */
  public StoreAppend() {
    try {
      folder = Files.createTempDirectory("atom-benchmarks");
      store = Sides.atom(folder.resolve("atom.db"));
      bare = Sides.bareEach(folder.resolve("bare.db"));
      stored = store.appender();
      written = bare.appender();
    } catch (Exception e) {
      throw new IllegalStateException("a side can't be opened", e);
    }
  }

  /**
   * Closes and deletes both.
   *
   * @throws Exception if one can't be closed
   */
  @TearDown
  public void close() throws Exception {
    written.close();
    bare.close();
    store.close();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    }
  }

  /**
   * The floor: the shape by hand, in one transaction.
   *
   * @return the version after it
   * @throws Exception if it can't be written
   */
  @Benchmark
  public long bareAppend() throws Exception {
    return next(written);
  }

  /**
   * The store.
   *
   * @return the version after it
   * @throws Exception if it can't be written
   */
  @Benchmark
  public long append() throws Exception {
    return next(stored);
  }

  private long next(Side.Appender appender) throws Exception {
    int subject = call++ % SUBJECTS;
    appender.append(subject, versions[subject]);
    versions[subject] += 3;
    return versions[subject];
  }
}
