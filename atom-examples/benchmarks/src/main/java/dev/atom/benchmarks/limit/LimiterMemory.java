package dev.atom.benchmarks.limit;

import dev.atom.limit.CallFacts;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import java.time.Duration;
import java.util.Locale;

/** How many bytes a limiter keeps for each tenant that is not idle. */
public final class LimiterMemory {
  private LimiterMemory() {}

  /**
   * Measures 100,000 tenants under two rules, three times.
   *
   * @param arguments how many tenants (default 100000)
   */
  public static void main(String... arguments) {
    int tenants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    for (int i = 0; i < 3; i++) {
      System.out.printf(Locale.ROOT, "%,.0f bytes a tenant%n", bytesPerTenant(tenants));
    }
  }

  /**
   * Fills a limiter.
   *
   * @param tenants how many
   * @return the bytes that are in use afterwards and were not before, for each tenant
   */
  static double bytesPerTenant(int tenants) {
    Limiter limiter = Limiter.newBuilder().rule(day("requests")).rule(day("tokens")).build();
    long before = used();
    for (int i = 0; i < tenants; i++) {
      limiter.acquireNow(LimitedCall.of(CallFacts.of("tenant-" + i)).tokens(100)).close();
    }
    long after = used();
    if (limiter.waiting() > 0) { // it is still in use here, so not collected before
      throw new IllegalStateException("nobody waits");
    }
    return (double) (after - before) / tenants;
  }

  private static LimitRule day(String unit) {
    return LimitRule.rate(unit, 10_000, unit, Duration.ofDays(1)).by(Fact.TENANT).build();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
