package dev.atom.rules.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippet of the guide to rules about JsonLogic and query builders. */
class LogicDocumentationTest {
  private final Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aQueryOfAWebPageBecomesARule() {
    // @start region="builder"
    Json query =
        Json.parse(
            """
            {"combinator": "and", "rules": [
              {"id": "q1", "field": "tier", "operator": "=", "value": "gold"},
              {"id": "q2", "field": "items", "operator": "=", "match": {"mode": "some"},
               "value": {"combinator": "and", "rules": [
                 {"field": "qty", "operator": ">", "value": 10}]}}]}
            """);
    Conversion<Condition> imported = ReactQueryBuilder.condition(query);
    assertThat(imported.losses()).isEmpty();
    RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("bulk").when(imported.orThrow()).build()));
    Facts facts = Facts.of(Json.parseObject("{\"tier\": \"gold\", \"items\": [{\"qty\": 3}]}"));
    assertThat(rules.evaluate(facts, now).trace().explain("bulk"))
        .isEqualTo(
            "rule \"bulk\" did not fire:\n  q2: "
                + "{\"some\":[{\"var\":\"items\"},{\"and\":[{\">\":[{\"var\":\"qty\"},10]}]}]}"
                + ", items is [{\"qty\":3}]");
    // @end
  }
}
