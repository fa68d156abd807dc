package dev.atom.benchmarks;

import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
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
 * Which of many rules match twelve facts: rules as data against the same rules as Java predicates.
 * Facts stand ready on both sides; 64 different ones take turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleEvaluation {
  private static final int CUSTOMERS = 64;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** How many rules. */
  @Param({"10", "100", "1000"})
  public int rules = 10;

  private List<WrittenTwice> both = List.of();
  private RuleSet set = RuleSet.of(List.of());
  private List<Customer> customers = List.of();
  private List<Facts> facts = List.of();
  private int turn;

  /** Makes rules and facts, the same in every run, and checks that both sides match the same. */
  @Setup
  public void prepare() {
    Random random = new Random(2026);
    both = IntStream.range(0, rules).mapToObj(i -> WrittenTwice.random(i, random)).toList();
    set = RuleSet.of(both.stream().map(WrittenTwice::rule).toList());
    customers = Stream.generate(() -> Customer.random(random)).limit(CUSTOMERS).toList();
    facts = customers.stream().map(customer -> Facts.of(customer.toJson())).toList();
    int matches = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      List<String> written = matched(customers.get(i));
      List<String> fired = fired(facts.get(i)).stream().map(Rule::id).toList();
      if (!fired.equals(written)) {
        throw new IllegalStateException("customer " + i + ": " + fired + " is not " + written);
      }
      matches += fired.size();
    }
    if (matches == 0) {
      throw new IllegalStateException("no rule matches anything: nothing would be measured");
    }
  }

  /**
   * The floor: a loop over predicates.
   *
   * @return the ids of those that match
   */
  @Benchmark
  public List<String> barePredicates() {
    return matched(customers.get(next()));
  }

  /**
   * The rule engine, without its trace.
   *
   * @return the rules that fired
   */
  @Benchmark
  public List<Rule> ruleSet() {
    return fired(facts.get(next()));
  }

  private List<String> matched(Customer customer) {
    List<String> matched = new ArrayList<>();
    for (WrittenTwice rule : both) {
      if (rule.written().test(customer)) {
        matched.add(rule.id());
      }
    }
    return matched;
  }

  private List<Rule> fired(Facts snapshot) {
    return set.evaluate(snapshot, NOW).fired();
  }

  private int next() {
    turn = (turn + 1) % CUSTOMERS;
    return turn;
  }
}
