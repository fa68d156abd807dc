package dev.atom.benchmarks.rules;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** One event against all rules of one set, everything in the processor's caches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Matching {
  static final long SEED = 20261121;

  @Param public Side side;

  @Param({"10", "100", "1000", "10000", "100000"})
  public int rules;

  private Contender contender;
  private Object[] events;
  private int next;

  /** Builds the rules, and checks that they match what hand-written Java matches. */
  @Setup(Level.Trial)
  public void build() throws Exception {
    List<List<Test>> tests = Workload.rules(rules, SEED);
    List<Map<String, Object>> maps = Workload.events(SEED);
    contender = side.of(tests);
    Agreement.check(side.title(), contender, tests, maps);
    events = maps.stream().map(contender::prepare).toArray();
  }

  /** Matches the next of the events. */
  @Benchmark
  public int event() throws Exception {
    next = next + 1 == events.length ? 0 : next + 1;
    return contender.match(events[next]);
  }

  /** Lets go of what the side holds. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    contender.close();
  }
}
