package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.time.WorkCalendar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published schema and the parser agree on a table of documents. */
class RuleSchemaTableTest {
  private static final RuleVocabulary OFFICE =
      RuleVocabulary.OPEN.with(Map.of("office", WorkCalendar.always(ZoneOffset.UTC)));

  @Test
  void schemaAndParserAgree() throws IOException {
    JsonSchema schema = JsonSchema.parse(resource("/dev/atom/rules/rules.schema.json"));
    List<String> lines =
        resource("/rules/documents.txt").lines().filter(line -> !line.startsWith("#")).toList();
    List<String> wrong = new ArrayList<>();
    for (String line : lines) {
      Json document = document(line.charAt(2), line.substring(4));
      boolean valid = schema.check(document).isEmpty();
      boolean parsed = parses(document);
      if (valid != (line.charAt(0) != '-') || parsed != (line.charAt(0) == '+')) {
        wrong.add("schema " + valid + ", parser " + parsed + ": " + line);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(lines).hasSizeGreaterThan(200);
  }

  private static Json document(char kind, String text) {
    String json = text.replace('\'', '"');
    return Json.parse(
        switch (kind) {
          case 'c' -> "[{\"id\":\"r\",\"when\":" + json + ",\"then\":[]}]";
          case 'r' -> "{\"rules\":[{\"id\":\"r\"," + json + "}]}";
          case 'd' -> json;
          default -> throw new IllegalStateException("" + kind);
        });
  }

  private static boolean parses(Json document) {
    try {
      RuleSet rules = RuleSet.parse(document, OFFICE, RuleLimits.DEFAULT);
      assertThat(RuleSet.parse(rules.toJson(), OFFICE, RuleLimits.DEFAULT)).isEqualTo(rules);
      return true;
    } catch (InvalidRules e) {
      assertThat(e.problems()).isNotEmpty();
      return false;
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RuleSchemaTableTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
