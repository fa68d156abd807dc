package dev.atom.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.rules.Chain;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import dev.atom.rules.check.LintOptions;
import dev.atom.rules.check.Remark;
import dev.atom.rules.check.RuleLint;
import dev.atom.rules.table.DecisionTable;
import dev.atom.rules.table.Hit;
import dev.atom.rules.table.TableAnalysis;
import dev.atom.rules.template.InvalidParameters.Kind;
import dev.atom.rules.template.InvalidParameters.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes with Atom, from parameters to what fires and why, as somebody of the trade uses it. */
class IndustryTemplatesTest {
  static List<RuleTemplate> builtIn() {
    return RuleTemplates.builtIn().all();
  }

  private static RuleTemplate named(String name) {
    return RuleTemplates.builtIn().named(name).orElseThrow();
  }

  private static Map<String, Json> parameters(RuleTemplate template) {
    return ((Json.Obj) template.parameters().document().get("properties").orElseThrow()).members();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void lintFindsNothingWrongWithIt(RuleTemplate template) {
    for (Sample sample : template.samples()) {
      RuleSet rules = template.instantiate(sample.parameters());
      List<Remark> remarks =
          RuleLint.check(rules, LintOptions.DEFAULT.now(Instant.parse("2026-11-20T10:00:00Z")));
      assertThat(remarks)
          .filteredOn(remark -> remark.severity() != Remark.Severity.HINT)
          .as(sample.title())
          .isEmpty();
      for (DecisionTable table : template.tables(sample.parameters())) {
        assertThat(((TableAnalysis.Checked) table.analyse()).faults()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void everySampleFiresWhatItSaysAndExplainsIt(RuleTemplate template) {
    for (Sample sample : template.samples()) {
      RuleSet rules = template.instantiate(sample.parameters());
      Decision decision = rules.evaluate(sample.facts(), sample.now());
      Set<String> fired =
          decision.fired().stream().map(rule -> rule.id()).collect(Collectors.toSet());
      Set<String> expected =
          sample.outcome().expected().stream().map(e -> e.rule()).collect(Collectors.toSet());
      assertThat(fired).as(sample.title()).containsAll(expected);
      assertThat(decision.fired().stream().filter(rule -> !rule.actions().isEmpty()))
          .extracting(rule -> rule.id())
          .containsExactlyInAnyOrderElementsOf(expected);
      for (String rule : fired) {
        assertThat(decision.trace().explain(rule)).startsWith("rule \"" + rule + "\" fired");
      }
      for (Sample.Silent silent : sample.outcome().silent()) {
        String why = decision.trace().explain(silent.rule());
        assertThat(why).as(sample.title()).startsWith("rule \"" + silent.rule() + "\" ");
        assertThat(fired).doesNotContain(silent.rule());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void aWrongValueOfAnyParameterIsNamedWithWhatToGiveInstead(RuleTemplate template) {
    Json.Obj right = template.samples().get(0).parameters();
    parameters(template)
        .forEach(
            (name, declared) -> {
              Json.Obj schema = (Json.Obj) declared;
              List<Json> wrong = new ArrayList<>(List.of(Json.object().put("x", 1).build()));
              schema.get("minimum").ifPresent(least -> wrong.add(below(least)));
              schema.get("maximum").ifPresent(most -> wrong.add(above(most)));
              schema.get("pattern").ifPresent(pattern -> wrong.add(Json.of("\u0000")));
              schema.get("minItems").ifPresent(least -> wrong.add(Json.array(List.of())));
              for (Json value : wrong) {
                Problem problem = problem(template, right.toBuilder().put(name, value).build());
                assertThat(problem.parameter()).isEqualTo(name);
                assertThat(problem.kind()).isEqualTo(Kind.WRONG);
                assertThat(problem.value()).contains(value.toString());
                assertThat(problem.remedy()).isNotBlank();
              }
            });
    assertThat(problem(template, right.toBuilder().put("nobody", 1).build()))
        .hasToString(
            "\"nobody\" is no parameter; known are "
                + String.join(", ", parameters(template).keySet()));
  }

  private static Json below(Json least) {
    return Json.of(((Json.Num) least).value().subtract(java.math.BigDecimal.ONE));
  }

  private static Json above(Json most) {
    return Json.of(((Json.Num) most).value().add(java.math.BigDecimal.ONE));
  }

  private static Problem problem(RuleTemplate template, Json.Obj values) {
    InvalidParameters thrown =
        catchThrowableOfType(InvalidParameters.class, () -> template.instantiate(values));
    assertThat(thrown).as(template + " " + values).isNotNull();
    return thrown.problems().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "response-in-working-time|{\"lead\": \"x\"}|zone|\"Mars/Olympus\"",
        "response-in-working-time|{\"lead\": \"x\"}|hours|[\"09:00-24:30\"]",
        "response-in-working-time|{\"lead\": \"x\"}|holidays|[\"2026-02-30\"]",
        "response-in-working-time|{\"lead\": \"x\"}|schedule|\"every full moon\"",
        "stalled-deal|{\"manager\": \"x\"}|schedule|\"whenever\"",
        "after-hours|{\"onCall\": \"x\"}|nightFrom|\"29:00\"",
        "opening-hours|{}|weekend|[\"10:00-23:00\", \"11:00-12:00\"]",
        "group-booking|{\"blockedTo\": \"2026-12-26\"}|blockedFrom|\"2026-13-01\""
      })
  void aValueThatMakesNoRuleIsTheFaultOfItsParameter(
      String template, String right, String name, String value) {
    Problem problem =
        problem(
            named(template),
            Json.parseObject(right).toBuilder().put(name, Json.parse(value)).build());
    assertThat(problem.parameter()).as(problem.toString()).isEqualTo(name);
    assertThat(problem.kind()).isEqualTo(Kind.WRONG);
    assertThat(problem.value()).contains(Json.parse(value).toString());
    assertThat(problem.remedy()).isNotBlank();
  }

  @Test
  void everyParameterHasADefaultOrAnExampleAndIsDescribed() {
    for (RuleTemplate template : builtIn()) {
      parameters(template)
          .forEach(
              (name, schema) -> {
                Json.Obj declared = (Json.Obj) schema;
                assertThat(
                        declared.get("default").isPresent() || declared.get("examples").isPresent())
                    .as(template + " " + name)
                    .isTrue();
                assertThat(declared.text("description").orElseThrow()).endsWith(".");
              });
    }
  }

  @Test
  void theTemplatesUseWhatTheEngineHas() {
    Set<String> used = new LinkedHashSet<>();
    for (RuleTemplate template : builtIn()) {
      collect(template.toJson().get("rules").orElseThrow(), used);
    }
    assertThat(used)
        .contains(
            "businessHours",
            "timeOfDay",
            "dayOfWeek",
            "within",
            "olderThan",
            "newerThan",
            "calendar",
            "effective",
            "schedule",
            "due",
            "status",
            "changed",
            "items",
            "count",
            "sum",
            "none",
            "all",
            "any",
            "atLeast",
            "score",
            "stop");
  }

  private static void collect(Json json, Set<String> used) {
    if (json instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (name, member) -> {
                used.add(name);
                if (name.equals("op") && member instanceof Json.Str op) {
                  used.add(op.value());
                }
                collect(member, used);
              });
    } else if (json instanceof Json.Arr array) {
      array.items().forEach(item -> collect(item, used));
    }
  }

  @Test
  void theTableOfATemplateTakesItsParameters() {
    Json.Obj values = Json.parseObject("{\"free\": 100, \"homePrice\": 5}");
    DecisionTable table = named("shipping-promise").tables(values).get(0);
    Map<String, String> prices =
        Map.of(
            "{\"order\": {\"country\": \"AT\", \"total\": 100}}", "0",
            "{\"order\": {\"country\": \"AT\", \"total\": 99.99}}", "5",
            "{\"order\": {\"country\": \"DE\", \"total\": 500}}", "12.9");
    prices.forEach(
        (order, price) ->
            assertThat(
                    ((Hit.Matched)
                            table.evaluate(Facts.of(Json.parseObject(order)), Instant.EPOCH).hit())
                        .outputs())
                .isEqualTo(Json.parseObject("{\"price\": " + price + "}")));
    assertThat(named("refund-policy").tables(Json.Obj.EMPTY)).isEmpty();
    assertThat(named("refund-policy").workflows(Json.Obj.EMPTY)).isEmpty();
  }

  /** Who does not come becomes a no-show, and the event that this is asks for a deposit. */
  @Test
  void whatOneRuleOfATemplateDoesSetsOffAnother() {
    RuleSet rules = named("reminder-and-no-show").instantiate(Json.Obj.EMPTY);
    Instant now = Instant.parse("2026-11-20T18:15:00Z");
    Json.Obj values =
        Json.parseObject(
            """
            {"booking": {"state": "confirmed", "starts_at": "2026-11-20T18:00:00Z"},
             "guest": {"no_shows": 2}}
            """);
    Facts event = Facts.newBuilder().values(values).event("due:no-show").build();
    List<String> done = new ArrayList<>();
    Chain chain = Chain.begin();
    while (chain.next(rules, event, now) instanceof Chain.Link.Fired fired) {
      fired.decision().actions().forEach(planned -> done.add(planned.action().name()));
      event =
          Facts.newBuilder()
              .values(Json.parseObject(values.toString().replace("confirmed", "no_show")))
              .changedFrom("booking.state", Json.of("confirmed"))
              .build();
      chain = fired.rest();
    }
    assertThat(done).containsExactly("setState", "requireDeposit");
  }
}
