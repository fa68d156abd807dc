package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static dev.atom.rules.Condition.otherField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any, all, none, counts and sums over the items of a list. */
class ItemsConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String DEAR = "{'field':'price','op':'gt','value':100}";
  private static final String TABLE =
      """
      # members beside items                     | list                                  | holds
      'any':DEAR                                 | [{'price':5},{'price':101}]           | true
      'any':DEAR                                 | [{'price':5}]                         | false
      'any':DEAR                                 | []                                    | false
      'any':DEAR                                 | null                                  | false
      'any':DEAR                                 | -                                     | false
      'any':DEAR                                 | 'text'                                | false
      'any':DEAR                                 | [5, null, 'x', {'price':'101'}]       | false
      'any':DEAR,'missing':'match'               | -                                     | true
      'any':DEAR,'missing':'match'               | null                                  | true
      'any':DEAR,'missing':'match'               | []                                    | false
      'all':DEAR                                 | [{'price':500},{'price':101}]         | true
      'all':DEAR                                 | [{'price':500},{'price':1}]           | false
      'all':DEAR                                 | [{'price':500},{}]                    | false
      'all':DEAR                                 | []                                    | true
      'all':DEAR                                 | -                                     | false
      'all':DEAR                                 | {}                                    | false
      'none':DEAR                                | [{'price':5}]                         | true
      'none':DEAR                                | [{'price':5},{'price':101}]           | false
      'none':DEAR                                | []                                    | true
      'none':DEAR                                | -                                     | true
      'none':DEAR                                | 7                                     | true
      'none':DEAR,'missing':'noMatch'            | -                                     | false
      'count':DEAR,'op':'gte','value':2          | [{'price':200},{'price':101}]         | true
      'count':DEAR,'op':'gte','value':2          | [{'price':200},{'price':1}]           | false
      'count':DEAR,'op':'eq','value':0           | []                                    | true
      'count':DEAR,'op':'lt','value':9           | -                                     | false
      'count':DEAR,'op':'ne','value':9           | -                                     | true
      'count':{'all':[]},'op':'eq','value':3     | [1, null, 'x']                        | true
      'count':{'all':[]},'op':'lt','value':9     | 5                                     | false
      'count':{'all':[]},'op':'between','value':[2,3] | [1, 2]                           | true
      'count':{'all':[]},'op':'notBetween','value':[2,3] | [1, 2]                        | false
      'count':{'all':[]},'op':'eq','value':{'field':'n'} | [1, 2, 3, 4, 5, 6, 7]         | true
      'any':{'all':[]}                           | [null]                                | true
      'any':{'field':'@','op':'eq','value':7}    | [1, 7]                                | true
      'all':{'field':'@','op':'lt','value':{'field':'^.n'}} | [1, 6]                     | true
      'all':{'field':'@','op':'lt','value':{'field':'^.n'}} | [1, 7]                     | false
      'all':{'field':'^.n','op':'eq','value':7}  | [1, 7]                                | true
      'any':{'field':'price','op':'gt','value':{'field':'cost'}} | [{'price':2,'cost':1}] | true
      'any':{'field':'0','op':'eq','value':3}    | [[1,2],[3,4]]                         | true
      'any':{'field':'@','op':'contains','value':'ell'} | ['hello']                      | true
      'any':{'items':'@','any':{'field':'@','op':'eq','value':4}} | [[1,2],[3,4]]        | true
      'any':{'items':'tags','all':{'field':'@','op':'ne','value':{'field':'^.name'}}} | [{'name':'a','tags':['b']}] | true
      'any':{'items':'tags','all':{'field':'@','op':'ne','value':{'field':'^.name'}}} | [{'name':'a','tags':['a']}] | false
      'any':{'items':'tags','any':{'field':'^.^.n','op':'eq','value':7}} | [{'tags':[1]}] | true
      'any':{'items':'^.more','any':{'field':'@','op':'eq','value':{'field':'^.id'}}} | [{'id':'q'}] | true
      'sum':'price','op':'eq','value':3.3        | [{'price':1.1},{'price':2.2}]         | true
      'sum':'price','op':'eq','value':0          | []                                    | true
      'sum':'price','op':'gte','value':0         | -                                     | false
      'sum':'price','op':'eq','value':1          | [{'price':1},{},{'price':null}]       | true
      'sum':'price','op':'gte','value':0         | [{'price':1},{'price':'2'}]           | false
      'sum':'price','op':'gte','value':0         | [{'price':1e999999999},{'price':1}]   | false
      'sum':'price','op':'eq','value':5          | [{'price':5},{'price':0e999999999}]   | true
      'sum':'price','op':'eq','value':{'field':'nothing'} | [{'price':'2'}]              | false
      'sum':'price','op':'ne','value':{'field':'nothing'} | [{'price':'2'}]              | true
      'sum':'@','op':'eq','value':6              | [1,2,3]                               | true
      'sum':'price','where':DEAR,'op':'eq','value':300 | [{'price':5},{'price':300}]     | true
      'min':'price','op':'eq','value':5          | [{'price':5},{'price':300}]           | true
      'max':'price','op':'eq','value':300        | [{'price':5},{'price':300}]           | true
      'avg':'price','op':'eq','value':2          | [{'price':1},{'price':3}]             | true
      'avg':'price','op':'between','value':[0.33,0.34] | [{'price':0},{'price':0},{'price':1}] | true
      'avg':'price','op':'lt','value':5          | []                                    | false
      'min':'price','op':'lt','value':5          | []                                    | false
      'max':'price','op':'lt','value':5,'missing':'match' | []                           | true
      """;

  @Test
  void holdsAsTheTableSays() {
    List<String> lines = TABLE.lines().filter(l -> !l.startsWith("#")).toList();
    for (String line : lines) {
      String[] cells = Arrays.stream(line.split("\\|")).map(String::trim).toArray(String[]::new);
      String condition = "{'items':'list'," + cells[0].replace("DEAR", DEAR) + "}";
      boolean holds =
          RuleSet.parse(document(condition)).evaluate(facts(cells[1]), NOW).fired().size() == 1;
      assertThat(holds).as(line).isEqualTo(Boolean.parseBoolean(cells[2]));
    }
    assertThat(lines).hasSize(63);
  }

  private static Facts facts(String list) {
    String member = list.equals("-") ? "" : ",'list':" + list;
    String text = "{'n':7,'nothing':{},'more':['p','q']" + member + "}";
    return Facts.of(Json.parseObject(text.replace('\'', '"')));
  }

  private static String document(String condition) {
    return ("[{'id':'r','when':" + condition + ",'then':[]}]").replace('\'', '"');
  }

  private static String explained(Condition condition, String list) {
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
    return rules.evaluate(facts(list), NOW).trace().explain("r");
  }

  @Test
  void theTraceNamesTheItemsThatMatched() {
    Condition any = items("list").any(field("price").gt(100)).id("c");
    assertThat(explained(any, "[{'price':1},{'price':200},{'price':'300'}]"))
        .isEqualTo("rule \"r\" fired:\n  c: list any, 1 of 3 items match: 1; not: 0, 2");
    assertThat(explained(any, "-"))
        .isEqualTo("rule \"r\" did not fire:\n  c: list any, is missing");
    assertThat(explained(any, "7"))
        .isEqualTo("rule \"r\" did not fire:\n  c: list any, is 7, which is of the wrong type");
    Condition sum = items("list").sum("price").where(field("price").gt(1)).lt(100).id("c");
    assertThat(explained(sum, "[{'price':1},{'price':200}]"))
        .isEqualTo(
            "rule \"r\" did not fire:\n"
                + "  c: list sum of price lt 100, is 200: 1 of 2 items match: 1; not: 0");
  }

  @Test
  void theTraceShowsAFewItemsOfALongList() {
    RuleSet rules =
        RuleSet.parse(document("{'items':'list','count':{'all':[]},'op':'lt','value':3}"));
    String list = "[" + "1,".repeat(99) + "1]";
    Check check = rules.evaluate(facts(list), NOW).trace().rule("r").checks().get(0);
    assertThat(check.items().orElseThrow().matched()).hasSize(MatchedItems.SHOWN);
    assertThat(check.items().orElseThrow().matching()).isEqualTo(100);
    assertThat(check.toString())
        .endsWith("is 100: 100 of 100 items match: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
    assertThat(check.toJson().at("/matched/total")).contains(Json.of(100));
  }

  @Test
  void wrongTypesOfItemsAreCountedAndNotThrown() {
    RuleSet rules = RuleSet.parse(document("{'items':'list','any':" + DEAR + "}"));
    Trace trace = rules.evaluate(facts("[{'price':'1'},{'price':'2'},{'price':3}]"), NOW).trace();
    assertThat(trace.wrongTypes()).isEqualTo(2);
  }

  @Test
  void everyItemIsLookedAtAndNotTheFirstAlone() {
    Condition any = items("list").any(field("@").eq("b"));
    assertThat(explained(any, "['a','b']")).startsWith("rule \"r\" fired");
    assertThat(explained(field("list").containsAny("b", "c"), "['a','c']"))
        .startsWith("rule \"r\" fired");
  }

  @Test
  void aBuiltConditionIsTheOneThatIsParsed() {
    Condition built =
        all(
            items("order.lines")
                .any(all(field("price").gt(100), field("sku").startsWith("A")))
                .id("c1"),
            items("order.lines").none(field("@").isNull()).whenMissing(Missing.NO_MATCH),
            items("order.lines").count(field("qty").gt(otherField("^.limit"))).gte(3),
            items("order.lines").count().between(1, 9),
            items("order.lines").all(items("tags").any(field("@").eq(otherField("^.sku")))),
            items("order.lines").avg("price").where(field("qty").gt(0)).lt(otherField("limit")));
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(built).build()));
    RuleSet parsed = RuleSet.parse(rules.toJson().toString());
    assertThat(parsed).isEqualTo(rules).hasSameHashCodeAs(rules);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'items':'l'} | WRONG_FORM | has \\\"any\\\"",
        "{'items':'l','any':DEAR,'all':DEAR} | WRONG_FORM | no \\\"all\\\"",
        "{'items':'l','any':DEAR,'op':'eq','value':1} | WRONG_FORM | no \\\"op\\\"",
        "{'items':'l','count':DEAR} | MISSING_MEMBER | op",
        "{'items':'l','count':DEAR,'op':'gte'} | MISSING_MEMBER | needs a",
        "{'items':'l','count':DEAR,'op':'contains','value':1} | WRONG_FORM | compared with eq",
        "{'items':'l','count':DEAR,'op':'gte','value':'3'} | WRONG_FORM | must be a number",
        "{'items':'l','count':DEAR,'op':'between','value':[3,1]} | WRONG_FORM | lowest",
        "{'items':'l','sum':3,'op':'eq','value':1} | WRONG_FORM | must be a text",
        "{'items':'','any':DEAR} | WRONG_FORM | not blank",
        "{'items':'a..b','any':DEAR} | WRONG_FORM | no path",
        "{'items':'l','any':{}} | WRONG_FORM | a condition has",
        "{'items':'l','any':{'any':[]}} | WRONG_FORM | must not be empty",
        "{'items':'l','any':[DEAR]} | WRONG_FORM | must be an object",
        "{'items':'@','any':DEAR} | WRONG_FORM | on items",
        "{'field':'@','op':'exists'} | WRONG_FORM | on items",
        "{'field':'^.x','op':'exists'} | WRONG_FORM | further out",
        "{'items':'l','any':{'field':'^.^.x','op':'exists'}} | WRONG_FORM | further out",
        "{'items':'l','any':{'field':'x','op':'changed'}} | WRONG_FORM | as it was before",
        "{'items':'a','any':{'items':'b','any':{'items':'c','any':{'items':'d','any':DEAR}}}} | LIMIT_EXCEEDED | deeper",
      })
  void refusesWhatMakesNoSense(String condition, Kind kind, String message) {
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> RuleSet.parse(document(condition.replace("DEAR", DEAR))));
    assertThat(thrown).as(condition).isNotNull();
    Problem problem = thrown.problems().get(0);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.message()).contains(message.replace("\\", ""));
  }

  @Test
  void outsideOfItemsChangesAreSeenFromWithin() {
    RuleSet rules =
        RuleSet.parse(
            document("{'items':'list','any':{'field':'^.n','op':'changedFrom','value':6}}"));
    Facts facts = facts("[1]").toBuilder().changedFrom("n", Json.of(6)).build();
    assertThat(rules.evaluate(facts, NOW).fired()).hasSize(1);
  }
}
