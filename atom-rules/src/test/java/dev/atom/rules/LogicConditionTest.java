package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogicConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static RuleSet rules(String condition) {
    return RuleSet.parse(json("[{'id':'r','when':" + condition + ",'then':[]}]"));
  }

  private static Condition condition(String condition) {
    return rules(condition).rules().get(0).condition();
  }

  private static Decision evaluate(String condition, String facts) {
    return rules(condition).evaluate(Facts.of(Json.parseObject(json(facts))), NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'and':[{'>':[{'var':'a'},1]},{'var':'b'}]}",
        "{'var':'a'}",
        "{'all':[{'var':'items'},{'>':[{'var':'qty'},1]}]}",
        "{'all':[[1,2],{'>':[{'var':''},1]}]}",
        "{'all':[{'filter':[{'var':'items'},{'var':'x'}]},{'var':'qty'}]}",
        "{'some':[{'var':'items'},{'>':[{'var':'qty'},1]}]}",
        "{'if':[{'var':'a'},{'var':'b'},false]}",
        "{'logic':{'all':[{'var':'items'},{'var':'qty'}]}}",
        "{'logic':{'var':'a'},'id':'c1'}",
        "{'logic':true}"
      })
  void readsJsonLogicAndWritesItBack(String text) {
    Condition condition = condition(text);
    assertThat(condition).isInstanceOf(Condition.Logic.class);
    assertThat(condition(json(condition.toJson().toString()))).isEqualTo(condition);
    assertThat(schema().check(rules(text).toJson())).isEmpty();
    Json document = Json.parse(json("[{'id':'r','when':" + text + ",'then':[]}]"));
    assertThat(schema().check(document)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'all':[]}",
        "{'all':[{'field':'a','op':'exists'}]}",
        "{'all':[{'==':[{'var':'a'},1]},{'field':'a','op':'exists'}]}",
        "{'all':[{'logic':{'var':'items'}},{'logic':{'var':'qty'}}]}",
        "{'all':[{'!!':{'var':'a'}},{'var':'b'}]}",
        "{'all':[{'all':[{'var':'items'},{'var':'x'}]},{'all':[{'>':[{'var':'a'},1]}]}]}"
      })
  void aListOfConditionsStaysNative(String text) {
    assertThat(condition(text)).isInstanceOf(Condition.All.class);
    assertThat(condition(json(condition(text).toJson().toString()))).isEqualTo(condition(text));
    assertThat(schema().check(rules(text).toJson())).isEmpty();
  }

  @Test
  void standsAnywhereInANativeTree() {
    String text =
        """
        {'all':[
          {'field':'tier','op':'eq','value':'gold'},
          {'any':[{'>':[{'var':'score'},5]}, {'not':{'in':['x',{'var':'tags'}]}}]}]}
        """;
    assertThat(evaluate(text, "{'tier':'gold','score':'6','tags':['x']}").fired()).hasSize(1);
    assertThat(evaluate(text, "{'tier':'gold','score':5,'tags':['x']}").fired()).isEmpty();
    assertThat(evaluate(text, "{'tier':'gold','score':5,'tags':[]}").fired()).hasSize(1);
    assertThat(evaluate(text, "{'tier':'basic','score':6}").fired()).isEmpty();
  }

  @Test
  void keepsJsonLogicsOwnMeaning() {
    assertThat(evaluate("{'<':[{'var':'a'},1]}", "{}").fired()).hasSize(1);
    assertThat(evaluate("{'field':'a','op':'lt','value':1}", "{}").fired()).isEmpty();
    assertThat(evaluate("{'==':[{'var':'a'},1]}", "{'a':'1'}").fired()).hasSize(1);
  }

  @Test
  void anErrorIsAnAnswerAndIsCountedAndExplained() {
    String text = "{'or':[{'>':[{'var':'score'},5]},{'==':[{'var':'tier'},'gold']}]}";
    Decision decision = evaluate(text, "{'score':'n/a','tier':'gold'}");
    assertThat(decision.fired()).hasSize(1);
    assertThat(decision.trace().wrongTypes()).isEqualTo(1);
    assertThat(decision.trace().explain("r"))
        .isEqualTo(
            json(
                "rule 'r' fired:\n  /when: {'or':[{'>':[{'var':'score'},5]},{'==':[{'var':'tier'},'gold']}]},"
                    + " score is 'n/a', tier is 'gold', at /or/0/>: NaN: a value that is no number"
                    + " stands where one is needed"));
    assertThat(evaluate("{'+':[{'var':'score'},1]}", "{'score':'n/a'}").fired()).isEmpty();
    assertThat(evaluate("{'throw':'no'}", "{}").fired()).isEmpty();
    assertThat(evaluate("{'not':{'throw':'no'}}", "{}").fired()).hasSize(1);
    assertThat(evaluate("{'none':[{'var':'items'},{'var':'x'}]}", "{}").fired()).hasSize(1);
    assertThat(evaluate("{'try':[{'>':['x',1]},true]}", "{}").fired()).hasSize(1);
  }

  @Test
  void theTraceHasOneCheckWithIdAndWhatWasRead() {
    String text =
        "{'any':[{'logic':{'and':[{'var':'a.b'},{'>':[{'var':'n'},1]}]},'id':'c1'},{'var':'z'}]}";
    Trace trace = evaluate(text, "{'a':{'b':true},'n':0}").trace();
    List<Check> checks = trace.rule("r").checks();
    assertThat(checks).extracting(Check::id).containsExactly("c1", "/when/any/1");
    assertThat(checks.get(0).reads()).isEqualTo(Map.of("a.b", Json.of(true), "n", Json.of(0)));
    assertThat(checks.get(1).reads()).isEqualTo(Map.of("z", Json.NULL));
    assertThat(checks).noneMatch(Check::holds);
    assertThat(Json.parse(trace.toJson().toString())).isEqualTo(trace.toJson());
  }

  @Test
  void sensitiveValuesStayHiddenHoweverTheyAreRead() {
    Schema schema =
        new Schema(
            "case",
            1,
            List.of(
                Field.newBuilder("iban", FieldType.TEXT).sensitive().build(),
                Field.newBuilder("tier", FieldType.TEXT).build()));
    String text =
        "[{'id':'r','when':{'any':[{'==':[{'var':'iban'},'x']},{'==':[{'var':{'cat':['ib','an']}},"
            + "'x']},{'in':[{'var':''},[1]]}]},'then':[]}]";
    Facts facts = Facts.of(Json.parseObject(json("{'iban':'DE02','tier':'gold'}")));
    Trace trace = RuleSet.parse(json(text), schema).evaluate(facts, NOW).trace();
    assertThat(trace.toString() + trace.toJson()).doesNotContain("DE02").contains("(hidden)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'And':[true]}|WRONG_FORM|/0/when",
        "{'and':[{'=':[1,2]}]}|UNKNOWN_OPERATOR|/0/when/and/0/=",
        "{'logic':{'==':[{'x':1,'y':2},1]}}|UNKNOWN_OPERATOR|/0/when/logic/==/0",
        "{'and':[true],'id':'c1'}|WRONG_FORM|/0/when",
        "{'logic':true,'Id':'c1'}|WRONG_FORM|/0/when",
        "{'any':[{'==':[1]}]}|WRONG_FORM|/0/when/any/0",
        "{'all':[{'var':'a'},{'field':'b','op':'exists'}]}|UNKNOWN_OPERATOR|/0/when/all/1",
        "{'==':[{'var':'nope'},1]}|UNKNOWN_FIELD|/0/when"
      })
  void refusesMistakesWhenTheRuleIsSaved(String text, Kind kind, String path) {
    RuleVocabulary vocabulary =
        RuleVocabulary.of(
            new Schema("s", 1, List.of(Field.newBuilder("a", FieldType.TEXT).build())));
    Json document = Json.parse(json("[{'id':'r','when':" + text + ",'then':[]}]"));
    assertThatThrownBy(() -> RuleSet.parse(document, vocabulary, RuleLimits.DEFAULT))
        .isInstanceOfSatisfying(
            InvalidRules.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().get(0).kind()).isEqualTo(kind);
              assertThat(e.problems().get(0).path()).isEqualTo(path);
            });
  }

  @Test
  void countsOperationsAgainstTheConditionsOfARule() {
    String part = "{'==':[{'var':'a'},1]}";
    String text = "{'and':[" + (part + ",").repeat(250) + part + "]}";
    assertThatThrownBy(() -> rules(text))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining("the rule has more than 200 conditions");
  }

  @Test
  void canBeBuiltInJava() {
    Condition condition = Condition.logic(JsonLogic.parse("{\"var\":\"a\"}"));
    Rule rule = Rule.newBuilder("r").when(Condition.all(condition, condition)).build();
    RuleSet rules = RuleSet.of(List.of(rule));
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
  }

  private static JsonSchema schema() {
    try (InputStream in =
        LogicConditionTest.class.getResourceAsStream("/dev/atom/rules/rules.schema.json")) {
      return JsonSchema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
