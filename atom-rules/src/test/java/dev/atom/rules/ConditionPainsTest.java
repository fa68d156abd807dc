package dev.atom.rules;

import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static dev.atom.rules.Condition.not;
import static dev.atom.rules.Condition.otherField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.time.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people complain of in other engines' conditions, and does not happen here. */
class ConditionPainsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final RuleVocabulary OFFICE =
      RuleVocabulary.OPEN.with(Map.of("office", WorkCalendar.always(ZoneOffset.UTC)));

  private static Check check(Condition condition, Facts facts) {
    Rule rule = Rule.newBuilder("r").when(condition).build();
    RuleSet rules = RuleSet.of(List.of(rule), Map.of(), OFFICE);
    return rules.evaluate(facts, NOW).trace().rule("r").checks().get(0);
  }

  /** One condition for each operator, in each form of its value. */
  private static List<FieldCondition> conditions() {
    List<FieldCondition> conditions = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      for (String value : values(operator)) {
        Optional<Json> json = Optional.of(value).filter(v -> !v.isEmpty()).map(Json::parse);
        conditions.add(field("f").is(operator, json));
      }
    }
    return conditions;
  }

  private static List<String> values(Operator operator) {
    String other = "{\"field\":\"g\"}";
    return switch (operator.operand()) {
      case NONE -> List.of("");
      case VALUE ->
          operator.aboutTime()
              ? List.of("\"2026-11-21\"", other)
              : List.of("1", "\"a\"", "true", "{\"date\":\"2026-11-21\"}", other);
      case LIST -> List.of("[1,\"a\"]", other);
      case RANGE -> List.of("[1,2]", "[" + other + "," + other + "]");
      case DURATION -> List.of("\"P1D\"", other, "{\"duration\":\"PT1H\",\"calendar\":\"office\"}");
      case TIMES -> List.of("[\"09:00\",\"17:00\"]", "[" + other + ",\"17:00\"]");
      case DAYS -> List.of("[\"monday\"]", other);
      case CALENDAR -> List.of("\"office\"", "{\"calendar\":\"office\",\"zone\":\"Asia/Tokyo\"}");
      case PATTERN -> List.of("\"a+\"");
    };
  }

  @Test
  void aMissingOrNullFieldIsNeverLessOrEqualOrNot() {
    int tried = 0;
    for (Facts facts :
        List.of(Facts.of(Json.Obj.EMPTY), Facts.of(Json.parseObject("{\"f\":null,\"g\":null}")))) {
      for (FieldCondition condition : conditions()) {
        if (condition.operator().aboutPresence()) {
          continue;
        }
        Check check = check(condition, facts);
        assertThat(check.holds()).as("%s", check).isEqualTo(condition.operator().negated());
        assertThat(check(not(condition), facts).holds()).isEqualTo(check.holds());
        tried++;
      }
    }
    assertThat(tried).isEqualTo(214);
  }

  @Test
  void wrongTypesAreCountedAndNotThrown() {
    List<String> values =
        List.of("true", "7", "1e999999999", "\"text\"", "[]", "[1]", "[[]]", "{}", "{\"a\":1}");
    int tried = 0;
    int wrong = 0;
    for (FieldCondition condition : conditions()) {
      for (String f : values) {
        for (String g : values) {
          Facts facts = Facts.of(Json.parseObject("{\"f\":" + f + ",\"g\":" + g + "}"));
          Check check = check(condition, facts);
          wrong += check.wrongTypes();
          tried++;
          assertThat(check.toString()).hasSizeLessThan(1_000);
        }
      }
    }
    assertThat(tried).isEqualTo(81 * conditions().size());
    assertThat(wrong).isGreaterThan(2_000);
  }

  @Test
  void textIsNoNumberAndNoTruth() {
    Facts facts = Facts.of(Json.parseObject("{\"f\":\"1\",\"g\":1}"));
    for (Condition condition :
        List.of(
            field("f").eq(1),
            field("f").lt(2),
            field("f").in(1, 2),
            field("f").eq(otherField("g")),
            field("g").contains("1"),
            field("g").eq(true))) {
      assertThat(check(condition, facts).holds()).as("%s", condition).isFalse();
    }
  }

  @Test
  void caseMattersUnlessTheConditionSaysOtherwise() {
    Facts facts =
        Facts.of(Json.parseObject("{\"f\":\"Straße\",\"tags\":[\"VIP\"],\"g\":\"STRASSE\"}"));
    for (FieldCondition condition :
        List.of(
            field("f").eq("STRASSE"),
            field("f").eq(otherField("g")),
            field("f").in("x", "strasse"),
            field("f").contains("ASS"),
            field("f").containsAny("ASS"),
            field("f").matches("stra.{1,2}e"),
            field("tags").contains("vip"),
            field("tags").containsAll("vip"))) {
      assertThat(check(condition, facts).holds()).as("%s", condition).isFalse();
      assertThat(check(condition.ignoringCase(), facts).holds()).as("%s", condition).isTrue();
    }
    Condition any = items("tags").any(field("@").eq("vip").ignoringCase());
    assertThat(check(any, facts).holds()).isTrue();
  }

  @Test
  void allValuesOfAListCountAndNotTheFirstAlone() {
    Facts facts = Facts.of(Json.parseObject("{\"f\":[\"a\",\"b\"],\"g\":\"b\"}"));
    for (Condition condition :
        List.of(
            field("f").contains("b"),
            field("f").containsAny("x", "b"),
            field("f").containsAll("b", "a"),
            field("g").in("a", "b"),
            field("g").in(otherField("f")),
            items("f").any(field("@").eq("b")),
            items("f").count(field("@").in("a", "b")).eq(2))) {
      assertThat(check(condition, facts).holds()).as("%s", condition).isTrue();
    }
  }

  @Test
  void theSameInstantIsTheSameHoweverItIsWritten() {
    Facts facts =
        Facts.of(
            Json.parseObject(
                "{\"f\":\"2026-11-21T10:00:00.000Z\",\"g\":\"2026-11-21T11:00+01:00\"}"));
    assertThat(check(field("f").eq(NOW), facts).holds()).isTrue();
    assertThat(check(field("g").eq(NOW), facts).holds()).isTrue();
    assertThat(check(field("g").in(NOW, NOW.plusSeconds(1)), facts).holds()).isTrue();
    assertThat(check(field("f").before(otherField("g")), facts).holds()).isFalse();
  }

  @Test
  void aDayBeginsWhereTheFactsAreAndNowhereByChance() {
    Condition monday = field("f").dayOfWeek(DayOfWeek.MONDAY);
    Facts.Builder sunday = Facts.newBuilder().put("f", "2026-11-22T23:30:00Z");
    assertThat(check(monday, sunday.build()).finding()).isEqualTo(Finding.NEEDS_ZONE);
    assertThat(check(monday, sunday.zone(ZoneId.of("Europe/Berlin")).build()).holds()).isTrue();
    assertThat(check(monday, sunday.zone(ZoneId.of("Europe/London")).build()).holds()).isFalse();
    Condition today = field("f").eq(java.time.LocalDate.of(2026, 11, 23));
    assertThat(check(today, sunday.zone(ZoneId.of("Europe/Berlin")).build()).holds()).isTrue();
  }

  @Test
  void aTimestampWithoutOffsetIsNotGuessedAt() {
    Facts facts =
        Facts.newBuilder().put("f", "2026-11-21T10:00:00").zone(ZoneId.of("Asia/Tokyo")).build();
    assertThat(check(field("f").before(NOW.plusSeconds(1)), facts).finding())
        .isEqualTo(Finding.WRONG_TYPE);
  }
}
