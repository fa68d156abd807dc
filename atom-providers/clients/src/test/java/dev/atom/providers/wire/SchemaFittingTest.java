package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Warning;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaFittingTest {
  enum Level {
    LOW,
    HIGH
  }

  record Step(String name, Optional<Integer> hours) {}

  record Plan(
      Optional<Level> level, List<Step> steps, Optional<Step> last, Optional<LocalDate> due) {}

  private static final JsonSchema PLAN = JsonSchema.of(Plan.class);
  private static final JsonSchema TREE =
      JsonSchema.parse(
          """
          {"type":"object","additionalProperties":false,"required":["name"],"properties":{
            "name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}},
           "$defs":{"node":{"type":"object","required":["name"],"properties":{
            "name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}}}
          """);

  private static FittedSchema fit(String schema, SchemaRules rules) {
    return SchemaFitting.fit(JsonSchema.parse(schema), rules);
  }

  private static Json json(String text) {
    return Json.parse(text);
  }

  private static Json at(FittedSchema fitted, String pointer) {
    return fitted.document().at(pointer).orElseThrow();
  }

  @Test
  void strictModeRequiresEveryMemberAndLetsOptionalOnesBeNull() {
    FittedSchema fitted = SchemaFitting.fit(PLAN, SchemaRules.OPENAI_STRICT);
    assertThat(fitted.warnings()).isEmpty();
    assertThat(fitted.impossible()).isEmpty();
    assertThat(at(fitted, "/required")).isEqualTo(json("[\"steps\",\"level\",\"last\",\"due\"]"));
    assertThat(at(fitted, "/properties/level"))
        .isEqualTo(json("{\"type\":[\"string\",\"null\"],\"enum\":[\"LOW\",\"HIGH\",null]}"));
    assertThat(at(fitted, "/properties/steps/items/properties/hours"))
        .isEqualTo(json("{\"type\":[\"integer\",\"null\"]}"));
    assertThat(at(fitted, "/properties/last/type")).isEqualTo(json("[\"object\",\"null\"]"));
    assertThat(at(fitted, "/properties/last/required")).isEqualTo(json("[\"name\",\"hours\"]"));
    assertThat(at(fitted, "/properties/due/format")).isEqualTo(json("\"date\""));
  }

  @Test
  void whatFitsStrictModeFitsTheSchemaOnceItsNullsAreOut() {
    JsonSchema strict =
        JsonSchema.of(SchemaFitting.fit(PLAN, SchemaRules.OPENAI_STRICT).document());
    Json answer =
        json(
            "{\"level\":null,\"steps\":[{\"name\":\"a\",\"hours\":null}],\"last\":null,\"due\":null}");
    assertThat(strict.check(answer)).isEmpty();
    assertThat(PLAN.check(answer)).isNotEmpty();
    assertThat(PLAN.check(PLAN.withoutOptionalNulls(answer))).isEmpty();
  }

  @Test
  void optionalReferencesUnionsAndSingleValuesBecomeNullable() {
    FittedSchema fitted =
        fit(
            """
            {"type":"object","properties":{"r":{"$ref":"#/$defs/d","description":"dropped"},
             "u":{"anyOf":[{"type":"string"},{"type":"integer"}]},"c":{"const":1},"e":{"enum":["a"]}},
             "$defs":{"d":{"type":"string"}}}
            """,
            SchemaRules.OPENAI_STRICT);
    assertThat(at(fitted, "/properties/r"))
        .isEqualTo(json("{\"anyOf\":[{\"$ref\":\"#/$defs/d\"},{\"type\":\"null\"}]}"));
    assertThat(at(fitted, "/properties/u/anyOf/2")).isEqualTo(json("{\"type\":\"null\"}"));
    assertThat(at(fitted, "/properties/c"))
        .isEqualTo(json("{\"anyOf\":[{\"const\":1},{\"type\":\"null\"}]}"));
    assertThat(at(fitted, "/properties/e")).isEqualTo(json("{\"enum\":[\"a\",null]}"));
    assertThat(at(fitted, "/$defs/d")).isEqualTo(json("{\"type\":\"string\"}"));
  }

  @Test
  void whatIsLostIsNamedAndToldToTheModel() {
    FittedSchema fitted =
        fit(
            """
            {"type":"object","required":["a"],"properties":{"a":{"type":"array","description":"Tags.",
             "items":{"type":"string","format":"uri"},"uniqueItems":true,"minContains":2},
             "o":{"oneOf":[{"type":"string"},{"type":"null"}]}},"minProperties":1}
            """,
            SchemaRules.OPENAI_STRICT);
    assertThat(fitted.warnings()).hasSize(1);
    assertThat(fitted.warnings().get(0).code()).isEqualTo("weakened_schema");
    assertThat(fitted.warnings().get(0).message())
        .contains("uniqueItems at /a", "format at /a/*", "oneOf at /o", "minProperties at the top");
    assertThat(at(fitted, "/properties/a/description"))
        .isEqualTo(json("\"Tags. (minContains 2)\""));
    assertThat(at(fitted, "/properties/a/items/description"))
        .isEqualTo(json("\"(format \\\"uri\\\")\""));
    assertThat(at(fitted, "/properties/o"))
        .isEqualTo(json("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}"));
  }

  @Test
  void annotationsGoWithoutAWarning() {
    FittedSchema fitted =
        fit(
            "{\"$schema\":\"s\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"examples\":[\"x\"]}},\"required\":[\"a\"]}",
            SchemaRules.OPENAI_STRICT);
    assertThat(fitted.warnings()).isEmpty();
    assertThat(fitted.document())
        .isEqualTo(
            json(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}"));
  }

  record Free(Map<String, Integer> counts) {}

  record Any(Json value) {}

  @Test
  void whatAStrictModeHasNoWordsForIsSaid() {
    for (SchemaRules rules : List.of(SchemaRules.OPENAI_STRICT, SchemaRules.ANTHROPIC)) {
      assertThat(SchemaFitting.fit(JsonSchema.of(Free.class), rules).impossible())
          .contains("members of any name at /counts");
      assertThat(SchemaFitting.fit(JsonSchema.of(Any.class), rules).impossible())
          .contains("a value of any kind at /value");
      assertThat(fit("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", rules).impossible())
          .contains("something else than an object at the top");
      assertThat(SchemaFitting.fit(JsonSchema.empty(), rules).impossible()).isEmpty();
    }
  }

  @Test
  void aReferenceAtTheTopIsResolvedThere() {
    FittedSchema fitted =
        fit(
            "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/a\"}}}}}",
            SchemaRules.OPENAI_STRICT);
    assertThat(fitted.impossible()).isEmpty();
    assertThat(at(fitted, "/type")).isEqualTo(json("\"object\""));
    assertThat(at(fitted, "/$defs/a/required")).isEqualTo(json("[\"n\"]"));
  }

  @Test
  void recursionIsKeptWhereReferencesAreAndCutElsewhere() {
    assertThat(SchemaFitting.fit(TREE, SchemaRules.OPENAI_STRICT).document().toString())
        .contains("\"$ref\":\"#/$defs/node\"");
    assertThat(SchemaFitting.fit(TREE, SchemaRules.GEMINI_JSON_SCHEMA).document().toString())
        .contains("\"$ref\":\"#/$defs/node\"");
    for (SchemaRules rules : List.of(SchemaRules.ANTHROPIC, SchemaRules.GEMINI_OPENAPI)) {
      FittedSchema cut = SchemaFitting.fit(TREE, rules);
      assertThat(cut.document().toString()).doesNotContain("$ref", "$defs");
      assertThat(cut.warnings()).extracting(Warning::code).containsExactly("weakened_schema");
      assertThat(cut.warnings().get(0).message()).contains("recursion");
    }
  }

  @Test
  void referencesThatLeadNowhereBackAreKeptForAnthropic() {
    FittedSchema fitted =
        fit(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d\"}},\"$defs\":{\"d\":{\"type\":\"string\",\"maxLength\":3}}}",
            SchemaRules.ANTHROPIC);
    assertThat(at(fitted, "/properties/a")).isEqualTo(json("{\"$ref\":\"#/$defs/d\"}"));
    assertThat(at(fitted, "/$defs/d"))
        .isEqualTo(json("{\"type\":\"string\",\"description\":\"(maxLength 3)\"}"));
    assertThat(fitted.document().get("required")).isEmpty();
  }

  @Test
  void openApiHasNullableUpperCaseTypesAndTextEnums() {
    FittedSchema fitted =
        fit(
            """
            {"type":"object","additionalProperties":false,"required":["a"],"properties":{
             "a":{"type":["string","null"],"enum":["x",null]},
             "b":{"type":["string","integer"]},
             "c":{"anyOf":[{"$ref":"#/$defs/d"},{"type":"null"}]},
             "k":{"const":"one"},
             "n":{"type":"integer","enum":[1,2]}},
             "$defs":{"d":{"type":"array","items":{"type":"number"}}}}
            """,
            SchemaRules.GEMINI_OPENAPI);
    assertThat(at(fitted, "/type")).isEqualTo(json("\"OBJECT\""));
    assertThat(fitted.document().get("additionalProperties")).isEmpty();
    assertThat(at(fitted, "/properties/a"))
        .isEqualTo(json("{\"type\":\"STRING\",\"enum\":[\"x\"],\"nullable\":true}"));
    assertThat(at(fitted, "/properties/b"))
        .isEqualTo(json("{\"anyOf\":[{\"type\":\"STRING\"},{\"type\":\"INTEGER\"}]}"));
    assertThat(at(fitted, "/properties/c"))
        .isEqualTo(json("{\"type\":\"ARRAY\",\"items\":{\"type\":\"NUMBER\"},\"nullable\":true}"));
    assertThat(at(fitted, "/properties/k")).isEqualTo(json("{\"enum\":[\"one\"]}"));
    assertThat(at(fitted, "/properties/n"))
        .isEqualTo(json("{\"type\":\"INTEGER\",\"description\":\"(enum [1,2])\"}"));
    assertThat(fitted.warnings().get(0).message()).contains("enum at /n");
  }

  @Test
  void schemasThatAllApplyBecomeOne() {
    FittedSchema fitted =
        fit(
            """
            {"type":"object","allOf":[{"$ref":"#/$defs/base"},
             {"properties":{"b":{"type":"string"}},"required":["b"]}],
             "$defs":{"base":{"properties":{"a":{"type":"string"}},"required":["a"]}}}
            """,
            SchemaRules.OPENAI_STRICT);
    assertThat(at(fitted, "/required")).isEqualTo(json("[\"a\",\"b\"]"));
    assertThat(fitted.document().get("allOf")).isEmpty();
    assertThat(at(fitted, "/properties/a")).isEqualTo(json("{\"type\":\"string\"}"));
    assertThat(fitted.warnings()).isEmpty();
  }

  @Test
  void schemasThatAreTooLargeAreWarnedOf() {
    String schema = "{\"type\":\"string\"}";
    for (int i = 0; i < 11; i++) {
      schema = "{\"type\":\"object\",\"properties\":{\"a\":" + schema + "},\"required\":[\"a\"]}";
    }
    assertThat(fit(schema, SchemaRules.OPENAI_STRICT).warnings())
        .extracting(Warning::code)
        .containsExactly("large_schema");
    assertThat(fit(schema, SchemaRules.ANTHROPIC).warnings()).isEmpty();
  }

  @Test
  void asItIsChangesNothing() {
    assertThat(SchemaFitting.fit(TREE, SchemaRules.AS_IS))
        .isEqualTo(new FittedSchema(TREE.document(), List.of(), Optional.empty()));
  }

  @Test
  void whatIsFittedIsASchemaAndIsFittedOnce() {
    for (JsonSchema schema : List.of(PLAN, TREE, JsonSchema.of(Free.class), JsonSchema.empty())) {
      for (SchemaRules rules :
          List.of(
              SchemaRules.OPENAI_STRICT, SchemaRules.ANTHROPIC, SchemaRules.GEMINI_JSON_SCHEMA)) {
        JsonSchema once = JsonSchema.of(SchemaFitting.fit(schema, rules).document());
        assertThat(SchemaFitting.fit(once, rules).document()).isEqualTo(once.document());
      }
    }
  }
}
