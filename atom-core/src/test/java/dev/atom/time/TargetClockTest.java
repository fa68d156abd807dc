package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.time.TargetClock.Mark;
import dev.atom.time.TargetClock.State;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetClockTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final WorkCalendar OFFICE =
      WorkCalendar.newBuilder(BERLIN).weekdays(DaySpan.parse("09:00-17:00")).build();
  private static final Duration EIGHT_HOURS = Duration.ofHours(8);

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  @Test
  void standsStillWhileTheCustomerIsToAct() {
    WorkCalendar office = OFFICE;
    Instant monday9 = berlin("2026-11-16T09:00");
    Instant monday12 = berlin("2026-11-16T12:00");
    Instant wednesday15 = berlin("2026-11-18T15:00");
    // @start region="clock"
    TargetClock clock = TargetClock.start(office, Duration.ofHours(8), monday9);
    assertThat(clock.due()).contains(berlin("2026-11-16T17:00"));

    TargetClock waiting = clock.pause(monday12); // the customer is asked
    assertThat(waiting.due()).isEmpty();

    TargetClock resumed = waiting.resume(wednesday15); // and answers
    assertThat(resumed.elapsed(wednesday15)).isEqualTo(Duration.ofHours(3));
    assertThat(resumed.due()).contains(berlin("2026-11-19T12:00"));
    assertThat(resumed.reached(75)).contains(berlin("2026-11-19T10:00")); // the time to warn

    assertThat(TargetClock.fromJson(resumed.toJson())).isEqualTo(resumed);
    // @end
    assertThat(resumed.state()).isEqualTo(State.RUNNING);
    assertThat(waiting.state()).isEqualTo(State.PAUSED);
    assertThat(waiting.reached(25)).contains(berlin("2026-11-16T11:00"));
  }

  /** Friday 16:30 and one hour, Monday to Friday nine to five (chatwoot/chatwoot#13392). */
  @Test
  void fridayHalfPastFourPlusOneHourIsDueMondayHalfPastNine() {
    assertThat(TargetClock.start(OFFICE, Duration.ofHours(1), berlin("2026-11-20T16:30")).due())
        .contains(berlin("2026-11-23T09:30"));
  }

  /** One span a day was not enough (chatwoot/chatwoot#14009). */
  @Test
  void severalSpansADayCount() {
    WorkCalendar lunch =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("09:00-12:00"), DaySpan.parse("13:00-17:00"))
            .build();
    assertThat(TargetClock.start(lunch, Duration.ofHours(4), berlin("2026-11-20T11:00")).due())
        .contains(berlin("2026-11-20T16:00"));
  }

  /** Deadlines stayed as they were when a calendar changed (zammad/zammad#534). */
  @Test
  void anotherCalendarCountsEverythingAnew() {
    TargetClock clock =
        TargetClock.start(OFFICE, EIGHT_HOURS, berlin("2026-11-16T15:00"))
            .pause(berlin("2026-11-17T10:00"))
            .resume(berlin("2026-11-17T12:00"));
    assertThat(clock.due()).contains(berlin("2026-11-17T17:00"));
    WorkCalendar holiday =
        WorkCalendar.newBuilder(BERLIN)
            .weekdays(DaySpan.parse("09:00-17:00"))
            .holidays(List.of(LocalDate.parse("2026-11-17")))
            .build();
    assertThat(clock.calendar(holiday).due()).contains(berlin("2026-11-18T15:00"));
    assertThat(clock.calendar(WorkCalendar.always(BERLIN)).due())
        .contains(berlin("2026-11-16T23:00"));
  }

  @Test
  void anotherTargetCountsEverythingAnew() {
    TargetClock clock =
        TargetClock.start(OFFICE, EIGHT_HOURS, berlin("2026-11-16T09:00"))
            .pause(berlin("2026-11-16T11:00"))
            .resume(berlin("2026-11-17T09:00"));
    assertThat(clock.due()).contains(berlin("2026-11-17T15:00"));
    assertThat(clock.target(Duration.ofHours(4)).due()).contains(berlin("2026-11-17T11:00"));
    assertThat(clock.target(Duration.ofHours(1)).due()).contains(berlin("2026-11-16T10:00"));
  }

  /** What was solved weeks ago escalated the moment it was opened again (Zammad's documentation). */
  @Test
  void openedAgainItGoesOnWhereItStood() {
    TargetClock solved =
        TargetClock.start(OFFICE, EIGHT_HOURS, berlin("2026-11-02T09:00"))
            .stop(berlin("2026-11-02T12:00"));
    Instant weeksLater = berlin("2026-11-20T16:00");
    assertThat(solved.breached(weeksLater)).isFalse();
    TargetClock open = solved.resume(weeksLater);
    assertThat(open.breached(weeksLater)).isFalse();
    assertThat(open.elapsed(weeksLater)).isEqualTo(Duration.ofHours(3));
    assertThat(open.remaining(weeksLater)).isEqualTo(Duration.ofHours(5));
    assertThat(open.due()).contains(berlin("2026-11-23T13:00"));
  }

  /** A customer's note did not start the time for the next answer (zammad/zammad#1322). */
  @Test
  void restartedItCountsFromNothing() {
    TargetClock answered =
        TargetClock.start(OFFICE, EIGHT_HOURS, berlin("2026-11-02T09:00"))
            .stop(berlin("2026-11-02T12:00"));
    TargetClock again = answered.restart(berlin("2026-11-20T16:00"));
    assertThat(again.state()).isEqualTo(State.RUNNING);
    assertThat(again.elapsed(berlin("2026-11-20T17:00"))).isEqualTo(Duration.ofHours(1));
    assertThat(again.due()).contains(berlin("2026-11-23T16:00"));
  }

  /** The second reminder of a day never came (zammad/zammad#5655, #4348). */
  @Test
  void isDueAsOftenADayAsItIsRestarted() {
    TargetClock first = TargetClock.start(OFFICE, Duration.ofHours(1), berlin("2026-11-16T09:00"));
    TargetClock second = first.restart(berlin("2026-11-16T10:30"));
    assertThat(first.due()).contains(berlin("2026-11-16T10:00"));
    assertThat(second.due()).contains(berlin("2026-11-16T11:30"));
    assertThat(second.breached(berlin("2026-11-16T11:00"))).isFalse();
  }

  @Test
  void doneOnTheVeryInstantIsInTimeAndLaterIsNot() {
    TargetClock clock = TargetClock.start(OFFICE, Duration.ofHours(2), berlin("2026-11-16T09:00"));
    Instant due = berlin("2026-11-16T11:00");
    assertThat(clock.stop(due).breached(due.plusSeconds(1))).isFalse();
    TargetClock late = clock.stop(due.plusSeconds(1));
    assertThat(late.breached(due.minusNanos(1))).isFalse();
    assertThat(late.breached(due)).isTrue();
    assertThat(late.due()).contains(due);
    assertThat(late.remaining(due.plusSeconds(60))).isEqualTo(Duration.ofSeconds(-1));
  }

  @Test
  void whatAChangeRepeatsChangesNothing() {
    TargetClock running = TargetClock.start(OFFICE, EIGHT_HOURS, Instant.EPOCH);
    assertThat(running.resume(Instant.EPOCH)).isSameAs(running);
    TargetClock paused = running.pause(Instant.EPOCH.plusSeconds(1));
    assertThat(paused.pause(Instant.EPOCH.plusSeconds(2))).isSameAs(paused);
    TargetClock stopped = paused.stop(Instant.EPOCH.plusSeconds(3));
    assertThat(stopped.state()).isEqualTo(State.STOPPED);
    assertThat(stopped.pause(Instant.EPOCH.plusSeconds(4))).isSameAs(stopped);
    assertThat(stopped.stop(Instant.EPOCH.plusSeconds(4))).isSameAs(stopped);
  }

  @Test
  void refusesWhatCannotHaveHappened() {
    TargetClock clock = TargetClock.start(OFFICE, EIGHT_HOURS, berlin("2026-11-16T09:00"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.pause(berlin("2026-11-16T08:59")))
        .withMessageContaining("PAUSED");
    assertThatIllegalArgumentException().isThrownBy(() -> clock.target(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> clock.reached(0));
    List<Mark> paused = List.of(new Mark(State.PAUSED, Instant.EPOCH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetClock(OFFICE, EIGHT_HOURS, paused));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetClock(OFFICE, EIGHT_HOURS, List.of()));
  }

  /** Around the clock of two changes, with pauses at night, nothing is lost or counted twice. */
  @Test
  void pausesOverTheChangeOfTheClocksCountRealTime() {
    WorkCalendar always =
        WorkCalendar.newBuilder(BERLIN).on(DayOfWeek.SUNDAY, DaySpan.ALL_DAY).build();
    TargetClock clock =
        TargetClock.start(always, Duration.ofHours(23), berlin("2026-10-25T00:00"))
            .pause(Instant.parse("2026-10-25T00:30:00Z")) // 02:30
            .resume(Instant.parse("2026-10-25T01:30:00Z")); // 02:30 again
    assertThat(clock.due()).contains(berlin("2026-10-25T23:00"));
    assertThat(clock.elapsed(berlin("2026-10-26T12:00"))).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void isWrittenForAnEvent() {
    TargetClock clock = TargetClock.start(OFFICE, EIGHT_HOURS, Instant.EPOCH).stop(Instant.EPOCH);
    assertThat(clock.toJson().get("target")).isEqualTo(Optional.of(Json.of("PT8H")));
    assertThat(clock.toJson().at("/marks/1"))
        .contains(Json.parse("{\"state\":\"stopped\",\"at\":\"1970-01-01T00:00:00Z\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                                       | ``
          {'calendar':CALENDAR,'target':'PT8H'}                                    | /marks
          {'calendar':CALENDAR,'target':'PT8H','marks':{}}                         | /marks
          {'calendar':CALENDAR,'target':'PT8H','marks':[]}                         | ``
          {'calendar':CALENDAR,'target':'PT0S','marks':[MARK]}                     | ``
          {'calendar':CALENDAR,'target':'8 hours','marks':[MARK]}                  | /target
          {'calendar':CALENDAR,'target':8,'marks':[MARK]}                          | /target
          {'calendar':{},'target':'PT8H','marks':[MARK]}                           | /calendar/zone
          {'calendar':CALENDAR,'target':'PT8H','marks':[MARK],'warn':80}           | /warn
          {'calendar':CALENDAR,'target':'PT8H','marks':[MARK,{'state':'off','at':'1970-01-01T00:00:00Z'}]} | /marks/1/state
          {'calendar':CALENDAR,'target':'PT8H','marks':[{'state':'running','at':'now'}]} | /marks/0/at
          """)
  void saysWhereItIsWrong(String text, String path) {
    String json =
        text.replace("CALENDAR", "{'zone':'Z','week':{'monday':['09:00-17:00']}}")
            .replace("MARK", "{'state':'running','at':'1970-01-01T00:00:00Z'}")
            .replace('\'', '"');
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> TargetClock.fromJson(Json.parse(json)))
        .extracting(JsonException::path)
        .isEqualTo(path);
  }
}
