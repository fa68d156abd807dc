package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 5545, 3.8.5.3, which all are in New York and, but for a few, at 09:00. */
class RecurrenceRfcTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily 10 times | 1997 Sep 2 | FREQ=DAILY;COUNT=10 | 1997 Sep 2-11 end
          daily until Christmas Eve | 1997 Sep 2 | FREQ=DAILY;UNTIL=19971224T000000Z | 1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23 end
          every other day | 1997 Sep 2 | FREQ=DAILY;INTERVAL=2 | 1997 Sep 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 Oct 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 Nov 1,3,5,7
          every 10 days 5 times | 1997 Sep 2 | FREQ=DAILY;INTERVAL=10;COUNT=5 | 1997 Sep 2,12,22 Oct 2,12 end
          every day in January, by year | 1998 Jan 1 | FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA | 1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31 end
          every day in January, by day | 1998 Jan 1 | FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1 | 1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31 end
          weekly 10 times | 1997 Sep 2 | FREQ=WEEKLY;COUNT=10 | 1997 Sep 2,9,16,23,30 Oct 7,14,21,28 Nov 4 end
          weekly until Christmas Eve | 1997 Sep 2 | FREQ=WEEKLY;UNTIL=19971224T000000Z | 1997 Sep 2,9,16,23,30 Oct 7,14,21,28 Nov 4,11,18,25 Dec 2,9,16,23 end
          every other week | 1997 Sep 2 | FREQ=WEEKLY;INTERVAL=2;WKST=SU | 1997 Sep 2,16,30 Oct 14,28 Nov 11,25 Dec 9,23 1998 Jan 6,20 Feb 3,17
          Tuesday and Thursday for five weeks, UNTIL | 1997 Sep 2 | FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH | 1997 Sep 2,4,9,11,16,18,23,25,30 Oct 2 end
          Tuesday and Thursday for five weeks, COUNT | 1997 Sep 2 | FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH | 1997 Sep 2,4,9,11,16,18,23,25,30 Oct 2 end
          three days of every other week | 1997 Sep 1 | FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR | 1997 Sep 1,3,5,15,17,19,29 Oct 1,3,13,15,17,27,29,31 Nov 10,12,14,24,26,28 Dec 8,10,12,22 end
          two days of every other week | 1997 Sep 2 | FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH | 1997 Sep 2,4,16,18,30 Oct 2,14,16 end
          the first Friday 10 times | 1997 Sep 5 | FREQ=MONTHLY;COUNT=10;BYDAY=1FR | 1997 Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5 end
          the first Friday until Christmas Eve | 1997 Sep 5 | FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR | 1997 Sep 5 Oct 3 Nov 7 Dec 5 end
          first and last Sunday of every other month | 1997 Sep 7 | FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU | 1997 Sep 7,28 Nov 2,30 1998 Jan 4,25 Mar 1,29 May 3,31 end
          the last Monday but one | 1997 Sep 22 | FREQ=MONTHLY;COUNT=6;BYDAY=-2MO | 1997 Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16 end
          the third day from the end | 1997 Sep 28 | FREQ=MONTHLY;BYMONTHDAY=-3 | 1997 Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26
          the 2nd and the 15th | 1997 Sep 2 | FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15 | 1997 Sep 2,15 Oct 2,15 Nov 2,15 Dec 2,15 1998 Jan 2,15 end
          first and last day | 1997 Sep 30 | FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1 | 1997 Sep 30 Oct 1,31 Nov 1,30 Dec 1,31 1998 Jan 1,31 Feb 1 end
          six days every 18 months | 1997 Sep 10 | FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15 | 1997 Sep 10-15 1999 Mar 10-13 end
          every Tuesday of every other month | 1997 Sep 2 | FREQ=MONTHLY;INTERVAL=2;BYDAY=TU | 1997 Sep 2,9,16,23,30 Nov 4,11,18,25 1998 Jan 6,13,20,27 Mar 3,10,17,24,31
          June and July | 1997 Jun 10 | FREQ=YEARLY;COUNT=10;BYMONTH=6,7 | 1997 Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10 Jul 10 2000 Jun 10 Jul 10 2001 Jun 10 Jul 10 end
          January to March of every other year | 1997 Mar 10 | FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3 | 1997 Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10 Feb 10 Mar 10 2003 Jan 10 Feb 10 Mar 10 end
          three days of every third year | 1997 Jan 1 | FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200 | 1997 Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10 Jul 19 2006 Jan 1 end
          the 20th Monday of the year | 1997 May 19 | FREQ=YEARLY;BYDAY=20MO | 1997 May 19 1998 May 18 1999 May 17
          Monday of week 20 | 1997 May 12 | FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO | 1997 May 12 1998 May 11 1999 May 17
          every Thursday in March | 1997 Mar 13 | FREQ=YEARLY;BYMONTH=3;BYDAY=TH | 1997 Mar 13,20,27 1998 Mar 5,12,19,26 1999 Mar 4,11,18,25
          every Thursday in summer | 1997 Jun 5 | FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8 | 1997 Jun 5,12,19,26 Jul 3,10,17,24,31 Aug 7,14,21,28 1998 Jun 4,11,18,25 Jul 2,9,16,23,30 Aug 6,13,20,27 1999 Jun 3,10,17,24 Jul 1,8,15,22,29 Aug 5,12,19,26
          Friday the 13th | 1997 Sep 2 | FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 | 1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13
          the first Saturday after the first Sunday | 1997 Sep 13 | FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13 | 1997 Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13
          presidential elections | 1996 Nov 5 | FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8 | 1996 Nov 5 2000 Nov 7 2004 Nov 2
          the third of three weekdays | 1997 Sep 4 | FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3 | 1997 Sep 4 Oct 7 Nov 6 end
          the last weekday but one | 1997 Sep 29 | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2 | 1997 Sep 29 Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30
          weeks from Monday | 1997 Aug 5 | FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO | 1997 Aug 5,10,19,24 end
          weeks from Sunday | 1997 Aug 5 | FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU | 1997 Aug 5,17,19,31 end
          no 30th of February | 2007 Jan 15 | FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5 | 2007 Jan 15,30 Feb 15 Mar 15,30 end
          """)
  void recursOnTheDatesOfTheRfc(String name, String start, String rule, String expected) {
    List<LocalDate> dates = dates(expected);
    List<LocalDate> found = new ArrayList<>();
    Recurrence.parse(rule)
        .occurrences(dates(start).getFirst().atTime(9, 0), NEW_YORK)
        .limit(dates.size() + (expected.endsWith("end") ? 1 : 0))
        .forEach(
            at -> {
              assertThat(at.toLocalTime()).isEqualTo(LocalTime.of(9, 0));
              found.add(at.toLocalDate());
            });
    assertThat(found).as(name).isEqualTo(dates);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          every 3 hours as printed, until 13:00 | FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z | 09:00 12:00 end
          every 3 hours as meant, until 17:00 | FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z | 09:00 12:00 15:00 end
          every 15 minutes 6 times | FREQ=MINUTELY;INTERVAL=15;COUNT=6 | 09:00 09:15 09:30 09:45 10:00 10:15 end
          every hour and a half 4 times | FREQ=MINUTELY;INTERVAL=90;COUNT=4 | 09:00 10:30 12:00 13:30 end
          """)
  void recursAtTheTimesOfTheRfc(String name, String rule, String expected) {
    List<String> times = new ArrayList<>(List.of(expected.split(" ")));
    times.remove("end");
    assertThat(
            Recurrence.parse(rule)
                .occurrences(LocalDateTime.parse("1997-09-02T09:00:00"), NEW_YORK))
        .as(name)
        .map(at -> at.toLocalDateTime().toString())
        .isEqualTo(times.stream().map(time -> "1997-09-02T" + time).toList());
  }

  @Test
  void every20MinutesOfEightHoursIsTheSameByDayAndByMinute() {
    List<String> expected = new ArrayList<>();
    for (int day = 2; day <= 4; day++) {
      for (int minute = 9 * 60; minute < 17 * 60; minute += 20) {
        expected.add(
            String.format(Locale.ROOT, "1997-09-%02dT%02d:%02d", day, minute / 60, minute % 60));
      }
    }
    for (String rule :
        List.of(
            "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
            "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16")) {
      assertThat(
              Recurrence.parse(rule)
                  .occurrences(LocalDateTime.parse("1997-09-02T09:00:00"), NEW_YORK)
                  .limit(72))
          .map(at -> at.toLocalDateTime().toString())
          .isEqualTo(expected);
    }
  }

  @Test
  void theStartOfFridayThe13thIsInTheSetUntilItIsExcluded() {
    LocalDateTime start = LocalDateTime.parse("1997-09-02T09:00:00");
    Recurrence rule = Recurrence.parse("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13");
    RecurrenceSet whole = RecurrenceSet.newBuilder(start, NEW_YORK).rule(rule).build();
    assertThat(whole.occurrences().findFirst()).contains(start.atZone(NEW_YORK));
    RecurrenceSet excluded =
        RecurrenceSet.newBuilder(start, NEW_YORK).rule(rule).exclude(start).build();
    assertThat(excluded.occurrences().limit(5))
        .map(at -> at.toLocalDate().toString())
        .containsExactly("1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13", "2000-10-13");
  }

  private static List<LocalDate> dates(String text) {
    List<LocalDate> dates = new ArrayList<>();
    DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu MMM d", Locale.ENGLISH);
    String year = "";
    String month = "";
    for (String word : text.split(" ")) {
      if (word.matches("[0-9]{4}")) {
        year = word;
      } else if (word.matches("[A-Z][a-z]{2}")) {
        month = word;
      } else if (!word.equals("end")) {
        for (String days : word.split(",")) {
          String[] range = days.split("-");
          for (int day = Integer.parseInt(range[0]);
              day <= Integer.parseInt(range[range.length - 1]);
              day++) {
            dates.add(LocalDate.parse(year + " " + month + " " + day, format));
          }
        }
      }
    }
    return dates;
  }
}
