package dev.atom.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId UTC = ZoneId.of("Z");

  private static Instant utc(String local) {
    return LocalDateTime.parse(local).atZone(UTC).toInstant();
  }

  private static List<String> times(String expression, String after, int count) {
    Cron cron = Cron.parse(expression, UTC);
    List<String> times = new ArrayList<>();
    Instant at = utc(after);
    for (int i = 0; i < count; i++) {
      at = cron.next(at).orElseThrow();
      times.add(at.toString());
    }
    return times;
  }

  @Test
  void findsTheNextAndThePrevious() {
    // @start region="cron"
    Cron invoices = Cron.parse("30 2 LW * *", ZoneId.of("Europe/Berlin"));
    Instant november = Instant.parse("2026-11-21T00:00:00Z");
    assertThat(invoices.next(november)).contains(Instant.parse("2026-11-30T01:30:00Z"));
    assertThat(invoices.previous(november)).contains(Instant.parse("2026-10-30T01:30:00Z"));
    // @end
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *            | 2026-11-21T10:00    | 2026-11-21T10:01:00Z
          */15 * * * * *       | 2026-11-21T10:00:15 | 2026-11-21T10:00:30Z
          5 * * * * *          | 2026-11-21T10:00:05 | 2026-11-21T10:01:05Z
          50/5 * * * *         | 2026-11-21T10:50    | 2026-11-21T10:55:00Z
          10-30/10 8,20 * * *  | 2026-11-21T08:30    | 2026-11-21T20:10:00Z
          0 0 1 JAN *          | 2026-11-21T00:00    | 2027-01-01T00:00:00Z
          0 0 * jan-mar *      | 2026-11-21T00:00    | 2027-01-01T00:00:00Z
          0 12 * * mon         | 2026-11-21T00:00    | 2026-11-23T12:00:00Z
          0 12 * * 0           | 2026-11-21T00:00    | 2026-11-22T12:00:00Z
          0 12 * * 7           | 2026-11-21T00:00    | 2026-11-22T12:00:00Z
          0 12 * * FRI-SUN     | 2026-11-22T12:00    | 2026-11-27T12:00:00Z
          0 12 * * SUN-MON     | 2026-11-23T12:00    | 2026-11-29T12:00:00Z
          0 12 * * 5-7         | 2026-11-21T12:00    | 2026-11-22T12:00:00Z
          0 0 13 * FRI         | 2026-11-20T00:00    | 2026-11-27T00:00:00Z
          0 0 13 * FRI         | 2026-12-11T00:00    | 2026-12-13T00:00:00Z
          0 0 */10 * FRI       | 2026-11-21T00:00    | 2026-12-11T00:00:00Z
          0 0 ? * FRI          | 2026-11-21T00:00    | 2026-11-27T00:00:00Z
          0 0 13 * ?           | 2026-11-21T00:00    | 2026-12-13T00:00:00Z
          0 0 L * *            | 2027-02-01T00:00    | 2027-02-28T00:00:00Z
          0 0 L * *            | 2028-02-01T00:00    | 2028-02-29T00:00:00Z
          0 0 L-3 * *          | 2027-02-01T00:00    | 2027-02-25T00:00:00Z
          0 0 L-30 * *         | 2027-02-01T00:00    | 2027-03-01T00:00:00Z
          0 0 15W * *          | 2026-11-01T00:00    | 2026-11-16T00:00:00Z
          0 0 1W * *           | 2026-07-31T00:00    | 2026-08-03T00:00:00Z
          0 0 31W * *          | 2027-01-01T00:00    | 2027-01-29T00:00:00Z
          0 0 31W * *          | 2027-02-01T00:00    | 2027-03-31T00:00:00Z
          0 0 28W 2 *          | 2027-01-01T00:00    | 2027-02-26T00:00:00Z
          0 0 LW * *           | 2026-10-31T00:00    | 2026-11-30T00:00:00Z
          0 0 1,LW * *         | 2026-10-31T00:00    | 2026-11-01T00:00:00Z
          0 0 * * FRIL         | 2026-11-01T00:00    | 2026-11-27T00:00:00Z
          0 0 * * 5L           | 2027-01-01T00:00    | 2027-01-29T00:00:00Z
          0 0 * * FRI#2        | 2026-11-14T00:00    | 2026-12-11T00:00:00Z
          0 0 * * MON#5        | 2026-11-21T00:00    | 2026-11-30T00:00:00Z
          0 0 * * MON#1,WED#3  | 2026-11-03T00:00    | 2026-11-18T00:00:00Z
          0 0 29 2 *           | 2026-01-01T00:00    | 2028-02-29T00:00:00Z
          0 0 29 2 *           | 2096-03-01T00:00    | 2104-02-29T00:00:00Z
          0 0 29 2 MON         | 2026-01-01T00:00    | 2026-02-02T00:00:00Z
          0 0 31 4,5 *         | 2026-06-01T00:00    | 2027-05-31T00:00:00Z
          @yearly              | 2026-11-21T00:00    | 2027-01-01T00:00:00Z
          @Annually            | 2026-11-21T00:00    | 2027-01-01T00:00:00Z
          @monthly             | 2026-11-21T00:00    | 2026-12-01T00:00:00Z
          @weekly              | 2026-11-21T00:00    | 2026-11-22T00:00:00Z
          @daily               | 2026-11-21T00:00    | 2026-11-22T00:00:00Z
          @midnight            | 2026-11-21T00:00    | 2026-11-22T00:00:00Z
          @hourly              | 2026-11-21T00:00    | 2026-11-21T01:00:00Z
          """)
  void meansWhatTheFieldMeans(String expression, String after, String next) {
    Cron cron = Cron.parse(expression, UTC);
    assertThat(cron.next(utc(after))).contains(Instant.parse(next));
    assertThat(cron.previous(Instant.parse(next).plusNanos(1))).contains(Instant.parse(next));
    assertThat(cron.next(Instant.parse(next).minusNanos(1))).contains(Instant.parse(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          60 * * * *          | minute       | 60        | 0 to 59
          -1 * * * *          | minute       | -1        | a number is missing
          */0 * * * *         | minute       | */0       | a step is 1 to 59
          */90 * * * *        | minute       | */90      | every PT90M
          5, * * * *          | minute       | ``        | a number is missing
          1-2-3 * * * *       | minute       | 1-2-3     | can't read 2-3
          H * * * *           | minute       | H         | can't read H
          0 24 * * *          | hour         | 24        | 0 to 23
          0 22-2 * * *        | hour         | 22-2      | 22-23,0-2
          0 0 0 * *           | day of month | 0         | 1 to 31
          0 0 W * *           | day of month | W         | a number is missing
          0 0 L-31 * *        | day of month | L-31      | 30 days before
          0 0 L-3W * *        | day of month | L-3W      | can't read
          0 0 * 13 *          | month        | 13        | 1 to 12
          0 0 * MAI *         | month        | MAI       | JAN to DEC
          0 0 * ? *           | month        | ?         | can't read ?
          0 0 * * 8           | day of week  | 8         | 0 to 7
          0 0 * * L           | day of week  | L         | FRIL
          0 0 * * FRI#6       | day of week  | FRI#6     | FRIL
          0 0 * * FREITAG     | day of week  | FREITAG   | SUN to SAT
          0 0 30 2 *          | expression   | 0 0 30 2 * | no year has such a day
          0 0 31 2,4,6,9,11 ? | expression   | 0 0 31 2,4,6,9,11 ? | no year has such a day
          0 0 L-29 2 *        | expression   | 0 0 L-29 2 * | no year has such a day
          @reboot             | expression   | @REBOOT   | @daily
          @every 5m           | expression   | @EVERY 5M | every PT5M
          * * * *             | expression   | * * * *   | not 4
          0 0 0 1 1 ? 2026    | expression   | 0 0 0 1 1 ? 2026 | years are not among them
          ``                  | expression   | ``        | not 1
          """)
  void refusesWithFieldValueAndRemedy(String text, String field, String value, String words) {
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> Cron.parse(text, UTC))
        .withMessageContaining(words)
        .satisfies(
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.value()).isEqualTo(value);
            });
  }

  @Test
  void equalsByExpressionAndZone() {
    Cron cron = Cron.parse("0  9 * * mon-fri ", UTC);
    assertThat(cron)
        .hasToString("CRON_TZ=Z 0 9 * * MON-FRI")
        .isEqualTo(Cron.parse(cron.toString()));
    assertThat(cron).hasSameHashCodeAs(Cron.parse(cron.toString()));
    assertThat(cron.expression()).isEqualTo("0 9 * * MON-FRI");
    assertThat(cron).isNotEqualTo(Cron.parse("0 9 * * MON-FRI", ZoneId.of("Europe/Paris")));
    assertThat(cron).isNotEqualTo(Cron.parse("0 9 * * MON-SAT", UTC));
  }

  /** What came once a day was lost for the rest of it (zammad/zammad#5655, #4348). */
  @Test
  void comesAsOftenADayAsItSays() {
    assertThat(times("0 8,12,16 * * *", "2026-11-21T00:00", 4))
        .containsExactly(
            "2026-11-21T08:00:00Z",
            "2026-11-21T12:00:00Z",
            "2026-11-21T16:00:00Z",
            "2026-11-22T08:00:00Z");
    assertThat(times("*/15 * * * *", "2026-11-20T23:59", 96).getLast())
        .isEqualTo("2026-11-21T23:45:00Z");
  }

  @Test
  void isEmptyOnlyWhereTheYearsEnd() {
    Cron cron = Cron.parse("0 0 29 2 *", UTC);
    assertThat(cron.next(utc("2026-01-01T00:00").plusSeconds(86_400L * 365 * 999_000))).isPresent();
    assertThat(cron.next(LocalDateTime.MAX.minusYears(1).atZone(UTC).toInstant())).isEmpty();
    assertThat(cron.previous(LocalDateTime.MIN.plusYears(1).atZone(UTC).toInstant())).isEmpty();
  }
}
