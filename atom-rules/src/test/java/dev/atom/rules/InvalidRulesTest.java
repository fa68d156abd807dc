package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are refused, and what is said about them. */
class InvalidRulesTest {
  private static final RuleVocabulary VOCABULARY =
      RuleVocabulary.newBuilder()
          .schema(
              new Schema(
                  "case",
                  1,
                  List.of(
                      Field.newBuilder("tier", FieldType.CHOICE)
                          .choices(List.of("gold", "basic"))
                          .build(),
                      Field.newBuilder("total", FieldType.DECIMAL).build(),
                      Field.newBuilder("paid", FieldType.BOOLEAN).build(),
                      Field.newBuilder("due_on", FieldType.DATE).build(),
                      Field.newBuilder("opens", FieldType.TIME).build(),
                      Field.newBuilder("note", FieldType.TEXT).build())))
          .fact("tags", FactType.LIST)
          .fact("extra", FactType.ANY)
          .action("tag", JsonSchema.parse("{\"required\":[\"name\"]}"))
          .build();

  private static List<Problem> problems(String text, RuleVocabulary vocabulary, RuleLimits limits) {
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> RuleSet.parse(text.replace('\'', '"'), vocabulary, limits));
    assertThat(thrown).as(text).isNotNull();
    assertThat(thrown.code()).isEqualTo("invalid_rules");
    return thrown.problems();
  }

  private static List<Problem> problems(String text) {
    return problems(text, RuleVocabulary.OPEN, RuleLimits.DEFAULT);
  }

  private static Problem problem(String condition, RuleVocabulary vocabulary) {
    List<Problem> found =
        problems("[{'id':'r','when':" + condition + ",'then':[]}]", vocabulary, RuleLimits.DEFAULT);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void reportsEverythingAtOnceWithItsPlace() {
    List<Problem> found =
        problems(
            """
            {'rules': [
              {'id': 'a', 'priority': 'high', 'when': {'all': [
                {'field': 'x', 'op': 'equals', 'value': 1},
                {'any': [{'field': 'y', 'op': 'between', 'value': [3, 1]}]}]}, 'then': [{}]},
              {'id': 'b', 'when': {'field': 'y', 'op': 'in', 'value': []}, 'then': []},
              {'id': 'b', 'when': {'field': 'y', 'op': 'eq', 'value': null}, 'then': []},
              {'when': {'all': []}, 'Priority': 1}],
             'groups': {'g': 'some'}}
            """);
    assertThat(found)
        .extracting(p -> p.rule() + " " + p.path() + " " + p.kind())
        .containsExactlyInAnyOrder(
            "a /rules/0/priority WRONG_FORM",
            "a /rules/0/when/all/0/op UNKNOWN_OPERATOR",
            "a /rules/0/then/0 MISSING_MEMBER",
            "b /rules/1/when/value WRONG_FORM",
            "b /rules/2/when/value WRONG_FORM",
            "b /rules/2/id DUPLICATE_ID",
            " /rules/3 MISSING_MEMBER",
            " /rules/3 MISSING_MEMBER",
            " /rules/3/Priority WRONG_FORM",
            " /groups/g WRONG_FORM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'c','field':'nope','op':'eq','value':1}          | UNKNOWN_FIELD  | known are",
        "{'id':'c','field':'tier','op':'eq','value':'golden'}   | UNKNOWN_CHOICE | gold, basic",
        "{'id':'c','field':'tier','op':'eq','value':'GOLD'}     | UNKNOWN_CHOICE | gold, basic",
        "{'id':'c','field':'tier','op':'notIn','value':['x']}   | UNKNOWN_CHOICE | gold, basic",
        "{'id':'c','field':'total','op':'eq','value':'20'}      | WRONG_TYPE     | NUMBER",
        "{'id':'c','field':'total','op':'contains','value':2}   | WRONG_TYPE     | these do: eq",
        "{'id':'c','field':'paid','op':'lt','value':true}       | WRONG_TYPE     | BOOLEAN",
        "{'id':'c','field':'due_on','op':'before','value':'x'}  | WRONG_FORM     | ISO 8601",
        "{'id':'c','field':'due_on','op':'eq','value':'x'}      | WRONG_TYPE     | DATE",
        "{'id':'c','field':'opens','op':'olderThan','value':'P1D'} | WRONG_TYPE  | TIME",
        "{'id':'c','field':'tags','op':'in','value':['a']}      | WRONG_TYPE     | LIST",
        "{'id':'c','field':'note','op':'increased'}             | WRONG_TYPE     | TEXT",
        "{'id':'c','field':'total','op':'gt','value':{'field':'note'}} | WRONG_TYPE | note",
        "{'id':'c','field':'total','op':'gt','value':{'field':'nope'}} | UNKNOWN_FIELD | nope",
      })
  void checksAgainstTheVocabulary(String condition, Kind kind, String message) {
    Problem problem = problem(condition, VOCABULARY);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.rule()).isEqualTo("r");
    assertThat(problem.message()).startsWith("condition \"c\" (").contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'field':'tier','op':'eq','value':'GOLD','ignoreCase':true}",
        "{'field':'tags','op':'contains','value':'a'}",
        "{'field':'tags','op':'containsAny','value':['a']}",
        "{'field':'tags.0','op':'eq','value':1}",
        "{'field':'extra.deep.er','op':'gt','value':1}",
        "{'field':'due_on','op':'between','value':['2026-01-01','2026-12-31']}",
        "{'field':'due_on','op':'olderThan','value':'P1D'}",
        "{'field':'total','op':'gt','value':{'field':'extra.limit'}}",
        "{'field':'paid','op':'changed'}"
      })
  void acceptsWhatFitsTheVocabulary(String condition) {
    String text = "[{'id':'r','when':" + condition + ",'then':[{'do':'tag','with':{'name':'x'}}]}]";
    assertThat(RuleSet.parse(text.replace('\'', '"'), VOCABULARY).rules()).hasSize(1);
  }

  @Test
  void checksActionsAgainstTheVocabulary() {
    List<Problem> found =
        problems(
            "[{'id':'r','when':{'all':[]},'then':[{'do':'tag'},{'do':'dance'}]}]",
            VOCABULARY,
            RuleLimits.DEFAULT);
    assertThat(found)
        .extracting(Problem::kind)
        .containsExactly(Kind.WRONG_FORM, Kind.UNKNOWN_ACTION);
    assertThat(found.get(1).message()).contains("known are tag");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'all':[{'all':[]}]}",
        "{'any':[]}",
        "{'not':{'any':[]}}",
        "{'atLeast':0,'of':[{'field':'x','op':'exists'}]}",
        "{'atLeast':2,'of':[{'field':'x','op':'exists'}]}",
        "{'field':'x','op':'exists','value':1}",
        "{'field':'x','op':'eq'}",
        "{'field':'x','op':'eq','value':{'a':1}}",
        "{'field':'x','op':'eq','value':1,'ignorecase':true}",
        "{'field':'x','op':'gt','value':[1]}",
        "{'field':'x','op':'between','value':[1]}",
        "{'field':'x','op':'between','value':['a',1]}",
        "{'field':'x','op':'olderThan','value':'30 min'}",
        "{'field':'x','op':'olderThan','value':'-P1D'}",
        "{'field':'x','op':'olderThan','value':'P'}",
        "{'field':'x','op':'matches','value':'(a'}",
        "{'field':'x','op':'isNull','missing':'match'}",
        "{'field':'x','op':'changed','missing':'match'}",
        "{'field':'x','op':'eq','value':1,'missing':'maybe'}",
        "{'field':'x','op':'eq','value':{'date':'2026-02-30'}}",
        "{'field':'x','op':'before','value':'2026-11-21T10:00:00'}",
        "{'field':'x..y','op':'exists'}",
        "{'field':'','op':'exists'}",
        "{'all':[{'field':'x','op':'exists'}],'any':[]}",
      })
  void refusesConditionsThatMeanNothing(String condition) {
    assertThat(problem(condition, RuleVocabulary.OPEN).path()).startsWith("/0/when");
  }

  @Test
  void refusesTwoConditionsOfOneId() {
    String leaf = "{'id':'c','field':'x','op':'exists'}";
    Problem problem = problem("{'all':[" + leaf + "," + leaf + "]}", RuleVocabulary.OPEN);
    assertThat(problem.kind()).isEqualTo(Kind.DUPLICATE_ID);
    assertThat(problem.path()).isEqualTo("/0/when/all/1/id");
  }

  @Test
  void refusesDuplicateKeysAndBrokenJson() {
    assertThat(problems("[{'id':'a','id':'b'}]").get(0).kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(problems("[{").get(0).message()).contains("line 1");
    assertThat(problems("7").get(0).kind()).isEqualTo(Kind.WRONG_FORM);
  }

  @Test
  void refusesDeepNesting() {
    String leaf = "{'field':'x','op':'exists'}";
    String deep = "{'not':".repeat(20) + leaf + "}".repeat(20);
    Problem problem = problem(deep, RuleVocabulary.OPEN);
    assertThat(problem.kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
    assertThat(problem.path()).isEqualTo("/0/when" + "/not".repeat(20));
    assertThat(problems("[".repeat(100_000)).get(0).kind()).isEqualTo(Kind.NOT_JSON);
  }

  @Test
  void refusesDeepNestingOfBuiltConditions() {
    Condition condition = Condition.field("x").exists();
    for (int i = 0; i < 10_000; i++) {
      condition = Condition.not(condition);
    }
    Rule rule = Rule.newBuilder("r").when(condition).build();
    InvalidRules thrown = catchThrowableOfType(InvalidRules.class, () -> RuleSet.of(List.of(rule)));
    assertThat(thrown.problems().get(0).kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
  }

  @Test
  void refusesHugeLists() {
    String items = IntStream.range(0, 1_001).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    Problem problem =
        problem("{'field':'x','op':'in','value':[" + items + "]}", RuleVocabulary.OPEN);
    assertThat(problem.kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
    assertThat(problem.path()).isEqualTo("/0/when/value");
  }

  @Test
  void refusesTooManyRulesConditionsAndCharacters() {
    String leaf = "{'field':'x','op':'exists'}";
    String two =
        "[{'id':'a','when':{'all':["
            + leaf
            + ","
            + leaf
            + "]},'then':[]},"
            + "{'id':'b','when':{'all':[]},'then':[]}]";
    assertThat(problems(two, RuleVocabulary.OPEN, new RuleLimits(9_999, 1, 9, 9, 1_000)))
        .extracting(Problem::kind)
        .containsExactly(Kind.LIMIT_EXCEEDED);
    assertThat(problems(two, RuleVocabulary.OPEN, new RuleLimits(9_999, 9, 9, 1, 1_000)))
        .extracting(Problem::path)
        .containsExactly("/0/when");
    assertThat(problems(two, RuleVocabulary.OPEN, new RuleLimits(50, 9, 9, 9, 1_000)))
        .extracting(Problem::kind)
        .containsExactly(Kind.LIMIT_EXCEEDED);
  }

  @Test
  void refusesRegularExpressionsThatBlowUp() {
    Problem problem =
        problem(
            "{'id':'c','field':'x','op':'matches','value':'((a{99}){99}){99}'}",
            RuleVocabulary.OPEN);
    assertThat(problem.path()).isEqualTo("/0/when/value");
    assertThat(problem.message()).contains("too large once its repeats are written out");
  }

  @Test
  void keepsMembersThatItDoesNotKnow() {
    String text =
        """
        {"rules":[{"id":"r","when":{"all":[]},"then":[{"do":"x","note":1}],"owner":"anna"}],"rev":7}
        """;
    RuleSet rules = RuleSet.parse(text);
    assertThat(rules.toJson()).isEqualTo(Json.parse(text));
    assertThat(rules.rule("r").orElseThrow().extra().text("owner")).contains("anna");
  }
}
