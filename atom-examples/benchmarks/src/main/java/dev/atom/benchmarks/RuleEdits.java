package dev.atom.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What edits of a set cost one by one, with the index's tidying up among them, how much slower the set
 * is matched after thousands of them, and what making a set costs. A harness of its own, because single
 * calls are measured, by the time of the thread on a processor.
 */
final class RuleEdits {
  private static final int EDITS = 5_000;
  private static final int TICKETS = 512;

  /** How many sets of those between the edits are matched. */
  private static final int KEPT = 25;

  /** How often the fresh set and an edited one are matched, in turn. */
  private static final int MATCHES = 300;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RuleEdits() {}

  /**
   * Prints what making sets costs, and what edits do.
   *
   * @param arguments how many rounds (default 4, of which the first is cold)
   */
  public static void main(String... arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    System.out.println("| 1,000 rules | read from JSON ms | made ms | indexed ms | MB |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    build("first", 1);
    build("after 20", 19);
    build("warm", 400);
    System.out.println();
    System.out.println(
        "| rules | edit µs: median | mean | 99 % | worst | kB | match µs: fresh | edited | times |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (int round = 0; round < rounds; round++) {
      for (int size : List.of(100, 1_000, 10_000)) {
        edit(size, round);
      }
    }
  }

  private static void build(String name, int rounds) {
    Random random = new Random(2026);
    List<Rule> rules = rules(1_000, random);
    String text = RuleSet.of(rules).toJson().toString();
    Facts facts = Facts.of(Ticket.random(random).toJson());
    double[] read = new double[rounds];
    double[] made = new double[rounds];
    double[] indexed = new double[rounds];
    double[] bytes = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      RuleSet.parse(text);
      read[i] = since(begin) / 1e6;
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      begin = THREADS.getCurrentThreadCpuTime();
      RuleSet set = RuleSet.of(rules);
      made[i] = since(begin) / 1e6;
      begin = THREADS.getCurrentThreadCpuTime();
      set.matching(facts, NOW);
      indexed[i] = since(begin) / 1e6;
      bytes[i] = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / 1e6;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.1f |%n",
        name,
        median(read),
        median(made),
        median(indexed),
        median(bytes));
  }

  /** Half of the edits replace a rule, a quarter each add one and take one away. */
  private static void edit(int size, int round) {
    Random random = new Random(2026 + round);
    RuleSet set = RuleSet.of(rules(size, random));
    List<Facts> facts =
        Stream.generate(() -> Facts.of(Ticket.random(random).toJson())).limit(TICKETS).toList();
    set.matching(facts.getFirst(), NOW);
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    double[] costs = new double[EDITS];
    double sum = 0;
    long allocated = 0;
    List<RuleSet> edited = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      int kind = random.nextInt(4);
      int at = random.nextInt(numbers.size());
      int number = kind == 1 ? size + i : numbers.get(at);
      Rule rule = TicketRule.random(number, random).rule();
      if (kind == 1) {
        numbers.add(number);
      } else if (kind == 2) {
        numbers.set(at, numbers.getLast());
        numbers.removeLast();
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long begin = THREADS.getCurrentThreadCpuTime();
      set = kind == 2 ? set.without(rule.id()) : set.with(rule);
      costs[i] = since(begin) / 1e3;
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
      sum += costs[i];
      if (i % (EDITS / KEPT) == EDITS / KEPT / 2) {
        edited.add(set);
      }
    }
    RuleSet fresh = RuleSet.of(set.rules());
    check(set, fresh, facts);
    double[] anew = new double[MATCHES];
    double[] after = new double[MATCHES];
    for (int i = 0; i < MATCHES; i++) {
      anew[i] = match(fresh, facts);
      after[i] = match(edited.get(i % KEPT), facts);
    }
    Arrays.sort(costs);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %.1f | %.1f | %.1f | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
        size,
        costs[EDITS / 2],
        sum / EDITS,
        costs[EDITS * 99 / 100],
        costs[EDITS - 1],
        allocated / 1e3 / EDITS,
        median(anew),
        median(after),
        median(after) / median(anew));
  }

  private static void check(RuleSet set, RuleSet fresh, List<Facts> facts) {
    for (Facts event : facts) {
      if (!set.matching(event, NOW).equals(fresh.matching(event, NOW))) {
        throw new IllegalStateException("an edited set matches otherwise than a fresh one");
      }
    }
  }

  /** The time of one event. */
  private static double match(RuleSet set, List<Facts> facts) {
    long begin = THREADS.getCurrentThreadCpuTime();
    int found = 0;
    for (int i = 0; i < 2 * facts.size(); i++) {
      found += set.matching(facts.get(i % facts.size()), NOW).size();
    }
    if (found == 0) {
      throw new IllegalStateException("no rule matches anything: nothing would be measured");
    }
    return since(begin) / 1e3 / 2 / facts.size();
  }

  private static List<Rule> rules(int count, Random random) {
    return IntStream.range(0, count).mapToObj(i -> TicketRule.random(i, random).rule()).toList();
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long since(long begin) {
    return THREADS.getCurrentThreadCpuTime() - begin;
  }
}
