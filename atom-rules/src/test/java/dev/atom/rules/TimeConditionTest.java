package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that are set forward and back, calendars, and days in another zone. */
class TimeConditionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final WorkCalendar NIGHT =
      WorkCalendar.newBuilder(BERLIN)
          .on(DayOfWeek.SATURDAY, DaySpan.parse("22:00-06:00"))
          .on(DayOfWeek.MONDAY, DaySpan.parse("09:00-17:00"))
          .holidays(List.of(LocalDate.of(2026, 11, 23)))
          .build();
  private static final RuleVocabulary VOCABULARY =
      RuleVocabulary.newBuilder()
          .fact("at", FactType.INSTANT)
          .fact("day", FactType.DATE)
          .fact("opens", FactType.TIME)
          .fact("note", FactType.TEXT)
          .calendar("night", NIGHT)
          .build();

  private static boolean holds(String condition, String at, String now) {
    String rule = "[{'id':'r','when':" + condition + ",'then':[]}]";
    Facts facts = Facts.newBuilder().put("at", at).zone(BERLIN).build();
    return RuleSet.parse(rule.replace('\'', '"'), VOCABULARY)
            .evaluate(facts, Instant.parse(now))
            .fired()
            .size()
        == 1;
  }

  @ParameterizedTest
  @CsvSource({
    // Clocks go from 02:00 to 03:00 on 2026-03-29 at 01:00Z, and back on 2026-10-25 at 01:00Z.
    "2026-03-29T00:59:59Z, true",
    "2026-03-29T01:00:00Z, false",
    "2026-10-25T00:30:00Z, true",
    "2026-10-25T01:30:00Z, true",
    "2026-10-25T02:00:00Z, false",
  })
  void timeOfDayIsWhatTheClockOnTheWallShows(String at, boolean holds) {
    String condition = "{'field':'at','op':'timeOfDay','value':['01:30','03:00']}";
    assertThat(holds(condition, at, "2026-11-21T10:00:00Z")).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    // Saturday 22:00 to Sunday 06:00 is seven hours in March and nine in October.
    "2026-03-28T21:00:00Z, 2026-03-29T04:00:00Z, PT7H, false",
    "2026-03-28T21:00:00Z, 2026-03-29T04:00:00Z, PT6H59M59S, true",
    "2026-10-24T20:00:00Z, 2026-10-25T05:00:00Z, PT9H, false",
    "2026-10-24T20:00:00Z, 2026-10-25T05:00:00Z, PT8H59M59S, true",
  })
  void workingTimeIsTheTimeThatReallyPasses(String at, String now, String worked, boolean older) {
    String value = "{'duration':'" + worked + "','calendar':'night'}";
    assertThat(holds("{'field':'at','op':'olderThan','value':" + value + "}", at, now))
        .isEqualTo(older);
  }

  @ParameterizedTest
  @CsvSource({
    "P1D, 2026-03-28T09:59:59Z, 2026-03-29T09:00:00Z, true",
    "P1D, 2026-03-28T10:00:01Z, 2026-03-29T09:00:00Z, false",
    "PT24H, 2026-03-28T08:59:59Z, 2026-03-29T09:00:00Z, true",
    "PT24H, 2026-03-28T09:00:01Z, 2026-03-29T09:00:00Z, false",
  })
  void aDayIsNot24HoursWhenClocksAreSet(String span, String at, String now, boolean older) {
    assertThat(holds("{'field':'at','op':'olderThan','value':'" + span + "'}", at, now))
        .isEqualTo(older);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeOfDay | ['10:00',{'field':'none'}]",
        "timeOfDay | [{'field':'none'},'10:00']",
        "dayOfWeek | {'field':'none'}",
        "olderThan | {'field':'none'}",
        "newerThan | {'field':'none'}",
        "within | {'field':'none'}",
      })
  void whatIsComparedWithIsMissingWhateverTheFieldHolds(String operator, String value) {
    String condition = "{'field':'at','op':'" + operator + "','value':" + value;
    RuleSet rules =
        RuleSet.parse(
            ("[{'id':'r','when':" + condition + ",'missing':'match'},'then':[]}]")
                .replace('\'', '"'));
    for (String at : List.of("2026-11-21T10:00:00Z", "no time")) {
      Facts facts = Facts.newBuilder().put("at", at).zone(BERLIN).build();
      assertThat(rules.evaluate(facts, Instant.EPOCH).fired()).as(at).hasSize(1);
    }
  }

  @Test
  void businessHoursOfNowNeedNoFact() {
    String open = "{'field':'@now','op':'businessHours','value':'night'}";
    assertThat(holds(open, "x", "2026-11-21T21:00:00Z")).isTrue();
    assertThat(holds(open, "x", "2026-11-21T20:59:59Z")).isFalse();
    assertThat(holds(open, "x", "2026-11-16T10:00:00Z")).isTrue();
    assertThat(holds(open, "x", "2026-11-23T10:00:00Z")).as("holiday").isFalse();
  }

  @Test
  void nowIsAFieldLikeOthers() {
    assertThat(
            holds(
                "{'field':'@now','op':'after','value':{'field':'at'}}",
                "2026-11-21T10:00:00Z",
                "2026-11-21T10:00:01Z"))
        .isTrue();
    assertThat(
            holds(
                "{'field':'at','op':'eq','value':{'field':'@now'}}",
                "2026-11-21T11:00:00+01:00",
                "2026-11-21T10:00:00Z"))
        .isTrue();
    assertThat(
            holds(
                "{'field':'@now','op':'dayOfWeek','value':['sunday']}",
                "x",
                "2026-11-21T23:00:00Z"))
        .isTrue();
  }

  @Test
  void withoutAZoneTheTraceSaysThatOneIsMissing() {
    for (Condition condition :
        List.of(
            field("at").timeOfDay("09:00", "17:00"),
            field("at").dayOfWeek(DayOfWeek.MONDAY),
            field("day").within("P1D"),
            field("at").within("P1M"))) {
      RuleSet rules = RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
      Facts facts =
          Facts.newBuilder().put("at", "2026-11-23T10:00:00Z").put("day", "2026-11-21").build();
      Trace trace = rules.evaluate(facts, Instant.parse("2026-11-21T10:00:00Z")).trace();
      assertThat(trace.rule("r").checks().get(0).finding()).isEqualTo(Finding.NEEDS_ZONE);
      assertThat(trace.explain("r")).contains("needs a time zone");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'field':'at','op':'businessHours','value':'day'} | UNKNOWN_CALENDAR | known are night",
        "{'field':'at','op':'businessHours','value':7} | WRONG_FORM | named by a text",
        "{'field':'at','op':'businessHours','value':{'calendar':'night','zone':'Mars/Base'}} | WRONG_FORM | no time zone",
        "{'field':'at','op':'businessHours','value':{'calendar':'night','x':1}} | WRONG_FORM | named by a text",
        "{'field':'day','op':'businessHours','value':'night'} | WRONG_TYPE | DATE",
        "{'field':'at','op':'olderThan','value':{'duration':'P1D','calendar':'night'}} | WRONG_FORM | working day",
        "{'field':'at','op':'olderThan','value':{'duration':'PT1H','calendar':'day'}} | UNKNOWN_CALENDAR | known",
        "{'field':'at','op':'olderThan','value':{'duration':'PT1H'}} | WRONG_FORM | working time",
        "{'field':'at','op':'within','value':'-PT1H'} | WRONG_FORM | ISO 8601",
        "{'field':'at','op':'within','value':{'field':'nope'}} | UNKNOWN_FIELD | nope",
        "{'field':'opens','op':'within','value':'PT1H'} | WRONG_TYPE | TIME",
        "{'field':'opens','op':'dayOfWeek','value':['monday']} | WRONG_TYPE | TIME",
        "{'field':'at','op':'dayOfWeek','value':['Monday']} | WRONG_FORM | monday",
        "{'field':'at','op':'dayOfWeek','value':[]} | WRONG_FORM | monday",
        "{'field':'day','op':'timeOfDay','value':['09:00','17:00']} | WRONG_TYPE | DATE",
        "{'field':'at','op':'timeOfDay','value':['09:00']} | WRONG_FORM | two times",
        "{'field':'at','op':'timeOfDay','value':['09:00','09:00']} | WRONG_FORM | same",
        "{'field':'at','op':'timeOfDay','value':['9','17:00']} | WRONG_FORM | two times",
        "{'field':'at','op':'timeOfDay','value':['18:00','24:00']} | WRONG_FORM | two times",
        "{'field':'note','op':'timeOfDay','value':['09:00','17:00']} | WRONG_TYPE | TEXT",
      })
  void refusesWhatMakesNoSense(String condition, Kind kind, String message) {
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class, () -> holds(condition, "x", "2026-11-21T10:00:00Z"));
    assertThat(thrown).as(condition).isNotNull();
    Problem problem = thrown.problems().get(0);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.message()).contains(message);
  }

  @Test
  void aCalendarOfTheDocumentIsKeptAndABadOneRefused() {
    String text =
        """
        {'rules': [{'id': 'r', 'when': {'field': '@now', 'op': 'businessHours', 'value': 'desk'},
                    'then': []}],
         'calendars': {'desk': {'zone': 'Europe/Berlin', 'week': {'monday': ['09:00-17:00']}}}}
        """
            .replace('\'', '"');
    RuleSet rules = RuleSet.parse(text);
    assertThat(rules.calendars()).containsOnlyKeys("desk");
    assertThat(RuleSet.parse(rules.toJson().toString())).isEqualTo(rules);
    assertThat(
            rules.evaluate(Facts.of(Json.Obj.EMPTY), Instant.parse("2026-11-23T08:00:00Z")).fired())
        .hasSize(1);
    for (String week : List.of("{}", "{\"monday\": [\"17:00-09:61\"]}", "{\"Monday\": []}")) {
      InvalidRules thrown =
          catchThrowableOfType(
              InvalidRules.class,
              () -> RuleSet.parse(text.replace("{\"monday\": [\"09:00-17:00\"]}", week)));
      assertThat(thrown.problems())
          .anySatisfy(p -> assertThat(p.path()).startsWith("/calendars/desk/week"));
    }
  }

  @Test
  void aBuiltConditionIsTheOneThatIsParsed() {
    Condition built =
        all(
            field("at").within(Duration.ofHours(1)),
            field("at").within(Duration.ofHours(1), "night"),
            field("at").olderThan(Duration.ofHours(8), "night"),
            field("at").newerThan(Duration.ofHours(8), "night"),
            field("at").timeOfDay("22:00", Condition.otherField("opens")),
            field("at").dayOfWeek(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            field("at").businessHours("night"),
            field("@now").businessHours("night", ZoneId.of("Asia/Tokyo")));
    RuleSet rules =
        RuleSet.of(List.of(Rule.newBuilder("r").when(built).build()), Map.of(), VOCABULARY);
    assertThat(RuleSet.parse(rules.toJson().toString(), VOCABULARY)).isEqualTo(rules);
  }
}
