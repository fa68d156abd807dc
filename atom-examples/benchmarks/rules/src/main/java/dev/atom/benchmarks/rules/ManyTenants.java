package dev.atom.benchmarks.rules;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

/** Two thousand tenants with a hundred rules each, a random one's event: the caches are cold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ManyTenants {
  private static final int TENANTS = 2_000;
  private static final int RULES = 100;

  @Param public Side side;

  private final Contender[] tenants = new Contender[TENANTS];
  private final SplittableRandom random = new SplittableRandom(Matching.SEED);
  private Object[] events;

  /** Builds all tenants' rules. */
  @Setup(Level.Trial)
  public void build() throws Exception {
    List<Map<String, Object>> maps = Workload.events(Matching.SEED);
    for (int i = 0; i < TENANTS; i++) {
      List<List<Test>> tests = Workload.rules(RULES, Matching.SEED + i);
      tenants[i] = side.of(tests);
      if (i % 100 == 0) {
        Agreement.check(side.title(), tenants[i], tests, maps);
      }
    }
    events = maps.stream().map(tenants[0]::prepare).toArray();
    // Who makes an index at the first event has made it.
    for (Contender tenant : tenants) {
      tenant.match(events[0]);
    }
  }

  /** Matches an event of any tenant. */
  @Benchmark
  public int event() throws Exception {
    return tenants[random.nextInt(TENANTS)].match(events[random.nextInt(events.length)]);
  }
}
