package dev.atom.rules.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is exported gives the same truth as the condition, on facts of all kinds. */
class ExportProperties {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<String> FIELDS = List.of("a", "b", "c.d", "c.0");
  private static final List<Json> VALUES =
      List.of(
          Json.NULL,
          Json.of(true),
          Json.of(false),
          Json.of(0),
          Json.of(1),
          Json.of(-3),
          Json.parse("1.0"),
          Json.parse("2.5"),
          Json.parse("1e400"),
          Json.parse("1e999999999"),
          Json.parse("-1e-999999999"),
          Json.parse("9007199254740993"),
          Json.of(""),
          Json.of(" "),
          Json.of("1"),
          Json.of("-"),
          Json.of("a"),
          Json.of("ab"),
          Json.of("xaby"),
          Json.of("0"),
          Json.of("\uD83D\uDE00"),
          Json.of("\uFFEE"),
          Json.of("true"),
          Json.parse("[]"),
          Json.parse("[[]]"),
          Json.parse("[0]"),
          Json.parse("[1,\"a\"]"),
          Json.parse("[\"1\"]"),
          Json.parse("[null]"),
          Json.parse("[false,\"ab\",[1]]"),
          Json.parse("{}"),
          Json.parse("{\"b\":1}"),
          Json.parse("{\"1\":1}"));
  private static final List<Json> LITERALS =
      VALUES.stream()
          .filter(v -> v instanceof Json.Str || v instanceof Json.Num || v instanceof Json.Bool)
          .toList();

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Optional<Json>> value = Arbitraries.of(VALUES).optional(0.85);
    return Combinators.combine(value, value, value, Arbitraries.of(true, false))
        .as(
            (a, b, d, list) -> {
              var data = Json.object();
              a.ifPresent(x -> data.put("a", x));
              b.ifPresent(x -> data.put("b", x));
              d.ifPresent(
                  x ->
                      data.put(
                          "c", list ? Json.array(List.of(x)) : Json.object().put("d", x).build()));
              return Facts.of(data.build());
            });
  }

  @Provide
  Arbitrary<FieldCondition> leaves() {
    Arbitrary<Json> single =
        Arbitraries.oneOf(
            Arbitraries.of(LITERALS),
            Arbitraries.of(LITERALS),
            Arbitraries.of(FIELDS).map(Condition::otherField));
    return Combinators.combine(
            Arbitraries.of(FIELDS),
            Arbitraries.of(Operator.values()),
            single,
            Arbitraries.of(LITERALS).list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(false, false, false, false, true),
            Arbitraries.of(Missing.values()).optional(0.3))
        .as(ExportProperties::leaf)
        .filter(condition -> accepted(condition).isPresent());
  }

  private static FieldCondition leaf(
      String path,
      Operator op,
      Json single,
      List<Json> several,
      boolean ignoreCase,
      Optional<Missing> missing) {
    var on = Condition.field(path);
    Optional<Json> value =
        switch (op.operand()) {
          case NONE -> Optional.empty();
          case VALUE -> Optional.of(single);
          case LIST -> Optional.of(Json.array(several));
          case RANGE -> Optional.of(Json.array(List.of(several.get(0), single)));
          default -> Optional.of(Json.of("PT12H"));
          case PATTERN -> Optional.of(Json.of("[a-z]y?"));
        };
    FieldCondition cased = ignoreCase ? on.is(op, value).ignoringCase() : on.is(op, value);
    return missing.map(cased::whenMissing).orElse(cased);
  }

  private static Optional<RuleSet> accepted(Condition condition) {
    try {
      return Optional.of(RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build())));
    } catch (dev.atom.rules.InvalidRules e) {
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return Arbitraries.recursive(
        () -> leaves().map(c -> (Condition) c),
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
        2);
  }

  private static boolean holds(RuleSet rules, Facts facts) {
    return !rules.evaluate(facts, NOW).fired().isEmpty();
  }

  @Property(tries = 3_000)
  void aLeafThatIsExportedHasTheSameTruth(
      @ForAll("leaves") FieldCondition condition, @ForAll("facts") Facts facts) {
    same(condition, facts);
  }

  @Property(tries = 1_000)
  void aTreeThatIsExportedHasTheSameTruth(
      @ForAll("conditions") Condition condition, @ForAll("facts") Facts facts) {
    same(condition, facts);
  }

  private static void same(Condition condition, Facts facts) {
    Conversion<Json> exported = JsonLogicExport.export(condition);
    if (exported.result().isEmpty()) {
      assertThat(exported.losses()).anyMatch(loss -> loss.kind() == Conversion.Kind.REFUSED);
      return;
    }
    JsonLogic logic = JsonLogic.parse(exported.result().get());
    boolean expected = holds(accepted(condition).orElseThrow(), facts);
    assertThat(logic.test(facts.values()))
        .as("%s on %s", logic, facts.values())
        .isEqualTo(expected);
    assertThat(logic.faults()).isEmpty();
  }

  /** Every operator on every value, with every literal: nothing is left to chance. */
  @Test
  void everyOperatorThatIsExportedHasTheSameTruthOnEveryValue() {
    Map<Operator, Integer> exported = new EnumMap<>(Operator.class);
    int compared = 0;
    for (Operator op : Operator.values()) {
      for (Json literal : LITERALS) {
        FieldCondition leaf =
            leaf("a", op, literal, List.of(literal, Json.of("a")), false, Optional.empty());
        Optional<RuleSet> rules = accepted(leaf);
        Optional<Json> logic = JsonLogicExport.export(leaf).result();
        if (rules.isEmpty() || logic.isEmpty()) {
          continue;
        }
        exported.merge(op, 1, Integer::sum);
        JsonLogic compiled = JsonLogic.parse(logic.get());
        for (Optional<Json> value : values()) {
          var data = Json.object();
          value.ifPresent(v -> data.put("a", v));
          Facts facts = Facts.of(data.build());
          assertThat(compiled.test(facts.values()))
              .as("%s on %s", leaf, facts.values())
              .isEqualTo(holds(rules.get(), facts));
          compared++;
        }
      }
    }
    assertThat(exported.keySet())
        .contains(
            Operator.EQ,
            Operator.NE,
            Operator.LT,
            Operator.LTE,
            Operator.GT,
            Operator.GTE,
            Operator.BETWEEN,
            Operator.NOT_BETWEEN,
            Operator.IN,
            Operator.NOT_IN,
            Operator.CONTAINS,
            Operator.NOT_CONTAINS,
            Operator.STARTS_WITH,
            Operator.NOT_STARTS_WITH,
            Operator.ENDS_WITH,
            Operator.NOT_ENDS_WITH,
            Operator.IS_NULL,
            Operator.IS_NOT_NULL,
            Operator.IS_EMPTY,
            Operator.IS_NOT_EMPTY,
            Operator.EXISTS,
            Operator.CONTAINS_ANY,
            Operator.CONTAINS_ALL,
            Operator.CONTAINS_NONE);
    assertThat(compared).isGreaterThan(10_000);
  }

  private static List<Optional<Json>> values() {
    List<Optional<Json>> values = new ArrayList<>(VALUES.stream().map(Optional::of).toList());
    values.add(Optional.empty());
    return values;
  }

  @Test
  void aRefusalNamesTheCondition() {
    Condition condition =
        Condition.any(
            Condition.field("a").eq(1),
            Condition.field("b").matches("x+").id("c2"),
            Condition.field("b").eq("x").ignoringCase());
    Conversion<Json> exported = JsonLogicExport.export(condition);
    assertThat(exported.result()).isEmpty();
    assertThat(exported.losses())
        .extracting(Conversion.Loss::toString)
        .containsExactly(
            "/any/1 (\"c2\"): matches with such a value on \"b\" has no counterpart",
            "/any/2: JsonLogic has no ignoreCase");
  }
}
