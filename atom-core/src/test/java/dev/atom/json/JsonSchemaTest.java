package dev.atom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.JsonSchema.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
  /** Schema, valid value, invalid value, keyword; as in the official suite of tests. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'}|1.0|1.1|type",
        "{'type':'integer'}|1e1000000000|'1'|type",
        "{'type':'number'}|1.1|'1'|type",
        "{'type':'string'}|''|1|type",
        "{'type':'object'}|{}|[]|type",
        "{'type':'array'}|[]|{}|type",
        "{'type':'boolean'}|false|0|type",
        "{'type':'null'}|null|false|type",
        "{'type':['integer','null']}|null|'a'|type",
        "{'enum':[1,'a',{'b':[2]}]}|{'b':[2.0]}|{'b':[3]}|enum",
        "{'enum':[false]}|false|0|enum",
        "{'const':{'a':1,'b':2}}|{'b':2,'a':1}|{'a':1}|const",
        "{'const':null}|null|0|const",
        "{'minimum':1.1}|1.1|1|minimum",
        "{'minimum':1.1}|'x'|0.6|minimum",
        "{'maximum':3}|3|1e1000000000|maximum",
        "{'exclusiveMinimum':1.1}|1.2|1.1|exclusiveMinimum",
        "{'exclusiveMaximum':3}|2.9|3.0|exclusiveMaximum",
        "{'multipleOf':0.0001}|0.0075|0.00751|multipleOf",
        "{'multipleOf':2}|1e1000000000|7|multipleOf",
        "{'multipleOf':1e1000000000}|0|1|multipleOf",
        "{'multipleOf':3}|9|1e1000000000|multipleOf",
        "{'multipleOf':0.01}|19.99|1e-1000000000|multipleOf",
        "{'minLength':2}|'fo'|'f'|minLength",
        "{'minLength':2}|1|'\uD83D\uDCA9'|minLength",
        "{'maxLength':2.0}|'\uD83D\uDCA9\uD83D\uDCA9'|'foo'|maxLength",
        "{'pattern':'^a*$'}|'aaa'|'abc'|pattern",
        "{'pattern':'a+'}|'xxaayy'|'b'|pattern",
        "{'minItems':1}|[1]|[]|minItems",
        "{'maxItems':2}|{}|[1,2,3]|maxItems",
        "{'minProperties':1}|{'a':1}|{}|minProperties",
        "{'maxProperties':1}|[1,2]|{'a':1,'b':2}|maxProperties",
        "{'uniqueItems':true}|[1,true,'1']|[1,1.0]|uniqueItems",
        "{'uniqueItems':true}|[[1],[2]]|[{'a':[1]},{'a':[1.0]}]|uniqueItems",
        "{'uniqueItems':false}|[1,1]||",
        "{'required':['a']}|{'a':null}|{'b':1}|required",
        "{'required':['a']}|[]|{}|required",
        "{'properties':{'a':{'type':'string'}}}|{'b':1}|{'a':1}|type",
        "{'properties':{'a':false}}|{}|{'a':1}|false",
        "{'properties':{'a':{}},'additionalProperties':false}|{'a':1}|{'b':1}|additionalProperties",
        "{'properties':{'a':{}},'additionalProperties':{'type':'integer'}}|{'b':1}|{'b':'x'}|type",
        "{'patternProperties':{'^x':{'type':'integer'}},'additionalProperties':false}"
            + "|{'x1':1}|{'y':1}|additionalProperties",
        "{'patternProperties':{'o':{'type':'integer'}}}|{'foo':1}|{'foo':'a'}|type",
        "{'items':{'type':'integer'}}|[1,2]|[1,'x']|type",
        "{'items':false}|[]|[1]|false",
        "{'prefixItems':[{'type':'integer'},{'type':'string'}],'items':false}|[1,'a']|[1,'a',2]|false",
        "{'prefixItems':[{'type':'integer'}]}|[1,'x']|['x']|type",
        "{'allOf':[{'required':['a']},{'required':['b']}]}|{'a':1,'b':2}|{'a':1}|required",
        "{'anyOf':[{'type':'integer'},{'minimum':2}]}|2.5|1.5|anyOf",
        "{'oneOf':[{'type':'integer'},{'minimum':2}]}|1|3|oneOf",
        "{'oneOf':[{'type':'integer'},{'minimum':2}]}|2.5|1.5|oneOf",
        "{'not':{'type':'integer'}}|'a'|1|not",
        "{'not':{'not':{}}}|1||",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'integer'}}}|1|'a'|type",
        "{'$ref':'#/$defs/a','maximum':3,'$defs':{'a':{'type':'integer'}}}|1|5|maximum",
        "{'$ref':'#/$defs/a~1b%25c','$defs':{'a/b%c':{'type':'integer'}}}|1|'a'|type",
        "{'$ref':'#/$defs/f','$defs':{'f':{'type':'string'}}}|'a'|1|type",
        "{'$ref':'#/$defs/no','$defs':{'no':false,'x':true}}||1|false",
        "{'properties':{'n':{'$ref':'#'}},'additionalProperties':false}"
            + "|{'n':{'n':{}}}|{'n':{'m':1}}|additionalProperties",
        "{'format':'date','type':'string'}|'no date'|1|type",
      })
  void checksAsTheSpecificationSays(String schema, String valid, String invalid, String keyword) {
    JsonSchema checked = JsonSchema.parse(schema.replace('\'', '"'));
    if (valid != null) {
      assertThat(checked.check(Json.parse(valid.replace('\'', '"')))).isEmpty();
    }
    if (invalid != null) {
      assertThat(checked.check(Json.parse(invalid.replace('\'', '"'))))
          .first()
          .extracting(Violation::keyword)
          .isEqualTo(keyword);
    }
  }

  @Test
  void violationsNameThePathAndNeverTheValue() {
    JsonSchema schema =
        JsonSchema.parse(
            """
            {"properties": {"a/b": {"items": {"type": "integer", "minimum": 3}}},
             "additionalProperties": false, "required": ["c"]}""");
    List<Violation> violations =
        schema.check(Json.parse("{\"a/b\":[5,\"confidential\",1],\"d\":\"confidential\"}"));
    assertThat(violations)
        .extracting(Violation::path, Violation::keyword)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("", "required"),
            org.assertj.core.groups.Tuple.tuple("/a~1b/1", "type"),
            org.assertj.core.groups.Tuple.tuple("/a~1b/2", "minimum"),
            org.assertj.core.groups.Tuple.tuple("/d", "additionalProperties"));
    assertThat(violations.toString()).doesNotContain("confidential");
    assertThat(violations.get(3).message()).contains("known are a/b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'strng'}|/type",
        "{'type':1}|/type",
        "{'properties':[]}|/properties",
        "{'properties':{'a/b':1}}|/properties/a~1b",
        "{'minimum':'3'}|/minimum",
        "{'multipleOf':0}|/multipleOf",
        "{'required':'a'}|/required",
        "{'required':[1]}|/required",
        "{'pattern':'('}|/pattern",
        "{'patternProperties':{'(':{}}}|/patternProperties/(",
        "{'uniqueItems':1}|/uniqueItems",
        "{'enum':1}|/enum",
        "{'allOf':[{},{'type':'x'}]}|/allOf/1/type",
        "{'anyOf':{}}|/anyOf",
        "{'not':3}|/not",
        "{'items':[{}]}|/items",
        "{'$ref':'other.json'}|``",
        "{'$ref':'#/$defs/a'}|``",
        "{'$ref':'#/%zz'}|``",
      })
  void refusesWhatIsNoSchemaAndNamesThePath(String schema, String path) {
    JsonException e =
        catchThrowableOfType(
            JsonException.class, () -> JsonSchema.parse(schema.replace('\'', '"')));
    assertThat(e.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$ref':'#'}",
        "{'allOf':[{'$ref':'#'}]}",
        "{'not':{'anyOf':[{'$ref':'#'}]}}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'oneOf':[{'$ref':'#/$defs/a'}]}}}"
      })
  void refusesReferencesThatGoInCircles(String schema) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> JsonSchema.parse(schema.replace('\'', '"')))
        .withMessageContaining("back to itself");
  }

  @Test
  void refusesSchemasThatAreTooDeepToRead() {
    StringBuilder chain = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 20_000; i++) {
      chain.append("\"d").append(i).append("\":{\"$ref\":\"#/$defs/d").append(i + 1).append("\"},");
    }
    chain.append("\"d20000\":{}}}");
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> JsonSchema.parse(chain.toString()));
  }

  @Test
  void checksTheDeepestValueThatCanBeRead() {
    JsonSchema tree =
        JsonSchema.parse(
            "{\"$ref\":\"#/$defs/t\",\"$defs\":{\"t\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/t\"}}}}");
    assertThat(tree.check(Json.parse("[".repeat(500) + "]".repeat(500)))).isEmpty();
    assertThat(tree.check(Json.parse("[".repeat(499) + "1" + "]".repeat(499))))
        .first()
        .extracting(Violation::keyword)
        .isEqualTo("type");
  }

  @Test
  void givesUpOnAValueThatIsDeeperThanAnyText() {
    JsonSchema tree = JsonSchema.parse("{\"items\":{\"$ref\":\"#\"}}");
    Json deep = Json.of(1);
    for (int i = 0; i < 5_000; i++) {
      deep = Json.array(List.of(deep));
    }
    assertThat(tree.check(deep)).extracting(Violation::keyword).containsExactly("limit");
  }

  @Test
  void givesUpOnAPatternThatRunsWild() {
    JsonSchema wild = JsonSchema.parse("{\"items\":{\"pattern\":\"^(.*a){15}$\"}}");
    Json evil = Json.of("a".repeat(200) + "!");
    Json many = Json.array(java.util.Collections.nCopies(100, evil));
    List<Violation> violations =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> wild.check(many));
    assertThat(violations).hasSize(100).extracting(Violation::keyword).containsOnly("pattern");
    assertThat(violations.get(0).message()).contains("too long");
  }

  @Test
  void givesUpOnAPatternThatOverflowsTheStack() {
    JsonSchema wild = JsonSchema.parse("{\"pattern\":\"^(a|b)*$\"}");
    assertThat(wild.check(Json.of("ab".repeat(1_000_000))))
        .extracting(Violation::keyword)
        .containsExactly("pattern");
    assertThat(wild.check(Json.of("abab"))).isEmpty();
  }

  @Test
  void givesUpOnASchemaThatDoublesItsWorkAtEachStep() {
    StringBuilder laughs = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 60; i++) {
      String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
      laughs.append("\"d" + i + "\":{\"allOf\":[" + next + "," + next + "]},");
    }
    JsonSchema schema = JsonSchema.parse(laughs.append("\"d60\":{}}}").toString());
    assertThat(schema.check(Json.of(1))).extracting(Violation::keyword).containsExactly("limit");
  }

  @Described("An order.")
  record Order(
      @Described("How many.") int count,
      Size size,
      Optional<String> note,
      List<Line> lines,
      Map<String, Boolean> flags,
      Instant at,
      byte small,
      Json extra) {}

  record Line(String article, Optional<List<String>> tags) {}

  enum Size {
    SMALL,
    LARGE
  }

  @Test
  void derivesTheSchemaOfARecord() {
    assertThat(JsonSchema.of(Order.class).document())
        .isEqualTo(
            Json.parse(
                """
                {"type": "object", "description": "An order.",
                 "properties": {
                   "count": {"type": "integer", "description": "How many."},
                   "size": {"type": "string", "enum": ["SMALL", "LARGE"]},
                   "note": {"type": "string"},
                   "lines": {"type": "array", "items": {
                     "type": "object",
                     "properties": {
                       "article": {"type": "string"},
                       "tags": {"type": "array", "items": {"type": "string"}}},
                     "required": ["article"], "additionalProperties": false}},
                   "flags": {"type": "object", "additionalProperties": {"type": "boolean"}},
                   "at": {"type": "string", "format": "date-time"},
                   "small": {"type": "integer"},
                   "extra": {}},
                 "required": ["count", "size", "lines", "flags", "at", "small", "extra"],
                 "additionalProperties": false}"""));
  }

  record Endless(List<Endless> more) {}

  record Odd(Thread thread) {}

  record Wild(List<?> items) {}

  @Test
  void refusesRecordsThatNoSchemaCanDescribeAndNamesTheComponent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonSchema.of(Endless.class))
        .withMessageContaining("contains itself");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonSchema.of(Odd.class))
        .withMessageContaining("\"thread\" of " + Odd.class.getName());
    assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(Wild.class));
  }

  @Test
  void schemasAreEqualByDocument() {
    assertThat(JsonSchema.parse("{\"type\":\"string\",\"x\":1}"))
        .isEqualTo(JsonSchema.parse("{\"x\":1.0,\"type\":\"string\"}"))
        .hasSameHashCodeAs(JsonSchema.parse("{\"x\":1.0,\"type\":\"string\"}"));
    assertThat(JsonSchema.empty().check(Json.Obj.EMPTY)).isEmpty();
    assertThat(JsonSchema.empty().check(Json.parse("{\"a\":1}"))).hasSize(1);
  }
}
