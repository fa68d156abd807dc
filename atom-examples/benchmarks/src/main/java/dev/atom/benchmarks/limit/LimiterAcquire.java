package dev.atom.benchmarks.limit;

import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.limit.Permit;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes a request and 1,000 tokens and gives 400 of them back, under limits that always have room. The
 * bare side has one bucket behind a lock; the limiter finds the tenant's buckets among 10,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LimiterAcquire {
  private static final long MUCH = 1_000_000_000_000L;

  /** With few all is in the processor's caches; with many the time is mostly that of the memory. */
  @Param({"100", "10000"})
  int tenants = 100;

  private final BareBucket bare = new BareBucket(MUCH, Duration.ofMinutes(1));
  private LimitedCall[] calls = {};
  private Limiter one = Limiter.newBuilder().build();
  private Limiter three = Limiter.newBuilder().build();

  private static LimitRule rate(String name, String unit, Fact... by) {
    return LimitRule.rate(name, MUCH, unit, Duration.ofMinutes(1)).by(by).build();
  }

  /** Makes the limiters and the calls, and checks that both sides count the same. */
  @Setup
  public void prepare() {
    one = Limiter.newBuilder().rule(rate("tokens", "tokens", Fact.TENANT)).build();
    three =
        Limiter.newBuilder()
            .rule(rate("requests", "requests", Fact.TENANT))
            .rule(rate("tokens", "tokens", Fact.TENANT))
            .rule(LimitRule.atOnce("running", 1_000_000, "requests").by(Fact.TENANT).build())
            .build();
    calls = new LimitedCall[tenants];
    for (int i = 0; i < tenants; i++) {
      calls[i] = LimitedCall.of(CallFacts.of("tenant" + i)).tokens(1_000);
    }
    if (!bareBucket() || oneRule().call().amount("tokens") != 1_000) {
      throw new IllegalStateException("there is no room");
    }
  }

  private LimitedCall call() {
    return calls[ThreadLocalRandom.current().nextInt(tenants)];
  }

  /**
   * The floor: one bucket behind a lock.
   *
   * @return whether there was room
   */
  @Benchmark
  public boolean bareBucket() {
    boolean taken = bare.take(1_000);
    bare.giveBack(600);
    return taken;
  }

  /**
   * One rule.
   *
   * @return the permit
   */
  @Benchmark
  public Permit oneRule() {
    Permit permit = one.acquireNow(call());
    permit.settle("tokens", 400);
    return permit;
  }

  /**
   * Three rules, one of them of what runs at once.
   *
   * @return the permit
   */
  @Benchmark
  public Permit threeRules() {
    Permit permit = three.acquireNow(call());
    permit.settle("tokens", 400);
    return permit;
  }
}
