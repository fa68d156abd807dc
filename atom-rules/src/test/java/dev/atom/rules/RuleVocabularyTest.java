package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Described;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import dev.atom.time.WorkCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules may speak of, declared by hand, by schemas and by records, and told to an editor. */
class RuleVocabularyTest {
  private enum Tier {
    GOLD,
    BASIC
  }

  private record Line(String sku, BigDecimal price, List<String> tags) {}

  private record Customer(
      @Described("How dear they are.") Optional<Tier> tier, Customer referrer) {}

  private record Order(
      int total,
      boolean paid,
      LocalDate due,
      Instant placed,
      Customer customer,
      List<Line> lines,
      double[] weights,
      Map<String, Integer> counts) {}

  private static final RuleVocabulary ORDERS =
      RuleVocabulary.newBuilder().record("order", Order.class).build();

  private static Optional<Kind> problem(String condition, RuleVocabulary vocabulary) {
    String text = "[{'id':'r','when':" + condition + ",'then':[]}]";
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> RuleSet.parse(text.replace('\'', '"'), vocabulary));
    return Optional.ofNullable(thrown).map(e -> e.problems().get(0).kind());
  }

  @Test
  void aRecordClassDeclaresItsComponents() {
    assertThat(ORDERS.facts())
        .extracting(fact -> fact.path() + " " + fact.type().jsonName())
        .containsExactly(
            "order.total number",
            "order.paid boolean",
            "order.due date",
            "order.placed instant",
            "order.customer.tier text",
            "order.customer.referrer any",
            "order.lines list",
            "order.lines[].sku text",
            "order.lines[].price number",
            "order.lines[].tags list",
            "order.lines[].tags[] text",
            "order.weights list",
            "order.weights[] number",
            "order.counts any");
    FactDescription tier = ORDERS.facts().get(4);
    assertThat(tier.description()).isEqualTo("How dear they are.");
    assertThat(tier.choices().keySet()).containsExactly("GOLD", "BASIC");
    assertThat(RuleVocabulary.of(Line.class).facts())
        .extracting(FactDescription::path)
        .containsExactly("sku", "price", "tags", "tags[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'field':'order.customer.tier','op':'eq','value':'GOLD'} | ",
        "{'field':'order.customer.tier','op':'eq','value':'SILVER'} | UNKNOWN_CHOICE",
        "{'field':'order.customer.referrer.tier','op':'eq','value':'x'} | ",
        "{'field':'order.lines.0.price','op':'gt','value':1} | ",
        "{'field':'order.lines.0.price','op':'gt','value':'1'} | WRONG_TYPE",
        "{'field':'order.lines.0.prize','op':'gt','value':1} | UNKNOWN_FIELD",
        "{'field':'order.lines.0','op':'exists'} | ",
        "{'field':'order.lines[].price','op':'gt','value':1} | WRONG_FORM",
        "{'field':'order.weights.3','op':'gt','value':'x'} | WRONG_TYPE",
        "{'field':'order.counts.x','op':'gt','value':1} | ",
        "{'items':'order.lines','any':{'field':'price','op':'gt','value':100}} | ",
        "{'items':'order.lines','any':{'field':'price','op':'contains','value':1}} | WRONG_TYPE",
        "{'items':'order.lines','any':{'field':'prize','op':'gt','value':100}} | UNKNOWN_FIELD",
        "{'items':'order.lines','any':{'field':'price','op':'gt','value':{'field':'sku'}}} | WRONG_TYPE",
        "{'items':'order.lines','any':{'field':'price','op':'gt','value':{'field':'^.order.total'}}} | ",
        "{'items':'order.lines','any':{'field':'price','op':'gt','value':{'field':'^.order.due'}}} | WRONG_TYPE",
        "{'items':'order.lines','any':{'items':'tags','any':{'field':'@','op':'startsWith','value':'x'}}} | ",
        "{'items':'order.lines','any':{'items':'tags','any':{'field':'@','op':'gt','value':1}}} | WRONG_TYPE",
        "{'items':'order.lines','any':{'items':'tags','any':{'field':'^.price','op':'gt','value':1}}} | ",
        "{'items':'order.lines','any':{'items':'tags','any':{'field':'^.^.order.paid','op':'eq','value':1}}} | WRONG_TYPE",
        "{'items':'order.lines.0.tags','any':{'field':'@','op':'gt','value':1}} | WRONG_TYPE",
        "{'items':'order.total','any':{'field':'@','op':'exists'}} | WRONG_TYPE",
        "{'items':'order.nope','any':{'field':'@','op':'exists'}} | UNKNOWN_FIELD",
        "{'items':'order.lines','sum':'price','op':'gt','value':1} | ",
        "{'items':'order.lines','sum':'sku','op':'gt','value':1} | WRONG_TYPE",
        "{'items':'order.lines','sum':'prize','op':'gt','value':1} | UNKNOWN_FIELD",
        "{'items':'order.lines','count':{'all':[]},'op':'gt','value':{'field':'order.due'}} | WRONG_TYPE",
      })
  void fieldsOfItemsAreChecked(String condition, Kind kind) {
    assertThat(problem(condition, ORDERS)).as(condition).isEqualTo(Optional.ofNullable(kind));
  }

  @Test
  void anItemsFactDeclaresItsList() {
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder().fact("a.lines[].tags[]", FactType.TEXT).build();
    assertThat(vocabulary.facts())
        .extracting(FactDescription::path)
        .containsExactly("a.lines", "a.lines[].tags", "a.lines[].tags[]");
  }

  @Test
  void itemsOfASensitiveListAreSensitive() {
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder()
            .fact(FactDescription.newBuilder("ibans", FactType.LIST).sensitive().build())
            .build();
    String text =
        """
        [{"id": "r", "when": {"all": [
           {"field": "ibans.0", "op": "eq", "value": "x"},
           {"items": "ibans", "max": "@", "op": "gt", "value": 1}]}, "then": []}]
        """;
    Facts facts = Facts.of(Json.parseObject("{\"ibans\":[4711]}"));
    Trace trace = RuleSet.parse(text, vocabulary).evaluate(facts, Instant.EPOCH).trace();
    assertThat(trace.toString() + trace.toJson()).contains("(hidden)").doesNotContain("4711");
  }

  @Test
  void anOpenVocabularyKnowsSomeAndLetsOthersPass() {
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder().fact("total", FactType.NUMBER).open().build();
    assertThat(problem("{'field':'other.x','op':'eq','value':1}", vocabulary)).isEmpty();
    assertThat(problem("{'field':'total','op':'eq','value':'1'}", vocabulary))
        .contains(Kind.WRONG_TYPE);
    assertThat(problem("{'external':'any','op':'eq','value':1}", vocabulary)).isEmpty();
    assertThat(problem("{'field':'@now','op':'businessHours','value':'desk'}", vocabulary))
        .contains(Kind.UNKNOWN_CALENDAR);
  }

  @Test
  void describesItselfForAnEditor() {
    // @start region="editor"
    RuleVocabulary vocabulary =
        RuleVocabulary.newBuilder()
            .fact(
                FactDescription.newBuilder("order.total", FactType.NUMBER)
                    .label("Total")
                    .unit("EUR")
                    .example(99.5)
                    .build())
            .fact(
                FactDescription.newBuilder("customer.tier", FactType.TEXT)
                    .label("Tier")
                    .choice("gold", "Gold customer")
                    .build())
            .fact("order.lines[].price", FactType.NUMBER)
            .action("tag", JsonSchema.parse("{\"required\": [\"name\"]}"))
            .external("creditScore", FactType.NUMBER)
            .calendar("support", WorkCalendar.always(ZoneOffset.UTC))
            .build();
    Json.Obj forTheEditor = vocabulary.toJson();
    // @end
    assertThat(forTheEditor.at("/version")).contains(Json.of(1));
    assertThat(forTheEditor.at("/facts"))
        .contains(
            Json.parse(
                """
                [{"path": "order.total", "type": "number", "label": "Total", "unit": "EUR",
                  "examples": [99.5]},
                 {"path": "customer.tier", "type": "text", "label": "Tier",
                  "choices": [{"value": "gold", "label": "Gold customer"}]},
                 {"path": "order.lines", "type": "list", "label": "order.lines"},
                 {"path": "order.lines[].price", "type": "number", "label": "order.lines[].price"}]
                """));
    assertThat(forTheEditor.at("/actions"))
        .contains(Json.parse("[{\"name\": \"tag\", \"parameters\": {\"required\": [\"name\"]}}]"));
    assertThat(forTheEditor.at("/external"))
        .contains(Json.parse("[{\"name\":\"creditScore\",\"type\":\"number\",\"parameters\":{}}]"));
    assertThat(forTheEditor.at("/calendars"))
        .contains(Json.parse("[{\"name\":\"support\",\"zone\":\"Z\"}]"));
    assertThat(forTheEditor.at("/types/list/operators").orElseThrow().toString())
        .contains("\"containsAny\"")
        .doesNotContain("\"in\"");
    assertThat(forTheEditor.at("/reserved/0/path")).contains(Json.of("@now"));
    assertThat(((Json.Arr) forTheEditor.at("/operators").orElseThrow()).items())
        .hasSize(Operator.values().length)
        .contains(
            Json.parse(
                "{\"name\":\"notIn\",\"operand\":\"list\",\"complementOf\":\"in\",\"missing\":true}"));
    assertThat(RuleVocabulary.OPEN.toJson().at("/open")).contains(Json.of(true));
  }

  @Test
  void whatTheEditorIsToldIsWhatTheParserTakes() {
    for (FactType type : FactType.values()) {
      RuleVocabulary vocabulary = RuleVocabulary.newBuilder().fact("f", type).build();
      for (Operator operator : Operator.values()) {
        if (operator.operand() == Operator.Operand.NONE) {
          assertThat(problem("{'field':'f','op':'" + operator + "'}", vocabulary).isEmpty())
              .as(type + " " + operator)
              .isEqualTo(type.operators().contains(operator));
        }
      }
    }
  }

  @Test
  void schemasDeclareTheirFields() {
    Schema schema =
        new Schema(
            "case",
            1,
            List.of(
                Field.newBuilder("tier", FieldType.CHOICE)
                    .description("How dear they are.")
                    .choices(List.of("gold"))
                    .build()));
    FactDescription tier =
        RuleVocabulary.newBuilder().schema("customer", schema).build().facts().get(0);
    assertThat(tier.path()).isEqualTo("customer.tier");
    assertThat(tier.description()).isEqualTo("How dear they are.");
    assertThat(tier.choices()).containsExactly(Map.entry("gold", "gold"));
  }

  @Test
  void refusesPathsAndChoicesThatMakeNoSense() {
    for (String path : List.of("", "a..b", "@", "^.a", "a b  c")) {
      assertThatThrownBy(() -> FactDescription.newBuilder(path, FactType.ANY))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> FactDescription.newBuilder("n", FactType.NUMBER).choice("1", "one"))
        .isInstanceOf(IllegalStateException.class);
  }
}
