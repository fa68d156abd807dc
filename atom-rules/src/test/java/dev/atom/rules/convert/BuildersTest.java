package dev.atom.rules.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Decision;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the two React builders export means here what it means there. */
class BuildersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static boolean holds(Condition condition, Json document) {
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
    Decision decision = rules.evaluate(Facts.of((Json.Obj) document), NOW);
    assertThat(decision.trace().rule("r").fired()).isEqualTo(!decision.fired().isEmpty());
    return !decision.fired().isEmpty();
  }

  record Case(String name, Json query, Json rule, Json document, boolean expected) {
    @Override
    public String toString() {
      return name + " on " + document;
    }
  }

  static List<Case> reactQueryBuilder() {
    Json.Obj file = (Json.Obj) read("react-querybuilder.json");
    List<Case> cases = new ArrayList<>();
    for (Json item : items(file, "cases")) {
      Json.Obj object = (Json.Obj) item;
      List<Json> documents = items(file, "documents");
      for (int i = 0; i < documents.size(); i++) {
        cases.add(
            new Case(
                object.text("name").orElseThrow(),
                object.get("query").orElseThrow(),
                object.get("rule").orElseThrow(),
                documents.get(i),
                items(object, "results").get(i).equals(Json.of(true))));
      }
    }
    return cases;
  }

  @Test
  void allTwentyEightKindsOnAllFiveDocumentsAreTried() {
    assertThat(reactQueryBuilder()).hasSize(28 * 5);
    assertThat(awesome()).hasSize(22 * DOCUMENTS.size());
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("reactQueryBuilder")
  void theExportedJsonLogicHasTheStatedResult(Case test) {
    assertThat(holds(Condition.logic(JsonLogic.parse(test.rule())), test.document()))
        .isEqualTo(test.expected());
    Conversion<Condition> apart = ReactAwesomeQueryBuilder.condition(test.rule(), Map.of());
    assertThat(apart.losses()).isEmpty();
    assertThat(holds(apart.orThrow(), test.document())).isEqualTo(test.expected());
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("reactQueryBuilder")
  void theImportedQueryHasTheStatedResult(Case test) {
    Conversion<Condition> imported = ReactQueryBuilder.condition(test.query());
    assertThat(imported.losses()).isEmpty();
    assertThat(holds(imported.orThrow(), test.document())).isEqualTo(test.expected());
  }

  /** Twelve documents; the expected answers stand in {@link #awesomeAnswer}. */
  private static final List<Json> DOCUMENTS =
      Stream.of(
              "{}",
              "{'status':'open','subject':'a','priority':5,'assigned':true,'tags':['vip']}",
              "{'status':'pending','subject':'refund me','priority':1,'assigned':false,'tags':[]}",
              "{'status':'closed','subject':'','priority':4.5,'assigned':true,'tags':['x','vip']}",
              "{'status':null,'subject':null,'priority':null,'assigned':null,'tags':null}",
              "{'status':'Open','subject':'Refund','priority':0,'tags':['vip','beta']}",
              "{'priority':6,'tags':['x'],'createdAt':'2026-11-20T09:30:00.001Z'}",
              "{'priority':5.0,'assigned':false,'createdAt':'2026-11-20T09:30:00.000Z'}",
              "{'subject':'no refunds','dueOn':'2026-11-20T00:00:00.000Z'}",
              "{'subject':'b','dueOn':'2026-11-20'}",
              "{'status':'open','priority':-1,'createdAt':'2025-01-01T00:00:00.000Z'}",
              "{'status':'openly','priority':100,'tags':['beta','beta']}")
          .map(text -> Json.parse(text.replace('\'', '"')))
          .toList();

  record Exported(String name, Json rule, Json.Obj document) {
    @Override
    public String toString() {
      return name + " on " + document;
    }
  }

  static List<Exported> awesome() {
    List<Exported> cases = new ArrayList<>();
    for (Json item : ((Json.Arr) read("react-awesome-query-builder.json")).items()) {
      Json.Obj object = (Json.Obj) item;
      Json rule = object.get("rule").orElseThrow();
      if (rule instanceof Json.Obj) {
        DOCUMENTS.forEach(
            document ->
                cases.add(
                    new Exported(object.text("name").orElseThrow(), rule, (Json.Obj) document)));
      }
    }
    return cases;
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("awesome")
  void theOtherBuildersJsonLogicMeansWhatItsOperatorsSay(Exported test) {
    boolean expected = awesomeAnswer(test.name(), test.document());
    assertThat(holds(Condition.logic(JsonLogic.parse(test.rule())), test.document()))
        .isEqualTo(expected);
    Conversion<Condition> imported = ReactAwesomeQueryBuilder.condition(test.rule(), Map.of());
    assertThat(holds(imported.orThrow(), test.document())).isEqualTo(expected);
  }

  /** What the builder's operator says, in plain Java on plain values: no JsonLogic in it. */
  private static boolean awesomeAnswer(String name, Json.Obj document) {
    String status = document.text("status").orElse(null);
    String subject = document.text("subject").orElse(null);
    boolean assigned = document.get("assigned").equals(java.util.Optional.of(Json.of(true)));
    double priority =
        document.members().get("priority") instanceof Json.Num n ? n.value().doubleValue() : 0;
    List<String> tags =
        document.members().get("tags") instanceof Json.Arr a
            ? a.items().stream().map(t -> ((Json.Str) t).value()).toList()
            : List.of();
    return switch (name) {
      case "select_equals" -> "open".equals(status);
      case "select_not_equals" -> !"open".equals(status);
      case "select_any_in" -> "open".equals(status) || "pending".equals(status);
      case "select_not_any_in" -> !"open".equals(status) && !"pending".equals(status);
      case "equal" -> "a".equals(subject);
      case "like" -> subject != null && subject.contains("refund");
      case "not_like" -> subject == null || !subject.contains("refund");
      case "is_empty" -> subject == null || subject.isEmpty();
      case "is_not_empty" -> subject != null && !subject.isEmpty();
      case "is_null" -> subject == null;
      case "is_not_null" -> subject != null;
      // JsonLogic takes a missing number for 0.
      case "less" -> priority < 5;
      case "greater_or_equal" -> priority >= 5;
      case "between" -> priority >= 1 && priority <= 5;
      case "not_between" -> priority < 1 || priority > 5;
      case "boolean" -> assigned;
      case "multiselect_contains" -> tags.contains("vip") || tags.contains("beta");
      case "multiselect_not_contains" -> !tags.contains("vip");
      case "multiselect_equals" ->
          !tags.isEmpty() && tags.stream().allMatch(t -> t.equals("vip") || t.equals("beta"));
      case "datetime_greater" ->
          document.text("createdAt").orElse("").compareTo("2026-11-20T09:30:00.000Z") > 0;
      case "date_equal" -> document.text("dueOn").orElse("").equals("2026-11-20T00:00:00.000Z");
      case "negated" -> !(priority < 5 || assigned);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void datesAreComparedInTimeWhereTheFieldsTypeIsGiven() {
    Map<String, FactType> types = Map.of("createdAt", FactType.INSTANT, "dueOn", FactType.DATE);
    Condition created = imported("datetime_greater", types);
    assertThat(holds(created, Json.parse("{\"createdAt\":\"2026-11-20T10:30:00.5+00:30\"}")))
        .isTrue();
    assertThat(holds(created, Json.parse("{\"createdAt\":\"2026-11-20T10:30:00+01:00\"}")))
        .isFalse();
    Condition due = imported("date_equal", types);
    assertThat(holds(due, Json.parse("{\"dueOn\":\"2026-11-20\"}"))).isTrue();
    assertThat(holds(due, Json.parse("{\"dueOn\":\"2026-11-21\"}"))).isFalse();
    Json rule = rule("date_equal");
    assertThat(ReactAwesomeQueryBuilder.condition(rule, Map.of()).losses())
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.kind()).isEqualTo(Conversion.Kind.DIFFERS);
              assertThat(loss.path()).isEqualTo("/and/0/==");
            });
  }

  @Test
  void ruleIdsOfTheBuilderNameTheConditions() {
    String query =
        """
        {"combinator": "and", "rules": [
          {"id": "r1", "field": "status", "operator": "=", "value": "open"},
          {"id": "r2", "field": "priority", "operator": ">", "value": "50"},
          {"id": "r3", "field": "x", "operator": "=", "value": "y", "muted": true}]}
        """;
    Condition.All all = (Condition.All) ReactQueryBuilder.condition(Json.parse(query)).orThrow();
    assertThat(all.conditions()).hasSize(2);
    assertThat(((FieldCondition) all.conditions().get(0)).id()).contains("r1");
    assertThat(((Condition.Logic) all.conditions().get(1)).id()).contains("r2");
  }

  private static Json rule(String name) {
    return awesome().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow().rule();
  }

  private static Condition imported(String name, Map<String, FactType> types) {
    Conversion<Condition> imported = ReactAwesomeQueryBuilder.condition(rule(name), types);
    assertThat(imported.losses()).isEmpty();
    return imported.orThrow();
  }

  private static List<Json> items(Json.Obj object, String member) {
    return ((Json.Arr) object.get(member).orElseThrow()).items();
  }

  private static Json read(String name) {
    String path = "/dev/atom/rules/jsonlogic/ui-builders/" + name;
    try (InputStream in = BuildersTest.class.getResourceAsStream(path)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
