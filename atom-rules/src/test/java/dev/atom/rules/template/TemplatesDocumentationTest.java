package dev.atom.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the documentation, and its list of templates. */
class TemplatesDocumentationTest {

  @Test
  void aTemplateBecomesRules() {
    Instant now = Instant.parse("2026-11-20T10:00:00Z");
    // @start region="first"
    RuleTemplate template = RuleTemplates.builtIn().named("refund-policy").orElseThrow();
    RuleSet rules = template.instantiate(Json.parseObject("{\"days\": 30, \"automatic\": 80}"));
    Facts facts =
        Facts.newBuilder()
            .event("refund")
            .values(
                Json.parseObject(
                    """
                    {"refund": {"amount": 75, "reason": "size"},
                     "order": {"delivered_at": "2026-11-01T09:00:00Z"}}
                    """))
            .zone(ZoneId.of("Europe/Vienna"))
            .build();
    assertThat(rules.evaluate(facts, now).actions().get(0).action().name()).isEqualTo("refund");
    assertThatThrownBy(() -> template.instantiate(Json.parseObject("{\"dayz\": 30}")))
        .isInstanceOf(InvalidParameters.class)
        .hasMessageContaining("\"dayz\" is no parameter; known are days, automatic");
    // @end
  }

  @Test
  void aHostAddsItsOwnTemplates() {
    // @start region="own"
    RuleTemplate greeting =
        RuleTemplate.parse(
            """
            {"name": "greeting", "industry": "hotel", "title": "Greet guests", "version": 1,
             "description": "Greets whoever writes for the first time.",
             "parameters": {"type": "object", "properties": {
               "hotel": {"type": "string", "description": "The hotel's name."}}},
             "vocabulary": {"facts": {"first": "boolean"}, "actions": {"reply": {}}},
             "rules": [{"id": "greet", "on": [{"event": "message"}],
               "when": {"id": "first", "field": "first", "op": "eq", "value": true},
               "then": [{"do": "reply", "with": {"text": "Welcome to ${hotel}!"}}]}],
             "samples": [
               {"title": "first message", "parameters": {"hotel": "Sacher"},
                "now": "2026-11-20T10:00:00Z", "event": "message", "facts": {"first": true},
                "expect": [{"rule": "greet", "do": "reply", "with": {"text": "Welcome to Sacher!"}}]},
               {"title": "second message", "parameters": {"hotel": "Sacher"},
                "now": "2026-11-20T10:00:00Z", "event": "message", "facts": {"first": false},
                "expect": [], "expectNot": [{"rule": "greet", "because": "first"}]}]}
            """);
    assertThat(greeting.failures()).isEmpty();
    RuleTemplates templates = RuleTemplates.builtIn().with(greeting);
    assertThat(templates.industry("hotel")).containsExactly(greeting);
    // @end
  }

  static List<RuleTemplate> builtIn() {
    return RuleTemplates.builtIn().all();
  }

  private static String page() throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("CONTRIBUTING.md"))) {
      at = at.getParent();
    }
    return Files.readString(at.resolve("docs/rule-templates.md"));
  }

  /** What the page says of a template. */
  private static String section(RuleTemplate template) {
    List<String> lines = new ArrayList<>();
    lines.add("### " + template.name());
    lines.add("**" + template.title() + ".** " + template.description());
    lines.add("");
    lines.add("| parameter | default | meaning |");
    lines.add("| --- | --- | --- |");
    Json.Obj parameters = (Json.Obj) template.parameters().document().get("properties").get();
    for (Map.Entry<String, Json> parameter : parameters.members().entrySet()) {
      Json.Obj schema = (Json.Obj) parameter.getValue();
      String fallback = schema.get("default").map(value -> "`" + value + "`").orElse("required");
      String meaning = schema.text("description").orElseThrow();
      lines.add("| `" + parameter.getKey() + "` | " + fallback + " | " + meaning + " |");
    }
    lines.add("");
    lines.add(
        "Facts: " + names(template, "facts") + ". Actions: " + names(template, "actions") + ".");
    return String.join("\n", lines) + "\n";
  }

  private static String names(RuleTemplate template, String of) {
    Json.Obj names = (Json.Obj) template.toJson().at("/vocabulary/" + of).orElseThrow();
    return String.join(", ", names.members().keySet().stream().map(n -> "`" + n + "`").toList());
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void thePageListsTheTemplateWithItsParameters(RuleTemplate template) throws IOException {
    assertThat(page()).contains(section(template));
    assertThat(page().indexOf("## " + template.industry()))
        .isBetween(0, page().indexOf("### " + template.name()));
  }
}
