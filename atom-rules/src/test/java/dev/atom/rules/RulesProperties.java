package dev.atom.rules;

import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;
import static dev.atom.rules.Condition.otherField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What holds for all rules and all facts. */
@PropertyDefaults(tries = 1000, edgeCases = EdgeCasesMode.NONE)
class RulesProperties {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<String> FIELDS = List.of("a", "b", "c.d", "e.0");

  @Provide
  Arbitrary<Json> values() {
    Arbitrary<Json> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("", "x", "X", "xy", "2026-11-21", "2026-11-20T10:00:00Z", "1")
                .map(Json::of),
            Arbitraries.of(-1L, 0L, 1L, 2L).map(Json::of),
            Arbitraries.of(true, false).map(Json::of),
            Arbitraries.of(Json.NULL));
    return Arbitraries.oneOf(scalars, scalars.list().ofMaxSize(3).map(Json::array));
  }

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Optional<Json>> value = values().optional(0.8);
    return Combinators.combine(value, value, value, value, value)
        .as(
            (a, b, d, e, before) -> {
              var facts = Facts.newBuilder();
              a.ifPresent(v -> facts.put("a", v));
              b.ifPresent(v -> facts.put("b", v));
              d.ifPresent(v -> facts.put("c", Json.object().put("d", v).build()));
              e.ifPresent(v -> facts.put("e", Json.array(List.of(v))));
              before.ifPresent(v -> facts.changedFrom("a", v));
              return facts.build();
            });
  }

  @Provide
  Arbitrary<FieldCondition> leaves() {
    Arbitrary<Object> literals =
        Arbitraries.of("x", "X", "", 1, 2L, 0.5, true, LocalDate.of(2026, 11, 21));
    Arbitrary<Object> single =
        Arbitraries.oneOf(literals, Arbitraries.of(FIELDS).map(path -> (Object) otherField(path)));
    return Combinators.combine(
            Arbitraries.of(FIELDS),
            Arbitraries.of(Operator.values()),
            single,
            literals.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(true, false),
            Arbitraries.of(Missing.values()).optional(0.3))
        .as(RulesProperties::leaf);
  }

  private static FieldCondition leaf(
      String path,
      Operator op,
      Object single,
      List<Object> several,
      boolean ignoreCase,
      Optional<Missing> missing) {
    FieldOperators on = field(path);
    FieldCondition condition =
        switch (op.operand()) {
          case NONE -> on.is(op, Optional.empty());
          case VALUE ->
              op.aboutTime()
                  ? on.is(op, Optional.of(Json.of("2026-11-21")))
                  : on.is(op, on.eq(single).value());
          case LIST -> on.is(op, on.in(several.toArray()).value());
          case RANGE -> on.is(op, on.between(0, otherField("b")).value());
          case TIMES -> on.timeOfDay("22:00", otherField("b"));
          case DAYS -> on.dayOfWeek(java.time.DayOfWeek.SATURDAY);
          case CALENDAR -> on.timeOfDay("22:00", "06:00");
          case DURATION -> on.is(op, Optional.of(Json.of("PT12H")));
          case PATTERN -> on.matches("[a-z]y?|\\d");
        };
    FieldCondition cased = ignoreCase ? condition.ignoringCase() : condition;
    return missing.isPresent() && !op.aboutPresence() && !op.aboutChange()
        ? cased.whenMissing(missing.get())
        : cased;
  }

  private Arbitrary<Condition> itemLeaves() {
    Arbitrary<Condition> each = leaves().filter(c -> !c.operator().aboutChange()).map(c -> c);
    Arbitrary<ItemFolds> lists =
        Arbitraries.of("a", "b", "c.d", "e", "e.0").map(path -> Condition.items(path));
    return Combinators.combine(
            lists,
            Arbitraries.oneOf(each, Arbitraries.of(field("@").exists(), field("^.b").eq("x"))),
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(Missing.values()).optional(0.3))
        .as(
            (list, condition, form, missing) -> {
              ItemsCondition made =
                  switch (form) {
                    case 0 -> list.any(condition);
                    case 1 -> list.all(condition);
                    case 2 -> list.none(condition);
                    case 3 -> list.count(condition).gte(1);
                    case 4 -> list.sum("@").where(condition).between(0, otherField("b"));
                    default -> list.max("@").ne(1);
                  };
              return missing.map(made::whenMissing).orElse(made);
            });
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return Arbitraries.recursive(
        () -> Arbitraries.oneOf(leaves().map(c -> (Condition) c), itemLeaves()),
        inner ->
            Combinators.combine(
                    inner.list().ofMinSize(1).ofMaxSize(3), Arbitraries.integers().between(0, 3))
                .as(
                    (list, form) ->
                        switch (form) {
                          case 0 -> new Condition.All(list);
                          case 1 -> new Condition.Any(list);
                          case 2 -> new Condition.Not(list.get(0));
                          default -> new Condition.AtLeast((list.size() + 1) / 2, list);
                        }),
        0,
        3);
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Combinators.combine(
            conditions(),
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(3),
            Arbitraries.integers().between(-2, 2),
            Arbitraries.of("g", "h").optional(),
            Arbitraries.of(true, false),
            Arbitraries.of(true, true, true, false))
        .as(
            (condition, text, priority, group, stop, enabled) -> {
              Rule.Builder builder =
                  Rule.newBuilder(text)
                      .name(text)
                      .priority(priority)
                      .enabled(enabled)
                      .when(condition)
                      .then(Action.of("do-" + text, Json.object().put("p", priority).build()))
                      .tags(text)
                      .extra(Json.object().put("x-" + text, true).build());
              group.ifPresent(builder::group);
              if (stop) {
                builder.stop();
              }
              return builder.build();
            });
  }

  private static boolean holds(Condition condition, Facts facts) {
    Rule rule = Rule.newBuilder("r").when(condition).build();
    return !RuleSet.of(List.of(rule)).evaluate(facts, NOW).fired().isEmpty();
  }

  private static RuleSet set(List<Rule> rules) {
    List<Rule> distinct = new ArrayList<>();
    for (Rule rule : rules) {
      if (distinct.stream().noneMatch(r -> r.id().equals(rule.id()))) {
        distinct.add(rule);
      }
    }
    return RuleSet.of(distinct, Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
  }

  @Property
  void aBuiltSetEqualsTheOneParsedFromItsJson(@ForAll("rules") Rule a, @ForAll("rules") Rule b) {
    RuleSet built = set(List.of(a, b));
    RuleSet parsed = RuleSet.parse(built.toJson().toString());
    assertThat(parsed).isEqualTo(built).hasSameHashCodeAs(built);
    assertThat(parsed.toJson()).isEqualTo(built.toJson());
  }

  @Property
  void notIsTheComplement(@ForAll("conditions") Condition c, @ForAll("facts") Facts facts) {
    assertThat(holds(not(c), facts)).isNotEqualTo(holds(c, facts));
  }

  @Property
  void notOperatorsAreTheComplementOfTheirOperator(
      @ForAll("leaves") FieldCondition c, @ForAll("facts") Facts facts) {
    if (c.missing().isEmpty()) {
      for (Operator op : Operator.values()) {
        if (op.complementOf().filter(p -> p == c.operator()).isPresent()) {
          FieldCondition negated = field(c.field()).is(op, c.value());
          FieldCondition other = c.ignoreCase() ? negated.ignoringCase() : negated;
          assertThat(holds(other, facts)).isNotEqualTo(holds(c, facts));
        }
      }
    }
  }

  @Property
  void deMorgan(
      @ForAll("conditions") Condition a,
      @ForAll("conditions") Condition b,
      @ForAll("facts") Facts facts) {
    assertThat(holds(not(Condition.all(a, b)), facts))
        .isEqualTo(holds(Condition.any(not(a), not(b)), facts));
    assertThat(holds(not(Condition.any(a, b)), facts))
        .isEqualTo(holds(Condition.all(not(a), not(b)), facts));
    assertThat(holds(Condition.atLeast(2, a, b), facts))
        .isEqualTo(holds(Condition.all(a, b), facts));
    assertThat(holds(Condition.atLeast(1, a, b), facts))
        .isEqualTo(holds(Condition.any(a, b), facts));
  }

  @Property
  void theTraceOfARuleThatDoesNotMatchNamesAConditionThatIsReallyOtherwise(
      @ForAll("conditions") Condition c, @ForAll("facts") Facts facts) {
    Rule rule = Rule.newBuilder("r").when(c).build();
    RuleTrace trace = RuleSet.of(List.of(rule)).evaluate(facts, NOW).trace().rule("r");
    assertThat(trace.reasons()).isNotEmpty();
    for (Check check : trace.checks()) {
      assertThat(check.holds()).isEqualTo(holds(check.condition(), facts));
    }
    assertThat(trace.checks()).extracting(Check::id).containsAll(ids(trace.reasons()));
    // With every reason turned round, the outcome turns round too: they are what it rests on.
    List<String> reasons = ids(trace.reasons());
    assertThat(holds(turned(c, "/when", reasons), facts)).isNotEqualTo(trace.fired());
  }

  private static List<String> ids(List<Check> checks) {
    return checks.stream().map(Check::id).toList();
  }

  private static Condition turned(Condition c, String at, List<String> turn) {
    return switch (c) {
      case FieldCondition leaf -> turn.contains(at) ? not(leaf) : leaf;
      case ItemsCondition list -> turn.contains(at) ? not(list) : list;
      case ExternalCondition asked -> turn.contains(at) ? not(asked) : asked;
      case Condition.Logic logic -> turn.contains(at) ? not(logic) : logic;
      case Condition.Not n -> not(turned(n.condition(), at + "/not", turn));
      case Condition.All all -> new Condition.All(turned(all.conditions(), at + "/all", turn));
      case Condition.Any any -> new Condition.Any(turned(any.conditions(), at + "/any", turn));
      case Condition.AtLeast some ->
          new Condition.AtLeast(some.count(), turned(some.conditions(), at + "/of", turn));
    };
  }

  private static List<Condition> turned(List<Condition> list, String at, List<String> turn) {
    List<Condition> turned = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      turned.add(turned(list.get(i), at + "/" + i, turn));
    }
    return turned;
  }

  @Property
  void traceAndDecisionAgree(
      @ForAll("rules") Rule a,
      @ForAll("rules") Rule b,
      @ForAll("rules") Rule c,
      @ForAll("facts") Facts facts) {
    RuleSet rules = set(List.of(a, b, c));
    Decision decision = rules.evaluate(facts, NOW);
    Trace trace = decision.trace();
    assertThat(trace.rules().stream().filter(RuleTrace::fired).map(RuleTrace::rule))
        .containsExactlyElementsOf(decision.fired().stream().map(Rule::id).toList());
    assertThat(trace.rules()).hasSameSizeAs(rules.rules());
    assertThat(Json.parse(trace.toJson().toString())).isEqualTo(trace.toJson());
  }
}
