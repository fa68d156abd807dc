package dev.atom.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemFolds;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trigger;
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
  private static final Map<Kind, Integer> TOLD_OF_NEWER = new EnumMap<>(Kind.class);
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
            + ", of times, items, triggers and JsonLogic "
            + TOLD_OF_NEWER
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

  /** As before, of the newer conditions. */
  @Tag("oracle")
  @Property(tries = 5_000)
  void everyVerdictOnManyRulesOfTimesItemsAndTriggersIsRight(@ForAll long seed) {
    everyVerdictOnTimesItemsAndJsonLogicIsRight(seed);
    everyVerdictOnRulesOfTimesItemsAndTriggersIsRight(seed);
  }

  @Property
  void everyVerdictOnConditionsIsRight(@ForAll long seed) {
    Condition condition = SmallWorld.condition(new Random(seed), 3);
    verdicts(condition, RuleVocabulary.OPEN, SmallWorld.all(), TOLD);
  }

  @Property
  void everyVerdictOnTimesItemsAndJsonLogicIsRight(@ForAll long seed) {
    Random random = new Random(seed);
    Condition condition = NewerWorld.condition(random, 2);
    verdicts(condition, NewerWorld.VOCABULARY, NewerWorld.all(), TOLD_OF_NEWER);
  }

  private static void verdicts(
      Condition condition,
      RuleVocabulary vocabulary,
      List<SmallWorld.Event> events,
      Map<Kind, Integer> told) {
    Rule rule = Rule.newBuilder("r").when(condition).stop().build();
    RuleSet rules = RuleSet.of(List.of(rule), Map.of(), vocabulary);
    for (Remark remark : RuleLint.check(rules)) {
      told.merge(remark.kind(), 1, Integer::sum);
      switch (remark.kind()) {
        case IMPOSSIBLE -> {
          if (remark.message().startsWith("the rule can never match")) {
            same(rules, NEVER, events);
          } else {
            same(rules, replaced(rule.condition(), remark.condition(), NEVER), events);
          }
        }
        case ALWAYS_TRUE ->
            same(
                rules,
                remark.condition().isEmpty()
                    ? Condition.not(NEVER)
                    : replaced(rule.condition(), remark.condition(), Condition.not(NEVER)),
                events);
        case REDUNDANT_CONDITION, DUPLICATE_CONDITION -> {
          boolean any = parent(remark.condition()).endsWith("/any");
          same(
              rules,
              replaced(rule.condition(), remark.condition(), any ? NEVER : Condition.not(NEVER)),
              events);
        }
        default -> assertThat(remark.kind()).isEqualTo(Kind.COSTLY);
      }
    }
  }

  private static void same(RuleSet rules, Condition other, List<SmallWorld.Event> events) {
    Condition condition = rules.rules().getFirst().condition();
    var one = rules.probe(condition);
    var two = rules.probe(other);
    for (SmallWorld.Event event : events) {
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
      case ItemsCondition items -> replaced(items, at, path, by);
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

  private static Condition replaced(ItemsCondition items, String at, String path, Condition by) {
    if (items.each().isEmpty()) {
      return items;
    }
    String member = items.of().isPresent() ? "where" : items.fold().jsonName();
    Condition each = replaced(items.each().get(), at + "/" + member, path, by);
    ItemFolds on = Condition.items(items.items());
    Operator operator = items.operator().orElse(Operator.EQ);
    Json value = items.value().orElse(Json.NULL);
    String of = items.of().orElse("");
    ItemsCondition other =
        switch (items.fold()) {
          case ANY -> on.any(each);
          case ALL -> on.all(each);
          case NONE -> on.none(each);
          case COUNT -> on.count(each).is(operator, value);
          case SUM -> on.sum(of).where(each).is(operator, value);
          case MIN -> on.min(of).where(each).is(operator, value);
          case MAX -> on.max(of).where(each).is(operator, value);
          case AVG -> on.avg(of).where(each).is(operator, value);
        };
    return items.missing().isPresent() ? other.whenMissing(items.missing().get()) : other;
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
    RuleSet rules = SmallWorld.rules(new Random(seed), 5);
    verdicts(rules, SmallWorld.all(), TOLD);
  }

  @Property
  void everyVerdictOnRulesOfTimesItemsAndTriggersIsRight(@ForAll long seed) {
    verdicts(NewerWorld.rules(new Random(seed), 5), NewerWorld.all(), TOLD_OF_NEWER);
  }

  private static void verdicts(
      RuleSet rules, List<SmallWorld.Event> events, Map<Kind, Integer> told) {
    Set<String> fired = new HashSet<>();
    Set<String> matched = new HashSet<>();
    RuleSet alone = free(rules);
    for (SmallWorld.Event event : events) {
      rules.evaluate(event.facts(), event.now()).fired().forEach(rule -> fired.add(rule.id()));
      alone.evaluate(event.facts(), event.now()).fired().forEach(rule -> matched.add(rule.id()));
    }
    Set<String> impossible = new HashSet<>();
    Set<String> shadowed = new HashSet<>();
    for (Remark remark : RuleLint.check(rules)) {
      told.merge(remark.kind(), 1, Integer::sum);
      switch (remark.kind()) {
        case SHADOWED -> {
          shadowed.add(remark.rule());
          assertThat(fired).as(() -> remark + " in " + rules).doesNotContain(remark.rule());
        }
        case IMPOSSIBLE -> {
          if (remark.message().startsWith("the rule can never match")) {
            impossible.add(remark.rule());
            assertThat(matched).as(() -> remark + " in " + rules).doesNotContain(remark.rule());
          } else if (remark.condition().startsWith("/on/")) {
            Trigger dead = trigger(alone, remark);
            assertThat(firing(alone, remark.rule(), List.of(dead), events))
                .as(() -> remark + " in " + rules)
                .doesNotContain(true);
          }
        }
        case DUPLICATE_CONDITION -> {
          if (remark.condition().startsWith("/on/")) {
            List<Trigger> fewer = new ArrayList<>(rule(alone, remark).triggers());
            fewer.remove(fewer.lastIndexOf(trigger(alone, remark)));
            assertThat(firing(alone, remark.rule(), fewer, events))
                .isEqualTo(firing(alone, remark.rule(), events));
          }
        }
        case SAME_CONDITION, DUPLICATE_RULE ->
            assertThat(firing(alone, remark.rule(), events))
                .isEqualTo(firing(alone, remark.others().getFirst(), events));
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

  private static Rule rule(RuleSet rules, Remark remark) {
    return rules.rule(remark.rule()).orElseThrow();
  }

  private static Trigger trigger(RuleSet rules, Remark remark) {
    int at = Integer.parseInt(remark.condition().substring("/on/".length()));
    return rule(rules, remark).triggers().get(at);
  }

  private static List<Boolean> firing(RuleSet rules, String id, List<SmallWorld.Event> events) {
    return firing(rules, id, rules.rule(id).orElseThrow().triggers(), events);
  }

  private static List<Boolean> firing(
      RuleSet rules, String id, List<Trigger> on, List<SmallWorld.Event> events) {
    Rule rule = rules.rule(id).orElseThrow();
    Rule same =
        Rule.newBuilder(id)
            .when(rule.condition())
            .on(on.toArray(Trigger[]::new))
            .effective(rule.effective())
            .build();
    RuleSet one = RuleSet.of(List.of(same), Map.of(), rules.vocabulary());
    return events.stream()
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
                        .on(rule.triggers().toArray(Trigger[]::new))
                        .effective(rule.effective())
                        .build())
            .toList(),
        Map.of(),
        rules.vocabulary());
  }
}
