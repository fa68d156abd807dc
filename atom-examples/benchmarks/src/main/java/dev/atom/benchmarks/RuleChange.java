package dev.atom.benchmarks;

import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * What it takes to change one rule of many against making the whole set anew. Changes follow each
 * other, so that the index's tidying up from time to time is in the average.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleChange {
  private static final int CHANGES = 4_096;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** How many rules the set has. */
  @Param({"100", "1000", "10000"})
  public int rules = 100;

  private List<Rule> all = List.of();
  private List<Rule> changes = List.of();
  private Facts facts = Facts.newBuilder().build();
  private RuleSet set = RuleSet.of(List.of());
  private int turn;

  /** Makes rules, and changes of them. */
  @Setup
  public void prepare() {
    Random random = new Random(2026);
    all = IntStream.range(0, rules).mapToObj(i -> TicketRule.random(i, random).rule()).toList();
    changes =
        IntStream.range(0, CHANGES)
            .mapToObj(i -> TicketRule.random(random.nextInt(rules), random).rule())
            .toList();
    facts = Facts.of(Ticket.random(random).toJson());
    set = RuleSet.of(all);
    set.matching(facts, NOW);
  }

  /**
   * The floor: the whole set is checked, compiled and indexed.
   *
   * @return what matches
   */
  @Benchmark
  public List<Rule> bareRebuild() {
    return RuleSet.of(all).matching(facts, NOW);
  }

  /**
   * One rule is changed.
   *
   * @return what matches then
   */
  @Benchmark
  public List<Rule> change() {
    turn++;
    set = set.with(changes.get(turn % CHANGES));
    return set.matching(facts, NOW);
  }
}
