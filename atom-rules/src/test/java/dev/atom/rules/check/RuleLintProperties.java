package dev.atom.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.check.Remark.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever lint accuses rules of is true of everything that can happen in a small world. */
@PropertyDefaults(tries = 100, edgeCases = EdgeCasesMode.NONE)
class RuleLintProperties {
  private static final FieldCondition NEVER = Condition.field("nowhere").exists();
  private static final Map<Kind, Integer> TOLD = new EnumMap<>(Kind.class);
  private static int neverMatched;
  private static int neverMatchedTold;
  private static int neverFired;
  private static int neverFiredTold;
  private static int exact;
  private static int unlike;

  @AfterContainer
  static void report() {
    System.out.println(
        "lint in a small world: told "
            + TOLD
            + "; of "
            + neverMatched
            + " rules that never match told "
            + neverMatchedTold
            + ", of "
            + neverFired
            + " that match but never fire told "
            + neverFiredTold
            + "; pairs of comparisons with literals "
            + exact
            + ", shadows missed "
            + unlike);
  }

  private static boolean holds(RuleSet rules, Condition condition, SmallWorld.Event event) {
    var probe = rules.probe(condition);
    return probe.holds(probe.find(event.facts(), event.now()));
  }

  /** The same on more rules, in the profile oracle. */
  @Tag("oracle")
  @Property(tries = 5_000)
  void everyVerdictOnManyRulesIsRight(@ForAll long seed) {
    everyVerdictOnConditionsIsRight(seed);
    everyVerdictOnRulesIsRight(seed);
    comparisonsWithLiteralsAreDecidedExactly(seed);
  }

  @Property
  void everyVerdictOnConditionsIsRight(@ForAll long seed) {
    Random random = new Random(seed);
    Rule rule = Rule.newBuilder("r").when(SmallWorld.condition(random, 3)).stop().build();
    RuleSet rules = RuleSet.of(List.of(rule));
    for (Remark remark : RuleLint.check(rules)) {
      TOLD.merge(remark.kind(), 1, Integer::sum);
      switch (remark.kind()) {
        case IMPOSSIBLE -> {
          if (remark.message().startsWith("the rule can never match")) {
            same(rules, NEVER);
          } else {
            same(rules, replaced(rule.condition(), remark.condition(), NEVER));
          }
        }
        case ALWAYS_TRUE ->
            same(
                rules,
                remark.condition().isEmpty()
                    ? Condition.not(NEVER)
                    : replaced(rule.condition(), remark.condition(), Condition.not(NEVER)));
        case REDUNDANT_CONDITION, DUPLICATE_CONDITION -> {
          boolean any = parent(remark.condition()).endsWith("/any");
          same(
              rules,
              replaced(rule.condition(), remark.condition(), any ? NEVER : Condition.not(NEVER)));
        }
        default -> assertThat(remark.kind()).isEqualTo(Kind.COSTLY);
      }
    }
  }

  private static void same(RuleSet rules, Condition other) {
    Condition condition = rules.rules().getFirst().condition();
    var one = rules.probe(condition);
    var two = rules.probe(other);
    for (SmallWorld.Event event : SmallWorld.all()) {
      boolean is = one.holds(one.find(event.facts(), event.now()));
      if (is != two.holds(two.find(event.facts(), event.now()))) {
        throw new AssertionError(condition + " is not " + other + " on " + event);
      }
    }
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static Condition replaced(Condition condition, String path, Condition by) {
    return replaced(condition, "/when", path, by);
  }

  private static Condition replaced(Condition condition, String at, String path, Condition by) {
    if (at.equals(path)) {
      return by;
    }
    return switch (condition) {
      case FieldCondition leaf -> leaf;
      case ItemsCondition items -> items;
      case ExternalCondition external -> external;
      case Condition.Logic logic -> logic;
      case Condition.Not not -> Condition.not(replaced(not.condition(), at + "/not", path, by));
      case Condition.All all ->
          new Condition.All(replaced(all.conditions(), at + "/all", path, by));
      case Condition.Any any ->
          new Condition.Any(replaced(any.conditions(), at + "/any", path, by));
      case Condition.AtLeast some ->
          new Condition.AtLeast(some.count(), replaced(some.conditions(), at + "/of", path, by));
    };
  }

  private static List<Condition> replaced(
      List<Condition> list, String at, String path, Condition by) {
    List<Condition> replaced = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      replaced.add(replaced(list.get(i), at + "/" + i, path, by));
    }
    return replaced;
  }

  @Property
  void everyVerdictOnRulesIsRight(@ForAll long seed) {
    Random random = new Random(seed);
    RuleSet rules = SmallWorld.rules(random, 5);
    Set<String> fired = new HashSet<>();
    Set<String> matched = new HashSet<>();
    RuleSet alone = free(rules);
    for (SmallWorld.Event event : SmallWorld.all()) {
      rules.evaluate(event.facts(), event.now()).fired().forEach(rule -> fired.add(rule.id()));
      alone.evaluate(event.facts(), event.now()).fired().forEach(rule -> matched.add(rule.id()));
    }
    Set<String> impossible = new HashSet<>();
    Set<String> shadowed = new HashSet<>();
    for (Remark remark : RuleLint.check(rules)) {
      TOLD.merge(remark.kind(), 1, Integer::sum);
      switch (remark.kind()) {
        case SHADOWED -> {
          shadowed.add(remark.rule());
          assertThat(fired).as(() -> remark + " in " + rules).doesNotContain(remark.rule());
        }
        case IMPOSSIBLE -> {
          if (remark.message().startsWith("the rule can never match")) {
            impossible.add(remark.rule());
            assertThat(matched).as(() -> remark + " in " + rules).doesNotContain(remark.rule());
          }
        }
        case SAME_CONDITION, DUPLICATE_RULE ->
            assertThat(firing(alone, remark.rule()))
                .isEqualTo(firing(alone, remark.others().getFirst()));
        case CONFLICTING_ACTIONS -> assertThat(remark.witness()).isPresent();
        default -> assertThat(remark.kind()).isNotEqualTo(Kind.NOT_ALL_COMPARED);
      }
    }
    for (Rule rule : rules.rules()) {
      if (!matched.contains(rule.id())) {
        neverMatched++;
        neverMatchedTold += impossible.contains(rule.id()) ? 1 : 0;
      } else if (rule.enabled() && !fired.contains(rule.id())) {
        neverFired++;
        neverFiredTold += shadowed.contains(rule.id()) ? 1 : 0;
      }
    }
  }

  @Property
  void comparisonsWithLiteralsAreDecidedExactly(@ForAll long seed) {
    Random random = new Random(seed);
    Rule first = plain("first", random).stop().build();
    Rule second = plain("second", random).build();
    RuleSet rules = RuleSet.of(List.of(first, second));
    boolean matches = false;
    boolean fires = false;
    for (SmallWorld.Event event : SmallWorld.all()) {
      boolean is = holds(rules, second.condition(), event);
      matches |= is;
      fires |= is && !holds(rules, first.condition(), event);
    }
    List<Remark> remarks = RuleLint.check(rules);
    assertThat(told(remarks, Kind.IMPOSSIBLE)).isEqualTo(!matches);
    if (matches && told(remarks, Kind.SHADOWED) != !fires) {
      // The only rules that are not compared: one asks for a field that the other does not mention.
      assertThat(fires).isFalse();
      unlike++;
    }
    exact++;
  }

  private static Rule.Builder plain(String id, Random random) {
    List<Condition> leaves = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      leaves.add(SmallWorld.plainLeaf(random));
    }
    Condition condition =
        random.nextInt(4) == 0 ? new Condition.Any(leaves) : new Condition.All(leaves);
    return Rule.newBuilder(id).when(condition);
  }

  private static boolean told(List<Remark> remarks, Kind kind) {
    return remarks.stream()
        .anyMatch(
            remark ->
                remark.kind() == kind
                    && remark.rule().equals("second")
                    && (kind == Kind.SHADOWED || remark.message().contains("never match")));
  }

  private static List<Boolean> firing(RuleSet rules, String id) {
    RuleSet one = RuleSet.of(List.of(rules.rule(id).orElseThrow()));
    return SmallWorld.all().stream()
        .map(event -> !one.evaluate(event.facts(), event.now()).fired().isEmpty())
        .toList();
  }

  /** The same rules, none of which keeps another from firing. */
  private static RuleSet free(RuleSet rules) {
    return RuleSet.of(
        rules.rules().stream()
            .map(
                rule ->
                    Rule.newBuilder(rule.id())
                        .when(rule.condition())
                        .on(rule.triggers().toArray(dev.atom.rules.Trigger[]::new))
                        .effective(rule.effective())
                        .build())
            .toList());
  }
}
