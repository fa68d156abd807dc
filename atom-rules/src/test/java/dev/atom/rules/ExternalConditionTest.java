package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.external;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;
import static dev.atom.rules.Condition.otherField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.ExternalFacts.Question;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts that have to be asked for: asked only where a rule hangs on them, once, in one call. */
class ExternalConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Facts FACTS =
      Facts.of(
          Json.parseObject(
              "{\"tier\":\"gold\",\"total\":50,\"customer\":{\"id\":\"c-1\"},\"none\":null}"));

  /** Answers from a map by name, and remembers what it was asked. */
  private static final class Desk implements ExternalFacts {
    private final Map<String, Json> known;
    private final List<List<Question>> calls = new ArrayList<>();

    Desk(Map<String, Json> known) {
      this.known = known;
    }

    @Override
    public Map<Question, Json> ask(List<Question> questions, CallContext context) {
      calls.add(questions);
      return questions.stream()
          .filter(question -> known.containsKey(question.fact()))
          .collect(Collectors.toMap(q -> q, q -> known.get(q.fact())));
    }
  }

  private static ExternalCondition score() {
    return external("score").with("customer", otherField("customer.id")).is(s -> s.gte(600));
  }

  private static Rule rule(String id, Condition condition) {
    return Rule.newBuilder(id).when(condition).then(Action.of("do")).build();
  }

  private static List<String> fired(Desk desk, Rule... rules) {
    Decision decision = RuleSet.of(List.of(rules)).evaluate(FACTS, NOW, desk, CallContext.create());
    decision.trace();
    return decision.fired().stream().map(Rule::id).toList();
  }

  @Test
  void asksNothingWhereTheRestOfTheRuleDecides() {
    Desk desk = new Desk(Map.of("score", Json.of(700)));
    List<String> fired =
        fired(
            desk,
            rule("false anyway", all(field("tier").eq("basic"), score())),
            rule("true anyway", any(field("tier").eq("gold"), score())),
            rule("two suffice", Condition.atLeast(1, score(), field("total").eq(50))),
            rule("not", not(any(field("tier").eq("gold"), score()))),
            rule(
                "has no argument",
                external("score").with("x", otherField("none")).is(s -> s.gt(1))),
            Rule.newBuilder("disabled").enabled(false).when(score()).build());
    assertThat(desk.calls).isEmpty();
    assertThat(fired).containsExactly("true anyway", "two suffice");
  }

  @Test
  void asksEachQuestionOnceInOneCall() {
    Desk desk = new Desk(Map.of("score", Json.of(700), "stock", Json.of(0)));
    List<String> fired =
        fired(
            desk,
            rule("a", all(field("tier").eq("gold"), score())),
            rule("b", all(score(), external("score").with("customer", "c-1").is(s -> s.lt(800)))),
            rule("c", not(external("stock").is(s -> s.eq(0)))));
    assertThat(desk.calls)
        .containsExactly(
            List.of(
                new Question("score", Json.object().put("customer", "c-1").build()),
                new Question("stock", Json.Obj.EMPTY)));
    assertThat(fired).containsExactly("a", "b");
  }

  @Test
  void asksNothingForRulesThatAnEarlierOneKeepsFromFiring() {
    Desk desk = new Desk(Map.of());
    Rule first = Rule.newBuilder("first").group("g").when(field("tier").eq("gold")).build();
    Rule second = Rule.newBuilder("second").group("g").when(score()).build();
    Rule stop = Rule.newBuilder("stop").stop().when(field("total").eq(50)).build();
    Rule after = Rule.newBuilder("after").when(any(field("total").eq(1), score())).build();
    RuleSet rules =
        RuleSet.of(
            List.of(first, second, stop, after), Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
    Trace trace = rules.evaluate(FACTS, NOW, desk, CallContext.create()).trace();
    assertThat(desk.calls).isEmpty();
    assertThat(trace.rule("second").outcome()).isEqualTo(new RuleTrace.GroupTaken("first"));
    assertThat(trace.explain("after"))
        .isEqualTo("rule \"after\" did not fire: rule \"stop\" said stop before it");
    assertThat(trace.rule("after").checks().get(1).finding()).isEqualTo(Finding.NOT_ASKED);
  }

  @Test
  void theTraceSaysWhatWasAskedAndAnsweredAndAsksNoMore() {
    Desk desk = new Desk(Map.of("score", Json.of(580)));
    RuleSet rules =
        RuleSet.of(
            List.of(
                rule("credit", score().id("c9")),
                rule("stock", external("stock").is(s -> s.gt(0)))));
    Decision decision = rules.evaluate(FACTS, NOW, desk, CallContext.create());
    Trace trace = decision.trace();
    decision.trace();
    assertThat(desk.calls).hasSize(1);
    assertThat(trace.explain("credit"))
        .isEqualTo(
            "rule \"credit\" did not fire:\n"
                + "  c9: external score{\"customer\":\"c-1\"} gte 600, is 580");
    assertThat(trace.explain("stock"))
        .isEqualTo(
            "rule \"stock\" did not fire:\n"
                + "  /when: external stock gt 0, is unavailable: there was no answer");
    Json.Obj check = trace.rule("credit").checks().get(0).toJson();
    assertThat(check.at("/with/customer")).contains(Json.of("c-1"));
    assertThat(check.at("/actual")).contains(Json.of(580));
  }

  @Test
  void sensitiveFieldsAreAskedWithAndHiddenInTheTrace() {
    Schema schema =
        new Schema(
            "case", 1, List.of(Field.newBuilder("iban", FieldType.TEXT).sensitive().build()));
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder().schema(schema).external("score", FactType.NUMBER).build();
    Condition condition = external("score").with("iban", otherField("iban")).is(s -> s.gt(1));
    RuleSet rules = RuleSet.of(List.of(rule("r", condition)), Map.of(), vocabulary);
    Desk desk = new Desk(Map.of());
    Facts facts = Facts.newBuilder().put("iban", "DE02").build();
    Trace trace = rules.evaluate(facts, NOW, desk, CallContext.create()).trace();
    assertThat(desk.calls.get(0).get(0).with().text("iban")).contains("DE02");
    assertThat(trace.toString() + trace.toJson()).doesNotContain("DE02").contains("(hidden)");
  }

  @Test
  void answersAsStatedWhenUnavailable() {
    Rule[] rules = {
      rule("default", score()),
      rule("match", score().onUnavailable(OnUnavailable.MATCH)),
      rule("noMatch", score().onUnavailable(OnUnavailable.NO_MATCH)),
      rule("not", not(score())),
    };
    assertThat(fired(new Desk(Map.of()), rules)).containsExactly("match", "not");
    RuleSet set = RuleSet.of(List.of(rules));
    assertThat(set.evaluate(FACTS, NOW).fired())
        .extracting(Rule::id)
        .containsExactly("match", "not");
    ExternalFacts broken =
        (questions, context) -> {
          throw new IllegalStateException("user=me password=secret");
        };
    Decision decision = set.evaluate(FACTS, NOW, broken, CallContext.create());
    assertThat(decision.fired()).extracting(Rule::id).containsExactly("match", "not");
    assertThat(decision.trace().toString())
        .contains("asking failed: java.lang.IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void nullIsAnAnswerAndMeansMissing() {
    Desk desk = new Desk(Map.of("score", Json.NULL));
    assertThat(
            fired(
                desk,
                rule("gte", score().onUnavailable(OnUnavailable.MATCH)),
                rule("missing", external("score").is(s -> s.gte(1).whenMissing(Missing.MATCH))),
                rule("isNull", external("score").is(FieldOperators::isNull))))
        .containsExactly("missing", "isNull");
  }

  @Test
  void failsOnlyWhereARuleHangsOnIt() {
    ExternalCondition failing = score().id("c9").onUnavailable(OnUnavailable.FAIL);
    ExternalFactUnavailable thrown =
        catchThrowableOfType(
            ExternalFactUnavailable.class,
            () -> fired(new Desk(Map.of()), rule("r", all(field("tier").eq("gold"), failing))));
    assertThat(thrown)
        .hasMessageContaining(
            "rule \"r\" can't be decided: condition \"c9\" needs the external fact");
    assertThat(List.of(thrown.rule(), thrown.condition(), thrown.fact(), thrown.code()))
        .containsExactly("r", "c9", "score", "external_fact_unavailable");
    assertThat(thrown.retryable()).isTrue();
    Rule[] others = {
      rule("decided", all(field("tier").eq("basic"), failing)),
      rule("decided by another answer", all(failing, external("stock").is(s -> s.gt(0)))),
    };
    assertThat(fired(new Desk(Map.of("stock", Json.of(0))), others)).isEmpty();
    assertThatThrownBy(() -> RuleSet.of(List.of(rule("r", failing))).evaluate(FACTS, NOW))
        .isInstanceOf(ExternalFactUnavailable.class);
  }

  @Test
  void anAnswerAfterTheDeadlineIsNone() {
    Instant[] time = {NOW};
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return time[0];
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    Desk desk = new Desk(Map.of("score", Json.of(700)));
    ExternalFacts slow =
        (questions, context) -> {
          time[0] = time[0].plusSeconds(2);
          return desk.ask(questions, context);
        };
    RuleSet rules = RuleSet.of(List.of(rule("r", score())));
    CallContext context =
        CallContext.create().deadline(Deadline.after(Duration.ofSeconds(1), clock));
    Decision late = rules.evaluate(FACTS, NOW, slow, context);
    assertThat(late.fired()).isEmpty();
    assertThat(late.trace().explain("r")).contains("is unavailable: the answer came too late");
    Decision unasked = rules.evaluate(FACTS, NOW, slow, context);
    assertThat(unasked.trace().explain("r")).contains("there was no time left to ask");
    assertThat(desk.calls).hasSize(1);
  }

  @Test
  void cancellingEndsTheEvaluation() {
    RuleSet rules = RuleSet.of(List.of(rule("r", score())));
    CallContext context = CallContext.create();
    ExternalFacts cancelling =
        (questions, given) -> {
          given.cancel();
          return Map.of();
        };
    assertThatThrownBy(() -> rules.evaluate(FACTS, NOW, cancelling, context))
        .isInstanceOf(EvaluationCancelled.class);
    ExternalFacts interrupted =
        (questions, given) -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted");
        };
    assertThatThrownBy(() -> rules.evaluate(FACTS, NOW, interrupted, CallContext.create()))
        .isInstanceOf(EvaluationCancelled.class);
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'external':'score','with':{'customer':'c'}} | MISSING_MEMBER | op",
        "{'external':'','op':'exists'} | WRONG_FORM | not blank",
        "{'external':'nope','op':'exists'} | UNKNOWN_EXTERNAL | known are score",
        "{'external':'score','with':{'customer':{'field':'nope'}},'op':'exists'} | UNKNOWN_FIELD | nope",
        "{'external':'score','with':{'customer':{'field':'@'}},'op':'exists'} | WRONG_FORM | items",
        "{'external':'score','with':{'customer':7},'op':'exists'} | WRONG_FORM | string",
        "{'external':'score','op':'exists'} | WRONG_FORM | customer",
        "{'external':'score','with':7,'op':'exists'} | WRONG_FORM | an object",
        "{'external':'score','with':{'customer':'c'},'op':'eq','value':'7'} | WRONG_TYPE | NUMBER",
        "{'external':'score','with':{'customer':'c'},'op':'contains','value':'7'} | WRONG_TYPE | these do",
        "{'external':'score','with':{'customer':'c'},'op':'changed'} | WRONG_FORM | before the event",
        "{'external':'score','with':{'customer':'c'},'op':'exists','onUnavailable':'maybe'} | WRONG_FORM | fail",
        "{'external':'score','with':{'customer':'c'},'op':'exists','field':'x'} | WRONG_FORM | no \\\"field\\\"",
        "{'items':'list','any':{'external':'score','with':{'customer':'c'},'op':'exists'}} | WRONG_FORM | each item",
      })
  void refusesWhatMakesNoSense(String condition, Kind kind, String message) {
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder()
            .fact("list", FactType.LIST)
            .external(
                "score",
                FactType.NUMBER,
                JsonSchema.parse(
                    "{\"required\":[\"customer\"],"
                        + "\"properties\":{\"customer\":{\"type\":\"string\"}}}"))
            .build();
    String text = "[{'id':'r','when':" + condition + ",'then':[]}]";
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> RuleSet.parse(text.replace('\'', '"'), vocabulary));
    assertThat(thrown).as(condition).isNotNull();
    assertThat(thrown.problems().get(0).kind()).as(thrown.getMessage()).isEqualTo(kind);
    assertThat(thrown.problems().get(0).message()).contains(message.replace("\\", ""));
  }

  @Test
  void aBuiltConditionIsTheOneThatIsParsed() {
    Condition built =
        all(
            score().id("c9").onUnavailable(OnUnavailable.FAIL),
            external("stock").is(s -> s.in(1, 2).whenMissing(Missing.MATCH)),
            external("name").with("a", 1).with("b", List.of("x")).is(s -> s.eq("x").ignoringCase()),
            external("since").is(s -> s.olderThan(Duration.ofDays(1))));
    RuleSet rules = RuleSet.of(List.of(rule("r", built)));
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
  }
}
