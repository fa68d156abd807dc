package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operator on values that fit, differ, are missing and are of the wrong type. */
class OperatorTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final RuleVocabulary OFFICE =
      RuleVocabulary.OPEN.with(
          Map.of(
              "office",
              WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
                  .weekdays(DaySpan.parse("09:00-17:00"))
                  .build()));
  private static final String TABLE =
      """
      # op           | value                | facts: f, g               | holds
      eq             | "a"                  | "a"                       | true
      eq             | "a"                  | "A"                       | false
      eq             | 1                    | 1.0                       | true
      eq             | 9007199254740993     | 9007199254740992          | false
      eq             | 1                    | "1"                       | false
      eq             | true                 | true                      | true
      eq             | ["a", 1]             | ["a", 1.0]                | true
      eq             | {"field": "g"}       | 5, 5.0                    | true
      eq             | {"field": "g"}       | 5                         | false
      eq             | {"date":"2026-11-21"}| "2026-11-21"              | true
      ne             | "a"                  | "b"                       | true
      ne             | "a"                  | null                      | true
      ne             | {"field": "g"}       | 5, 5                      | false
      lt             | 2                    | 1                         | true
      lt             | 1                    | null                      | false
      lt             | "b"                  | "a"                       | true
      lt             | 2                    | "1"                       | false
      lte            | 2                    | 2.0                       | true
      gt             | 2                    | 10                        | true
      gt             | "2"                  | "10"                      | false
      gt             | {"field": "g"}       | 3, 2                      | true
      gt             | "\\uffee"            | "\\ud83d\\ude00"          | true
      gte            | 2                    | 1.99                      | false
      between        | [1, 3]               | 3                         | true
      between        | [1, {"field": "g"}]  | 4, 3                      | false
      notBetween     | [1, 3]               | 0                         | true
      notBetween     | [1, 3]               | 2                         | false
      in             | ["a", "b"]           | "b"                       | true
      in             | [1, 2]               | "1"                       | false
      in             | {"field": "g"}       | "x", ["x", "y"]           | true
      notIn          | ["a", "b"]           | "c"                       | true
      notIn          | ["a", "b"]           | null                      | true
      contains       | "ell"                | "hello"                   | true
      contains       | 2                    | [1, 2.0]                  | true
      contains       | "2"                  | [1, 2]                    | false
      contains       | "1"                  | 10                        | false
      notContains    | "x"                  | "hello"                   | true
      notContains    | "x"                  | ["x"]                     | false
      startsWith     | "he"                 | "hello"                   | true
      startsWith     | {"field": "g"}       | "hello", "hell"           | true
      notStartsWith  | "he"                 | "hello"                   | false
      endsWith       | "lo"                 | "hello"                   | true
      notEndsWith    | "lo"                 | "hello"                   | false
      isNull         |                      | null                      | true
      isNull         |                      | ""                        | false
      isNotNull      |                      | 0                         | true
      isNotNull      |                      | null                      | false
      isEmpty        |                      | ""                        | true
      isEmpty        |                      | []                        | true
      isEmpty        |                      | 0                         | false
      isNotEmpty     |                      | [0]                       | true
      isNotEmpty     |                      | {}                        | false
      exists         |                      | null                      | true
      containsAny    | ["a", "b"]           | ["b", "c"]                | true
      containsAny    | ["lawyer", "sue"]    | "my lawyer says"          | true
      containsAny    | ["a"]                | 7                         | false
      containsAll    | ["a", "b"]           | ["b", "a", "c"]           | true
      containsAll    | ["a", "b"]           | ["b"]                     | false
      containsAll    | {"field": "g"}       | ["a", "b"], ["b"]         | true
      containsNone   | ["a"]                | ["b"]                     | true
      containsNone   | ["a", "b"]           | ["b"]                     | false
      matches        | "[a-c]+x?"           | "abc"                     | true
      matches        | "b"                  | "abc"                     | false
      matches        | "b"                  | 7                         | false
      before         | "2026-11-21"         | "2026-11-20"              | true
      before         | "2026-11-21T11:00:00+01:00" | "2026-11-21T10:00:00Z" | false
      before         | "18:00"              | "17:30"                   | true
      before         | "2026-11-21"         | "soon"                    | false
      after          | "2026-11-21T10:00:00Z" | "2026-11-21T10:00:00.5Z" | true
      after          | "2026-11-20"         | "2026-11-20T23:30:00Z"    | true
      after          | "2026-11-21"         | "2026-11-20T23:30:00Z"    | false
      olderThan      | "PT30M"              | "2026-11-21T09:29:59Z"    | true
      olderThan      | "PT30M"              | "2026-11-21T09:30:00Z"    | false
      olderThan      | "P7D"                | "2026-11-13"              | true
      olderThan      | "P7D"                | "2026-11-14"              | false
      olderThan      | "P1M"                | "2026-10-21T08:59:59Z"    | true
      newerThan      | "PT30M"              | "2026-11-21T09:45:00Z"    | true
      newerThan      | "PT30M"              | "2027-01-01T00:00:00Z"    | true
      newerThan      | "PT30M"              | "10:00"                   | false
      olderThan      | {"field": "g"}       | "2026-11-21T09:00:00Z", "PT30M" | true
      olderThan      | {"field": "g"}       | "2026-11-21T09:00:00Z", "soon"  | false
      olderThan      | {"field": "g"}       | "2026-11-21T09:00:00Z"    | false
      within         | "PT30M"              | "2026-11-21T09:30:00Z"    | true
      within         | "PT30M"              | "2026-11-21T10:30:00Z"    | true
      within         | "PT30M"              | "2026-11-21T10:30:01Z"    | false
      within         | "PT30M"              | "2026-11-21T09:29:59Z"    | false
      within         | "P2D"                | "2026-11-23"              | true
      within         | "P2D"                | "2026-11-18"              | false
      within         | "P1M"                | "2026-12-21T10:00:00Z"    | true
      within         | "P1D"                | "10:00"                   | false
      within         | {"field": "g"}       | "2026-11-21T09:00:00Z", "PT1H" | true
      timeOfDay      | ["09:00", "17:00"]   | "2026-11-21T08:00:00Z"    | true
      timeOfDay      | ["09:00", "17:00"]   | "2026-11-21T16:00:00Z"    | false
      timeOfDay      | ["09:00", "17:00"]   | "09:00"                   | true
      timeOfDay      | ["09:00", "17:00"]   | "17:00"                   | false
      timeOfDay      | ["22:00", "06:00"]   | "23:30"                   | true
      timeOfDay      | ["22:00", "06:00"]   | "05:59:59"                | true
      timeOfDay      | ["22:00", "06:00"]   | "06:00"                   | false
      timeOfDay      | ["22:00", "00:00"]   | "23:59"                   | true
      timeOfDay      | ["22:00", "00:00"]   | "00:00"                   | false
      timeOfDay      | ["09:00", {"field": "g"}] | "10:00", "11:00"     | true
      timeOfDay      | ["09:00", {"field": "g"}] | "10:00", "soon"      | false
      timeOfDay      | ["09:00", "17:00"]   | "2026-11-21"              | false
      timeOfDay      | ["09:00", "17:00"]   | null                      | false
      dayOfWeek      | ["saturday"]         | "2026-11-21"              | true
      dayOfWeek      | ["monday", "sunday"] | "2026-11-21T22:59:59Z"    | false
      dayOfWeek      | ["monday", "sunday"] | "2026-11-21T23:00:00Z"    | true
      dayOfWeek      | {"field": "g"}       | "2026-11-21", ["saturday"] | true
      dayOfWeek      | {"field": "g"}       | "2026-11-21", ["Saturday"] | false
      dayOfWeek      | ["monday"]           | "10:00"                   | false
      businessHours  | "office"             | "2026-11-20T08:00:00Z"    | true
      businessHours  | "office"             | "2026-11-20T16:00:00Z"    | false
      businessHours  | "office"             | "2026-11-21T10:00:00Z"    | false
      businessHours  | {"calendar": "office", "zone": "Asia/Tokyo"} | "2026-11-20T00:00:00Z" | true
      businessHours  | "office"             | "2026-11-20"              | false
      businessHours  | "office"             | "+99999999-01-01T00:00:00Z" | false
      olderThan      | {"duration": "PT8H", "calendar": "office"} | "2026-11-19T15:59:59Z" | true
      olderThan      | {"duration": "PT8H", "calendar": "office"} | "2026-11-19T16:00:00Z" | false
      olderThan      | {"duration": "PT8H", "calendar": "office"} | "2026-11-19"   | true
      newerThan      | {"duration": "PT8H", "calendar": "office"} | "2026-11-20T08:00:01Z" | true
      newerThan      | {"duration": "PT8H", "calendar": "office"} | "2026-11-20T08:00:00Z" | false
      newerThan      | {"duration": "PT8H", "calendar": "office"} | "2027-11-20T08:00:00Z" | true
      within         | {"duration": "PT8H", "calendar": "office"} | "2026-11-23T16:00:00Z" | true
      within         | {"duration": "PT8H", "calendar": "office"} | "2026-11-24T08:00:01Z" | false
      within         | {"duration": "PT8H", "calendar": "office"} | "10:00"        | false
      olderThan      | {"duration": "PT8H", "calendar": "office"} | "+99999999-01-01T00:00:00Z" | false
      olderThan      | {"duration": "PT8H", "calendar": "office"} | "-99999999-01-01T00:00:00Z" | true
      """;

  @Test
  void holdsAsTheTableSays() {
    for (String line : TABLE.lines().filter(l -> !l.startsWith("#")).toList()) {
      String[] cells = Arrays.stream(line.split("\\|")).map(String::trim).toArray(String[]::new);
      var facts = Facts.newBuilder().zone(ZoneId.of("Europe/Berlin"));
      Json.Arr values = (Json.Arr) Json.parse("[" + cells[2] + "]");
      facts.put("f", values.items().get(0));
      if (values.items().size() > 1) {
        facts.put("g", values.items().get(1));
      }
      String value = cells[1].isEmpty() ? "" : ", \"value\": " + cells[1];
      String condition = "{\"field\": \"f\", \"op\": \"" + cells[0] + "\"" + value + "}";
      assertThat(holds(condition, facts.build()))
          .as(line)
          .isEqualTo(Boolean.parseBoolean(cells[3]));
    }
  }

  @Test
  void tableNamesEveryOperatorThatIsNotAboutChange() {
    Set<String> named = TABLE.lines().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
    Set<String> all =
        EnumSet.allOf(Operator.class).stream()
            .filter(operator -> !operator.aboutChange())
            .map(Operator::jsonName)
            .collect(Collectors.toSet());
    assertThat(named).containsAll(all);
  }

  @ParameterizedTest
  @CsvSource({
    "closed, open, changed, '', true",
    "open, open, changed, '', false",
    "closed, open, changedFrom, closed, true",
    "closed, open, changedFrom, new, false",
    "open, open, changedFrom, open, false",
    "closed, open, changedTo, open, true",
    "open, open, changedTo, open, false",
    "closed, open, increased, '', false",
  })
  void seesChangesOfText(String before, String now, String op, String value, boolean holds) {
    Facts facts = Facts.newBuilder().put("f", now).changedFrom("f", Json.of(before)).build();
    String operand = value.isEmpty() ? "" : ", \"value\": \"" + value + "\"";
    assertThat(holds("{\"field\":\"f\",\"op\":\"" + op + "\"" + operand + "}", facts))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, true, false", "2, 1.5, false, true", "1, 1.0, false, false"})
  void seesNumbersGrowAndShrink(String before, String now, boolean increased, boolean decreased) {
    Facts facts =
        Facts.newBuilder().put("f", Json.parse(now)).changedFrom("f", Json.parse(before)).build();
    assertThat(holds("{\"field\":\"f\",\"op\":\"increased\"}", facts)).isEqualTo(increased);
    assertThat(holds("{\"field\":\"f\",\"op\":\"decreased\"}", facts)).isEqualTo(decreased);
  }

  @Test
  void countsAFieldThatCameOrWentAsChanged() {
    Facts came = Facts.newBuilder().put("f", "x").added("f").build();
    Facts went = Facts.newBuilder().changedFrom("f", Json.of("x")).build();
    assertThat(holds("{\"field\":\"f\",\"op\":\"changed\"}", came)).isTrue();
    assertThat(holds("{\"field\":\"f\",\"op\":\"changed\"}", went)).isTrue();
    assertThat(holds("{\"field\":\"f\",\"op\":\"changedFrom\",\"value\":\"x\"}", came)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"STRASSE, straße", "ΟΔΟΣ, οδοσ", "ΟΔΟΣ, οδος", "TITLE, title"})
  void ignoresCaseInNoLanguageInParticular(String a, String b) {
    Facts facts = Facts.newBuilder().put("f", a).build();
    for (String op : new String[] {"eq", "contains", "startsWith", "endsWith"}) {
      String condition =
          "{\"field\":\"f\",\"op\":\"" + op + "\",\"value\":\"" + b + "\",\"ignoreCase\":true}";
      assertThat(holds(condition, facts)).as(op).isTrue();
    }
  }

  static boolean holds(String condition, Facts facts) {
    String rule = "[{\"id\":\"r\",\"when\":" + condition + ",\"then\":[]}]";
    return !RuleSet.parse(rule, OFFICE).evaluate(facts, NOW).fired().isEmpty();
  }
}
