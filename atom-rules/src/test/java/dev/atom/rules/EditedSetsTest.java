package dev.atom.rules;

import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditedSetsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Facts ONE = Facts.of(Json.object().put("n", 1).build());

  private static Rule rule(String id, long n) {
    return Rule.newBuilder(id).when(field("n").eq(n)).build();
  }

  private static List<Rule> rules(int count, long n) {
    return IntStream.range(0, count).mapToObj(i -> rule("r" + i, n)).toList();
  }

  private static List<String> ids(RuleSet set) {
    return set.matching(ONE, NOW).stream().map(Rule::id).toList();
  }

  @Test
  void aRuleThatIsReplacedKeepsItsPlace() {
    RuleSet set = RuleSet.of(rules(3, 1)).with(rule("r1", 1)).with(rule("new", 1));
    assertThat(ids(set)).containsExactly("r0", "r1", "r2", "new");
    assertThat(set.rules()).extracting(Rule::id).containsExactly("r0", "r1", "r2", "new");
  }

  @Test
  void aSetThatIsEditedStaysAsItWas() {
    RuleSet before = RuleSet.of(rules(100, 1));
    assertThat(ids(before)).hasSize(100);
    RuleSet after = before.without("r7").with(rule("r8", 2));
    assertThat(ids(after)).hasSize(98).doesNotContain("r7", "r8");
    assertThat(ids(before)).hasSize(100);
    assertThat(before.rules()).hasSize(100);
  }

  @Test
  void withoutAnUnknownRuleItIsTheSameSet() {
    RuleSet set = RuleSet.of(rules(3, 1));
    assertThat(set.without("r9")).isSameAs(set);
  }

  @Test
  void theRankOfAnAddedRuleCounts() {
    Rule urgent = Rule.newBuilder("urgent").priority(5).stop().when(field("n").eq(1)).build();
    RuleSet set = RuleSet.of(rules(40, 1));
    assertThat(ids(set)).hasSize(40);
    assertThat(ids(set.with(urgent))).containsExactly("urgent");
  }

  @Test
  void theGroupsOfTheSetHoldForAnAddedRule() {
    Rule first = Rule.newBuilder("first").group("g").when(field("n").eq(1)).build();
    Rule second = Rule.newBuilder("second").group("g").when(field("n").eq(1)).build();
    RuleSet set = RuleSet.of(List.of(first), Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
    assertThat(ids(set.with(second))).containsExactly("first");
    assertThat(ids(set.with(second).without("first"))).containsExactly("second");
  }

  @Test
  void aBadRuleIsRefusedWithItsPlace() {
    RuleSet set = RuleSet.of(rules(3, 1)).without("r0");
    Rule bad = Rule.newBuilder("r2").when(field("a b  c").eq(1)).build();
    assertThatThrownBy(() -> set.with(bad))
        .isInstanceOfSatisfying(
            InvalidRules.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().getFirst().path()).isEqualTo("/rules/1/when/field");
              assertThat(e.problems().getFirst().rule()).isEqualTo("r2");
            });
  }

  @Test
  void theVocabularyAndTheLimitsOfTheSetHoldForAnAddedRule() {
    RuleLimits two = new RuleLimits(10_000, 2, 2, 2, 1_000);
    Json document = RuleSet.of(rules(2, 1)).toJson();
    RuleSet set = RuleSet.parse(document, RuleVocabulary.OPEN, two);
    assertThat(ids(set.with(rule("r1", 2)))).containsExactly("r0");
    assertThatThrownBy(() -> set.with(rule("r2", 1)))
        .isInstanceOfSatisfying(
            InvalidRules.class,
            e -> assertThat(e.problems().getFirst().kind()).isEqualTo(Kind.LIMIT_EXCEEDED));
  }

  @Test
  void aSetMayBeEmptiedAndFilledAgain() {
    RuleSet set = RuleSet.of(rules(3_000, 1));
    assertThat(ids(set)).hasSize(3_000);
    for (int i = 0; i < 3_000; i++) {
      set = set.without("r" + i);
    }
    assertThat(ids(set)).isEmpty();
    assertThat(set).isEqualTo(RuleSet.of(List.of()));
    for (int i = 0; i < 100; i++) {
      set = set.with(rule("s" + i, 1));
    }
    assertThat(ids(set)).hasSize(100).startsWith("s0").endsWith("s99");
  }

  /** Every version has all its rules ask for one number; a mixed set would match a part of them. */
  @Test
  void evaluationsDuringEditsSeeOneVersionOfTheSet() throws Exception {
    int size = 60;
    AtomicReference<RuleSet> current = new AtomicReference<>(RuleSet.of(rules(size, 1)));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        readers.add(threads.submit(() -> read(current, size)));
      }
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        writers.add(threads.submit(() -> write(current, size)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      int seen = 0;
      for (Future<Integer> reader : readers) {
        seen += reader.get();
      }
      assertThat(seen).isPositive();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static int read(AtomicReference<RuleSet> current, int size) {
    int seen = 0;
    for (int i = 0; i < 3_000; i++) {
      RuleSet set = current.get();
      int found = set.matching(ONE, NOW).size();
      assertThat(found).isIn(0, size);
      assertThat(set.matching(ONE, NOW)).hasSize(found);
      seen++;
    }
    return seen;
  }

  private static void write(AtomicReference<RuleSet> current, int size) {
    for (int version = 0; version < 60; version++) {
      RuleSet before = current.get();
      RuleSet next = before;
      long n = before.matching(ONE, NOW).isEmpty() ? 1 : 2;
      for (int i = 0; i < size; i++) {
        next = next.with(rule("r" + (i * 7) % size, n));
      }
      current.compareAndSet(before, next);
    }
  }
}
