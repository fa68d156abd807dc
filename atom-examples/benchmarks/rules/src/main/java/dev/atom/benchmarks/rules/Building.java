package dev.atom.benchmarks.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long it takes until rules can be used, and the memory they then hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Building {
  @Param public Side side;

  @Param("1000")
  public int rules;

  private List<List<Test>> tests;
  private Contender built;

  /** What is held after the collection of garbage. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Held {
    public long heapBytes;
    public long metaspaceBytes;
  }

  /** Makes the tests that the rules are built of. */
  @Setup(Level.Trial)
  public void workload() {
    tests = Workload.rules(rules, Matching.SEED);
  }

  /** Builds the rules and matches an event once, for those who build late. */
  @Benchmark
  public int build() throws Exception {
    built = side.of(tests);
    return built.match(built.prepare(Workload.events(Matching.SEED).get(0)));
  }

  /** The same, with the memory measured before and after; its time means nothing. */
  @Benchmark
  public int memory(Held held) throws Exception {
    build();
    built.close();
    built = null;
    long heap = heap();
    long metaspace = metaspace();
    int matched = build();
    held.heapBytes = heap() - heap;
    held.metaspaceBytes = metaspace() - metaspace;
    return matched;
  }

  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
        .sum();
  }

  /** Lets go of what was built. */
  @TearDown(Level.Iteration)
  public void close() throws Exception {
    if (built != null) {
      built.close();
      built = null;
    }
  }
}
