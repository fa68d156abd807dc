package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.atom.json.Json;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchingFootprintTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Rule rule(int i) {
    return Rule.newBuilder("r" + i)
        .when(
            all(
                field("tier").eq("tier-" + i % 7),
                field("country").in("DE", "country-" + i),
                field("customer.total").between(i, i + 100),
                field("vip").eq(true),
                field("note").isNotEmpty()))
        .build();
  }

  /** Nothing would be a few bytes of the test's own at most, over 2 000 events. */
  @Test
  void whatMatchesNothingAllocatesNothing() {
    RuleSet set =
        RuleSet.of(IntStream.range(0, 1_000).mapToObj(MatchingFootprintTest::rule).toList());
    List<Facts> events =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    Json.object()
                        .put("tier", "tier-" + i % 9)
                        .put("country", "DE")
                        .put("customer", Json.object().put("total", i * 11).build())
                        .put("vip", false)
                        .put("note", "anything at all")
                        .build())
            .map(Facts::of)
            .toList();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2_000; i++) {
        if (!set.matching(events.get(i % 100), NOW).isEmpty()) {
          throw new AssertionError("an event that should match nothing does");
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(2_000 * 8);
  }
}
