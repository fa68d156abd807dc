package dev.atom.rules.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.Facts;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.table.ScoreResult.Contribution;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreCardTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String CARD =
      """
      {"id": "c", "base": 0.1, "attributes": [
        {"field": "a", "type": "number", "bands": [
          {"id": "low", "when": "< 5", "points": 0.2, "reason": "A1"},
          {"id": "high", "when": ">= 5", "points": 0.7}]},
        {"field": "b", "label": "B", "type": "text", "optional": true, "bands": [
          {"id": "x", "when": "x, y", "points": -3, "reason": "B1"},
          {"id": "null", "when": "null", "points": -1, "reason": "B2"}]}],
       "outcomes": [{"from": -2.7, "outcome": "poor"}, {"from": 0.3, "outcome": "fair"}]}
      """;

  private static ScoreResult result(String facts) {
    return ScoreCard.parse(CARD)
        .evaluate(Facts.of(Json.parseObject(facts.replace('\'', '"'))), NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'a': 1, 'b': 'z'};0.3;fair",
        "{'a': 1};-0.7;poor",
        "{'a': 5, 'b': 'x'};-2.2;poor",
        "{'a': 1, 'b': 'y'};-2.7;poor",
        "{'b': 'y'};-2.9;",
        "{'a': 'wrong', 'b': 'z'};0.1;poor"
      })
  void pointsAreAddedExactly(String facts, BigDecimal total, String outcome) {
    assertThat(result(facts).total()).isEqualByComparingTo(total);
    assertThat(result(facts).outcome().orElse(null)).isEqualTo(outcome);
  }

  @Test
  void reasonsAreWhereMostPointsWereLost() {
    ScoreResult result = result("{'a': 1, 'b': 'x'}");
    assertThat(result.reasons(5))
        .extracting(c -> c.reason().orElseThrow(), Contribution::lost)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("B1", new BigDecimal("3")),
            org.assertj.core.groups.Tuple.tuple("A1", new BigDecimal("0.5")));
    assertThat(result.reasons(1)).hasSize(1);
    assertThat(result("{'a': 9, 'b': 'z'}").reasons(5)).isEmpty();
    assertThat(result.contributions().get(0).why().get(1))
        .hasToString("row \"high\" does not match:\n  a: >= 5, is 1");
  }

  @Test
  void bandsThatLeaveAGapOrNeverCountAndOutcomesThatNobodyReachesAreFaults() {
    assertThat(ScoreCard.parse(CARD).faults()).containsExactly("no band takes B: any other");
    String text = CARD.replace("\"< 5\"", "\"-\"").replace("{\"from\": 0.3", "{\"from\": 0.9");
    assertThat(ScoreCard.parse(text).faults())
        .containsExactly(
            "band \"high\" of a never counts",
            "no band takes B: any other",
            "no total reaches \"fair\"; the highest is 0.8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "< 5;< x;/attributes/0/bands/0/when",
        "\"points\": 0.2;\"points\": 1e999999999;/attributes/0/bands/0/points",
        "\"base\": 0.1;\"base\": 1e999999999;/base",
        "\"base\": 0.1;\"bse\": 0.1;/bse",
        "\"from\": 0.3;\"from\": -3;/outcomes/1",
        "\"field\": \"b\";\"field\": \"b..c\";/attributes/1/field",
        "\"id\": \"high\";\"id\": \"low\";/attributes/0/bands/1/id"
      })
  void aCardThatIsNoneIsRefusedWithThePlace(String part, String instead, String path) {
    assertThat(CARD).contains(part);
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> ScoreCard.parse(CARD.replace(part, instead)));
    assertThat(thrown).isNotNull();
    assertThat(thrown.problems().get(0).path()).isEqualTo(path);
  }

  @Test
  void thePublishedSchemaAcceptsWhatParses() throws Exception {
    try (InputStream in = ScoreCard.class.getResourceAsStream("score-card.schema.json")) {
      JsonSchema schema = JsonSchema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      assertThat(schema.check(ScoreCard.parse(CARD).toJson())).isEmpty();
    }
    assertThat(ScoreCard.parse(ScoreCard.parse(CARD).toJson().toString()))
        .isEqualTo(ScoreCard.parse(CARD));
  }

  @Test
  void aTotalIsTheBaseAndTheSumOfItsContributionsForTwoThousandRandomFacts() {
    ScoreCard card = ScoreCard.parse(CARD);
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Json.Obj facts =
          Json.object()
              .put("a", random.nextInt(10))
              .put("b", List.of("x", "y", "z").get(random.nextInt(3)))
              .build();
      ScoreResult result = card.evaluate(Facts.of(facts), NOW);
      BigDecimal sum =
          result.contributions().stream()
              .map(Contribution::points)
              .reduce(result.base(), BigDecimal::add);
      assertThat(result.total()).isEqualByComparingTo(sum);
      assertThat(result.contributions()).allMatch(c -> c.lost().signum() >= 0);
    }
  }
}
