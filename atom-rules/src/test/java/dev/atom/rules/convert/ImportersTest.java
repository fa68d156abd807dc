package dev.atom.rules.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.convert.Conversion.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImportersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static boolean holds(Condition condition, String facts) {
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
    return !rules.evaluate(Facts.of((Json.Obj) json(facts)), NOW).fired().isEmpty();
  }

  @Test
  void importsARuleOfJsonRulesEngine() {
    Conversion<Rule> imported =
        JsonRulesEngine.rule(
            json(
                """
                {'conditions': {'any': [
                   {'all': [{'fact':'gameDuration','operator':'equal','value':40},
                            {'fact':'personalFoulCount','operator':'greaterThanInclusive','value':5}]},
                   {'not': {'fact':'account','path':'$.plan.tags[0]','operator':'in',
                            'value':['a','b'], 'id':'tag'}}]},
                 'event': {'type':'fouledOut','params':{'message':'out'}},
                 'priority': 7, 'name': 'fouls'}
                """),
            "fouls");
    Rule rule = imported.orThrow();
    assertThat(rule.priority()).isEqualTo(7);
    assertThat(rule.actions().get(0).toJson())
        .isEqualTo(json("{'do':'fouledOut','with':{'message':'out'}}"));
    assertThat(rule.condition().toJson())
        .isEqualTo(
            json(
                """
                {'any': [
                   {'all': [{'field':'gameDuration','op':'eq','value':40},
                            {'field':'personalFoulCount','op':'gte','value':5}]},
                   {'not': {'id':'tag','field':'account.plan.tags.0','op':'in',
                            'value':['a','b']}}]}
                """));
    assertThat(imported.losses())
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.kind()).isEqualTo(Kind.DIFFERS);
              assertThat(loss.path()).isEqualTo("/conditions/any/0/all/1");
            });
    assertThat(RuleSet.of(List.of(rule)).rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'equal','value':'x'|{'f':'x'}|{'f':['x']}",
        "'equal','value':null|{'f':null}|{}",
        "'notEqual','value':null|{}|{'f':null}",
        "'notEqual','value':1|{}|{'f':1.0}",
        "'lessThan','value':1|{'f':0}|{}",
        "'in','value':['x',1]|{'f':1}|{'f':'1'}",
        "'notIn','value':['x',1]|{}|{'f':1}",
        "'contains','value':'x'|{'f':['x']}|{'f':['y']}",
        "'doesNotContain','value':'x'|{'f':['y']}|{}",
        "'not:equal','value':1|{'f':2}|{'f':1}",
        "'not:not:contains','value':1|{'f':[1]}|{'f':[2]}",
        "'someFact:equal','value':1|{'f':[2,1]}|{'f':1}",
        "'someFact:in','value':[1,2]|{'f':[2,3]}|{'f':['2']}",
        "'equal','value':{'fact':'g','path':'$.h'}|{'f':1,'g':{'h':1}}|{'f':1,'g':{'h':2}}"
      })
  void everyOperatorOfJsonRulesEngineMeansTheSame(String test, String yes, String no) {
    Condition condition =
        JsonRulesEngine.condition(json("{'fact':'f','operator':" + test + "}")).orThrow();
    assertThat(holds(condition, yes)).isTrue();
    assertThat(holds(condition, no)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'condition':'named'}|``",
        "{'fact':'f','operator':'equal','value':[1]}|/value",
        "{'fact':'f','operator':'lessThan','value':'x'}|/value",
        "{'fact':'f','operator':'in','value':'abc'}|/value",
        "{'fact':'f','operator':'in','value':[null]}|/value",
        "{'fact':'f','operator':'everyFact:equal','value':1}|/operator",
        "{'fact':'f','operator':'someFact:lessThan','value':1}|/operator",
        "{'fact':'f','operator':'ownOne','value':1}|/operator",
        "{'fact':'f','operator':'equal','value':1,'params':{'x':1}}|``",
        "{'fact':'f','operator':'equal','value':1,'path':'$..x'}|/path",
        "{'fact':'f','operator':'equal','value':1,'path':'$.a[?(@.b)]'}|/path",
        "{'fact':'f.g','operator':'equal','value':1}|``",
        "{'fact':'f','operator':'equal','value':1,'extra':1}|/extra",
        "{'all':[]}|/all",
        "{'any':[{'all':[1]}]}|/any/0/all/0"
      })
  void whatJsonRulesEngineSaysOtherwiseIsRefusedWithItsPlace(String condition, String path) {
    Conversion<Condition> imported = JsonRulesEngine.condition(json(condition));
    assertThat(imported.result()).isEmpty();
    assertThat(imported.losses().get(0).path()).isEqualTo(path);
    assertThatThrownBy(imported::orThrow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(imported.losses().get(0).message());
  }

  @Test
  void importsRulesOfJqueryQueryBuilder() {
    Conversion<Condition> imported =
        JqueryQueryBuilder.condition(
            json(
                """
                {'condition':'AND','valid':true,'rules':[
                  {'id':'price','field':'price','type':'double','input':'number',
                   'operator':'less','value':'10.25'},
                  {'condition':'OR','not':true,'rules':[
                    {'id':'category','field':'category','type':'integer','operator':'in',
                     'value':['2','1']},
                    {'id':'name','field':'name','type':'string','operator':'is_empty','value':null},
                    {'id':'stock','field':'in_stock','type':'boolean','operator':'equal','value':1},
                    {'id':'due','field':'due','type':'date','operator':'between',
                     'value':['2026-01-01','2026-12-31']}]}]}
                """));
    assertThat(imported.losses()).isEmpty();
    assertThat(imported.orThrow().toJson())
        .isEqualTo(
            json(
                """
                {'all':[
                  {'field':'price','op':'lt','value':10.25},
                  {'not':{'any':[
                    {'field':'category','op':'in','value':[2,1]},
                    {'field':'name','op':'eq','value':''},
                    {'field':'in_stock','op':'eq','value':true},
                    {'field':'due','op':'between',
                     'value':[{'date':'2026-01-01'},{'date':'2026-12-31'}]}]}}]}
                """));
    assertThat(holds(imported.orThrow(), "{'price':10,'name':'x'}")).isTrue();
    assertThat(holds(imported.orThrow(), "{'price':10,'name':'x','due':'2026-05-05'}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'string','operator':'equal','value':'x'|{'f':'x'}|{'f':'X'}",
        "'string','operator':'not_equal','value':'x'|{}|{'f':'x'}",
        "'string','operator':'in','value':['x']|{'f':'x'}|{}",
        "'string','operator':'not_in','value':['x']|{}|{'f':'x'}",
        "'integer','operator':'less','value':1|{'f':0}|{'f':1}",
        "'integer','operator':'less_or_equal','value':1|{'f':1}|{}",
        "'integer','operator':'greater','value':1|{'f':2}|{'f':1}",
        "'integer','operator':'greater_or_equal','value':1|{'f':1}|{}",
        "'integer','operator':'between','value':[1,2]|{'f':2}|{'f':3}",
        "'integer','operator':'not_between','value':[1,2]|{'f':3}|{'f':1}",
        "'string','operator':'begins_with','value':'x'|{'f':'xy'}|{'f':'y'}",
        "'string','operator':'not_begins_with','value':'x'|{'f':'y'}|{'f':'xy'}",
        "'string','operator':'contains','value':'x'|{'f':'axb'}|{'f':'y'}",
        "'string','operator':'not_contains','value':'x'|{'f':'y'}|{'f':'axb'}",
        "'string','operator':'ends_with','value':'x'|{'f':'yx'}|{'f':'xy'}",
        "'string','operator':'not_ends_with','value':'x'|{'f':'xy'}|{'f':'yx'}",
        "'string','operator':'is_empty','value':null|{'f':''}|{}",
        "'string','operator':'is_not_empty','value':null|{'f':'x'}|{}",
        "'string','operator':'is_null','value':null|{}|{'f':''}",
        "'string','operator':'is_not_null','value':null|{'f':''}|{}",
        "'datetime','operator':'less','value':'2026-01-01T00:00:00Z'|{'f':'2026-01-01T00:00:00+01:00'}|{}",
        "'time','operator':'equal','value':'10:00'|{'f':'10:00:00'}|{'f':'10:01'}"
      })
  void everyOperatorOfJqueryQueryBuilderHasItsCounterpart(String test, String yes, String no) {
    Json rule = json("{'id':'f','field':'f','type':" + test + "}");
    Condition condition =
        JqueryQueryBuilder.condition(
                Json.object().put("condition", "OR").put("rules", List.of(rule)).build())
            .orThrow();
    assertThat(holds(condition, yes)).isTrue();
    assertThat(holds(condition, no)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'condition':'XOR','rules':[{'field':'f','type':'string','operator':'equal','value':'x'}]}|/condition",
        "{'condition':'AND','rules':[]}|/rules",
        "{'condition':'AND','rules':[{'field':'f','type':'string','operator':'own','value':'x'}]}|/rules/0/operator",
        "{'field':'f','type':'date','operator':'equal','value':'20/11/2026'}|/value",
        "{'field':'f','type':'datetime','operator':'equal','value':'2026-11-20 10:00:00'}|/value",
        "{'field':'f','type':'integer','operator':'equal','value':'1,5'}|/value",
        "{'field':'f','type':'integer','operator':'between','value':'1'}|/value",
        "{'field':'f','type':'own','operator':'equal','value':'1'}|/value",
        "{'rules':[],'valid':false}|``"
      })
  void whatJqueryQueryBuilderLeavesUnclearIsRefusedWithItsPlace(String rules, String path) {
    Conversion<Condition> imported = JqueryQueryBuilder.condition(json(rules));
    assertThat(imported.result()).isEmpty();
    assertThat(imported.losses().get(0).path()).isEqualTo(path);
  }

  @Test
  void negatedOperatorsOfJqueryQueryBuilderAreReported() {
    Conversion<Condition> imported =
        JqueryQueryBuilder.condition(
            json("{'field':'f','type':'string','operator':'not_equal','value':'x'}"));
    assertThat(imported.exact()).isFalse();
    assertThat(imported.losses()).extracting(Conversion.Loss::kind).containsExactly(Kind.DIFFERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'combinator':'xor','rules':[{'field':'f','operator':'=','value':1}]}|/combinator",
        "{'rules':[{'field':'f','operator':'=','value':1},'and',{'field':'g','operator':'=','value':1}]}|/rules/1",
        "{'combinator':'and','rules':[]}|/rules",
        "{'combinator':'and','rules':[{'field':'f','operator':'own','value':1}]}|/rules/0/operator",
        "{'combinator':'and','rules':[{'field':'f','operator':'between','value':[1]}]}|/rules/0/value",
        "{'combinator':'and','rules':[{'field':'f','operator':'in','value':''}]}|/rules/0/value",
        "{'field':'f','operator':'=','value':{'combinator':'and','rules':[{'field':'q','operator':'>','value':1}]},'match':{'mode':'atLeast','threshold':0.5}}|/match/threshold",
        "{'field':'f','operator':'endsWith','value':1,'valueSource':'field'}|/value"
      })
  void whatReactQueryBuilderSaysOtherwiseIsRefusedWithItsPlace(String query, String path) {
    Conversion<Condition> imported = ReactQueryBuilder.condition(json(query));
    assertThat(imported.result()).isEmpty();
    assertThat(imported.losses()).extracting(Conversion.Loss::path).contains(path);
  }

  @Test
  void jsonLogicThatCanNotBeCompiledIsNoImport() {
    assertThat(ReactAwesomeQueryBuilder.condition(json("{'now':[]}"), Map.of()).losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.message()).contains("no JsonLogic operation \"now\""));
    assertThat(ReactAwesomeQueryBuilder.condition(json("{'and':[{'==':[1]}]}"), Map.of()).result())
        .isEmpty();
  }

  static List<Function<Json, Conversion<?>>> importers() {
    return List.of(
        document -> JsonRulesEngine.rule(document, "r"),
        JsonRulesEngine::condition,
        JqueryQueryBuilder::condition,
        ReactQueryBuilder::condition,
        document -> ReactAwesomeQueryBuilder.condition(document, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("importers")
  void hostileDocumentsAreRefusedWithAShortReport(Function<Json, Conversion<?>> importer) {
    for (Json document : HOSTILE) {
      Conversion<?> imported = importer.apply(document);
      assertThat(imported.losses()).hasSizeLessThanOrEqualTo(100);
      assertThat(imported.result()).isEmpty();
      assertThat(imported.losses().toString()).hasSizeLessThan(100_000);
    }
  }

  @Test
  void moreConditionsThanAnybodyWritesAreRefused() {
    Json fact = json("{'fact':'f','operator':'equal','value':1}");
    Json many = Json.object().put("all", Json.array(Collections.nCopies(300_000, fact))).build();
    assertThat(JsonRulesEngine.condition(many).losses())
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.path()).isEqualTo("/all/9999");
              assertThat(loss.message()).isEqualTo("there are more than 10000 conditions");
            });
  }

  private static final List<Json> HOSTILE = hostile();

  private static List<Json> hostile() {
    List<Json> documents = new ArrayList<>();
    for (String name : List.of("all", "rules", "and", "not", "!")) {
      Json nested = Json.of(true);
      for (int i = 0; i < 10_000; i++) {
        Json inner = nested;
        nested =
            name.equals("not") || name.equals("!")
                ? Json.object().put(name, inner).build()
                : Json.object()
                    .put(name, Json.array(List.of(inner)))
                    .put("condition", "AND")
                    .put("combinator", "and")
                    .build();
      }
      documents.add(nested);
      documents.add(
          Json.object()
              .put(name, Json.array(Collections.nCopies(300_000, Json.of(1))))
              .put("condition", "AND")
              .put("combinator", "and")
              .build());
    }
    documents.add(
        json(
            "{'conditions':{'all':[{'fact':'f','operator':'lessThan','value':1e999999999}]},"
                + "'event':{'type':'x'},'priority':1e999999999,'rules':[]}"));
    documents.add(Json.object().put("x".repeat(5_000_000), "y").put("rules", 1).build());
    return documents;
  }

  @Test
  void manyDifferencesNeitherRefuseNorHideARefusal() {
    String less = "{'fact':'f','operator':'lessThan','value':1},";
    String good = "{'fact':'f','operator':'equal','value':1}";
    Conversion<Condition> long1 =
        JsonRulesEngine.condition(json("{'all':[" + less.repeat(150) + good + "]}"));
    assertThat(((Condition.All) long1.orThrow()).conditions()).hasSize(151);
    assertThat(long1.losses()).extracting(Conversion.Loss::kind).containsOnly(Kind.DIFFERS);
    Conversion<Condition> long2 =
        JsonRulesEngine.condition(json("{'all':[" + less.repeat(150) + "{}]}"));
    assertThat(long2.result()).isEmpty();
    assertThat(long2.losses()).extracting(Conversion.Loss::kind).contains(Kind.REFUSED);
  }

  @Test
  void hugeNumbersPassAsTheyAre() {
    Condition condition =
        JqueryQueryBuilder.condition(
                json("{'field':'f','type':'double','operator':'less','value':'1e999'}"))
            .orThrow();
    assertThat(holds(condition, "{'f':1e998}")).isTrue();
    assertThat(
            ReactQueryBuilder.condition(json("{'field':'f','operator':'<','value':1e999999999}"))
                .orThrow())
        .satisfies(c -> assertThat(holds(c, "{'f':1e999999998}")).isTrue());
  }
}
