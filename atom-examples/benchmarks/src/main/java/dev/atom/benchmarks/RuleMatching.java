package dev.atom.benchmarks;

import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * Which of many rules of two to five conditions match twelve facts: the index of a set of rules
 * against the same rules as Java predicates, one after another. With one set the caches are hot; with
 * many, of which each event meets another, they are cold. Facts stand ready on both sides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleMatching {
  private static final int TICKETS = 512;
  private static final int CHECKED = 50;

  /** Rules of all sets together; at 100 rules each that is 2 000 sets. */
  private static final int MANY = 200_000;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** How many rules a set has. */
  @Param({"10", "100", "1000", "10000", "100000"})
  public int rules = 10;

  /** One set, or as many as have 200 000 rules together. */
  @Param({"hot", "cold"})
  public String caches = "hot";

  private final List<List<TicketRule>> written = new ArrayList<>();
  private final List<RuleSet> sets = new ArrayList<>();
  private List<Ticket> tickets = List.of();
  private List<Facts> facts = List.of();
  private int[] order = {};
  private int turn;

  /** Makes rules and facts, the same in every run, and checks that both sides match the same. */
  @Setup
  public void prepare() {
    Random random = new Random(2026);
    int count = caches.equals("hot") ? 1 : Math.max(2, MANY / rules);
    for (int i = 0; i < count; i++) {
      List<TicketRule> both =
          IntStream.range(0, rules).mapToObj(n -> TicketRule.random(n, random)).toList();
      sets.add(RuleSet.of(both.stream().map(TicketRule::rule).toList()));
      written.add(
          both.stream().sorted(Comparator.comparingInt(rule -> -rule.rule().priority())).toList());
    }
    tickets = Stream.generate(() -> Ticket.random(random)).limit(TICKETS).toList();
    facts = tickets.stream().map(ticket -> Facts.of(ticket.toJson())).toList();
    order = random.ints(1 << 16, 0, count).toArray();
    sets.forEach(set -> set.matching(facts.getFirst(), NOW));
    check();
  }

  private void check() {
    int matches = 0;
    for (int i = 0; i < CHECKED; i++) {
      List<Rule> expected = predicates(written.getFirst(), tickets.get(i));
      List<Rule> found = sets.getFirst().matching(facts.get(i), NOW);
      if (!found.equals(expected)) {
        throw new IllegalStateException("ticket " + i + ": " + found + " is not " + expected);
      }
      matches += found.size();
    }
    if (matches == 0) {
      throw new IllegalStateException("no rule matches anything: nothing would be measured");
    }
  }

  /**
   * The floor: a loop over predicates.
   *
   * @return those that match
   */
  @Benchmark
  public List<Rule> barePredicates() {
    turn++;
    return predicates(written.get(set()), tickets.get(turn % TICKETS));
  }

  /**
   * The rule engine.
   *
   * @return the rules that match
   */
  @Benchmark
  public List<Rule> ruleSet() {
    turn++;
    return sets.get(set()).matching(facts.get(turn % TICKETS), NOW);
  }

  private int set() {
    return order[turn & (order.length - 1)];
  }

  private static List<Rule> predicates(List<TicketRule> rules, Ticket ticket) {
    List<Rule> matched = new ArrayList<>();
    for (TicketRule rule : rules) {
      if (rule.written().test(ticket)) {
        matched.add(rule.rule());
      }
    }
    return matched;
  }
}
