package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCalendarJsonTest {
  @Test
  void isReadFromJson() {
    // @start region="json"
    WorkCalendar calendar =
        WorkCalendar.fromJson(
            Json.parse(
                """
                {
                  "zone": "Europe/Berlin",
                  "week": {
                    "monday": ["09:00-12:00", "13:00-17:00"],
                    "friday": ["22:00-06:00"]
                  },
                  "holidays": ["2026-04-06"],
                  "yearly": ["12-25"],
                  "exceptions": {"2026-11-21": ["10:00-14:00"]}
                }
                """));
    // @end
    assertThat(calendar.hours(LocalDate.parse("2026-03-30")))
        .isEqualTo(List.of(DaySpan.parse("09:00-12:00"), DaySpan.parse("13:00-17:00")));
    assertThat(calendar.hours(LocalDate.parse("2026-04-06"))).isEmpty();
    assertThat(calendar.hours(LocalDate.parse("2028-12-25"))).isEmpty();
    assertThat(calendar.hours(LocalDate.parse("2026-11-21"))).hasToString("[10:00-14:00]");
    assertThat(WorkCalendar.fromJson(calendar.toJson())).isEqualTo(calendar);
  }

  @Test
  void leavesOutWhatIsEmpty() {
    WorkCalendar office =
        WorkCalendar.fromJson(
            Json.parse("{'zone':'Z','week':{'monday':['09:00-17:00']}}".replace('\'', '"')));
    assertThat(office.toJson())
        .hasToString("{\"zone\":\"Z\",\"week\":{\"monday\":[\"09:00-17:00\"]}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                     | ``
          {'week':{}}                                            | /zone
          {'zone':'Europe/Bonn','week':{}}                       | /zone
          {'zone':1,'week':{}}                                   | /zone
          {'zone':'Z'}                                           | /week
          {'zone':'Z','week':[]}                                 | /week
          {'zone':'Z','week':{}}                                 | /week
          {'zone':'Z','week':{'Monday':[]}}                      | /week/Monday
          {'zone':'Z','week':{'monday':'09:00-17:00'}}           | /week/monday
          {'zone':'Z','week':{'monday':['9-17']}}                | /week/monday/0
          {'zone':'Z','week':{'monday':['09:00-17:00',5]}}       | /week/monday/1
          {'zone':'Z','week':{'monday':['09:00-17:00','16:00-18:00']}} | /week/monday
          {'zone':'Z','week':{'monday':['20:00-06:00'],'tuesday':['05:00-06:00']}} | /week
          {'zone':'Z','week':{},'holiday':[]}                    | /holiday
          {'zone':'Z','week':{},'holidays':['2026-02-30']}       | /holidays/0
          {'zone':'Z','week':{},'yearly':['2026-12-25']}         | /yearly/0
          {'zone':'Z','week':{},'yearly':['02-30']}              | /yearly/0
          {'zone':'Z','week':{},'exceptions':{'12-24':[]}}       | /exceptions/12-24
          {'zone':'Z','week':{},'exceptions':{'2026-12-24':[0]}} | /exceptions/2026-12-24/0
          """)
  void saysWhereItIsWrong(String json, String path) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> WorkCalendar.fromJson(Json.parse(json.replace('\'', '"'))))
        .extracting(JsonException::path)
        .isEqualTo(path);
  }
}
