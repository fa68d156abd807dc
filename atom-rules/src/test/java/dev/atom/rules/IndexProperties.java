package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;

/** An index answers exactly what testing the rules one by one answers, before and after edits. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class IndexProperties {
  private static final Map<String, GroupMode> GROUPS =
      Map.of("first", GroupMode.FIRST, "other", GroupMode.FIRST);

  /** How many times as many events as usual; the profile {@code matcher} sets more. */
  private static final int MORE = Integer.getInteger("atom.matches", 1);

  /** Each rule in a set of its own, which is too small for an index. */
  private final Map<Rule, RuleSet> alone = new HashMap<>();

  private boolean holds(Rule rule, Facts facts) {
    Rule.Builder bare =
        Rule.newBuilder(rule.id()).when(rule.condition()).effective(rule.effective());
    rule.triggers().forEach(bare::on);
    return !alone
        .computeIfAbsent(rule, r -> set(List.of(bare.build())))
        .matching(facts, RandomRules.NOW)
        .isEmpty();
  }

  /** What {@code Evaluation} says in words: in order, but for groups, up to a stop. */
  private List<String> oneByOne(List<Rule> rules, Facts facts) {
    List<String> fired = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Rule rule : rules.stream().sorted(Comparator.comparing(r -> -r.priority())).toList()) {
      boolean exclusive = rule.group().filter(GROUPS::containsKey).isPresent();
      if (rule.enabled()
          && !(exclusive && taken.contains(rule.group().get()))
          && holds(rule, facts)) {
        fired.add(rule.id());
        if (exclusive) {
          taken.add(rule.group().get());
        }
        if (rule.stop()) {
          break;
        }
      }
    }
    return fired;
  }

  private static RuleSet set(List<Rule> rules) {
    return RuleSet.of(rules, GROUPS, RandomRules.VOCABULARY);
  }

  private static List<String> matching(RuleSet set, Facts facts) {
    return set.matching(facts, RandomRules.NOW).stream().map(Rule::id).toList();
  }

  private void agree(RuleSet set, RandomRules random, int events) {
    List<Rule> rules = set.rules();
    for (int i = 0; i < events * MORE; i++) {
      Facts facts = random.facts();
      assertThat(matching(set, facts))
          .as("on %s", facts.values())
          .isEqualTo(oneByOne(rules, facts));
    }
  }

  @Property(tries = 60)
  void aFewDozenRules(@ForAll long seed, @ForAll int size) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random);
    agree(set(rules.rules(17 + Math.floorMod(size, 120))), rules, 20);
  }

  @Property(tries = 3)
  void hundredsOfRules(@ForAll long seed) {
    RandomRules rules = new RandomRules(new Random(seed));
    agree(set(rules.rules(900)), rules, 30);
  }

  @Property(tries = 1)
  void thousandsOfRules(@ForAll long seed) {
    RandomRules rules = new RandomRules(new Random(seed));
    agree(set(rules.rules(2_500)), rules, 20);
  }

  @Property(tries = 15)
  void editedSetsEqualThoseMadeAnew(@ForAll long seed, @ForAll int size) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random);
    List<Rule> expected = rules.rules(Math.floorMod(size, 200));
    RuleSet set = set(expected);
    for (int step = 0; step < 150; step++) {
      String id = "r" + random.nextInt(250);
      int at = at(expected, id);
      if (random.nextInt(3) == 0) {
        set = set.without(id);
        if (at >= 0) {
          expected.remove(at);
        }
      } else {
        Rule rule = rules.rule(id);
        set = set.with(rule);
        if (at >= 0) {
          expected.set(at, rule);
        } else {
          expected.add(rule);
        }
      }
      if (step % 5 == 0) {
        Facts facts = rules.facts();
        assertThat(matching(set, facts)).isEqualTo(oneByOne(expected, facts));
      }
    }
    RuleSet anew = set(expected);
    assertThat(set).isEqualTo(anew).hasSameHashCodeAs(anew);
    assertThat(set.toJson()).isEqualTo(anew.toJson());
    assertThat(set.rule("r7")).isEqualTo(anew.rule("r7"));
    agree(set, rules, 5);
    Facts facts = rules.facts();
    assertThat(set.evaluate(facts, RandomRules.NOW).trace().toJson())
        .isEqualTo(anew.evaluate(facts, RandomRules.NOW).trace().toJson());
  }

  /** So many that every size of segment is merged with every other. */
  @Property(tries = 2)
  void setsOfThousandsOfEditsMatchAsThoseMadeAnew(@ForAll long seed) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random);
    RuleSet set = set(rules.rules(1_200));
    Facts facts = rules.facts();
    assertThat(matching(set, facts)).isEqualTo(matching(set(set.rules()), facts));
    for (int step = 0; step < 2_400; step++) {
      String id = "r" + random.nextInt(1_800);
      set = random.nextInt(4) == 0 ? set.without(id) : set.with(rules.rule(id));
      if (step % 240 == 7) {
        RuleSet anew = set(set.rules());
        for (int i = 0; i < 10; i++) {
          Facts event = rules.facts();
          assertThat(matching(set, event)).isEqualTo(matching(anew, event));
        }
      }
    }
  }

  private static int at(List<Rule> rules, String id) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
