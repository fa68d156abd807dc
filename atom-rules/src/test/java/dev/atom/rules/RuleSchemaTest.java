package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.time.WorkCalendar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema says of a document what the parser says. */
class RuleSchemaTest {
  private static final RuleVocabulary OFFICE =
      RuleVocabulary.OPEN.with(Map.of("office", WorkCalendar.always(ZoneOffset.UTC)));

  private final JsonSchema schema = JsonSchema.parse(resource("/dev/atom/rules/rules.schema.json"));

  private static String resource(String name) {
    try (InputStream in = RuleSchemaTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Test
  void acceptsTheRuleFileThatParses() {
    String text = resource("/rules/customer-service.json");
    assertThat(schema.check(Json.parse(text))).isEmpty();
    RuleSet rules = RuleSet.parse(text);
    assertThat(rules.rules()).hasSize(5);
    assertThat(schema.check(rules.toJson())).isEmpty();
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
  }

  @ParameterizedTest
  @EnumSource
  void knowsEveryOperator(Operator operator) {
    String value =
        switch (operator.operand()) {
          case NONE -> "";
          case VALUE -> operator.aboutTime() ? ",'value':'2026-11-21'" : ",'value':'x'";
          case LIST -> ",'value':['x']";
          case RANGE -> ",'value':[1,{'field':'y'}]";
          case DURATION -> ",'value':'P1D'";
          case TIMES -> ",'value':['22:00',{'field':'y'}]";
          case DAYS -> ",'value':['monday']";
          case CALENDAR -> ",'value':'office'";
          case PATTERN -> ",'value':'x+'";
        };
    Json document = rule("{'field':'x','op':'" + operator + "'" + value + "}");
    assertThat(schema.check(document)).isEmpty();
    assertThat(RuleSet.parse(document, OFFICE, RuleLimits.DEFAULT).rules()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'field':'x','op':'equals','value':1}",
        "{'field':'x','op':'eq'}",
        "{'field':'x','op':'eq','value':null}",
        "{'field':'x','op':'exists','value':1}",
        "{'field':'x','op':'eq','value':1,'ignorecase':true}",
        "{'field':'x','op':'in','value':[]}",
        "{'field':'x','op':'between','value':[1]}",
        "{'any':[]}",
        "{'all':[{'all':[]}]}",
        "{'field':'','op':'exists'}",
        "{}"
      })
  void refusesWhatTheParserRefuses(String condition) {
    Json document = rule(condition);
    assertThat(schema.check(document)).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> RuleSet.parse(document, RuleVocabulary.OPEN, RuleLimits.DEFAULT))
        .isInstanceOf(InvalidRules.class);
  }

  private static Json rule(String condition) {
    String text = "[{'id':'r','when':" + condition + ",'then':[]}]";
    return Json.parse(text.replace('\'', '"'));
  }
}
