package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What takes place between 1995 and 2026 in each file that has events, against another program's
 * answer: how many, the first, the last, and the sum of all. SOURCES.md says how that was made.
 */
final class OracleTest {
  private static final Instant FROM = Instant.parse("1995-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MODULUS = 1_000_000_007;

  @TestFactory
  Stream<DynamicTest> hasTheSameOccurrencesAsAnotherProgram() {
    return new String(Ics.file("occurrences.tsv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(row -> row.split("\t"))
        .map(row -> DynamicTest.dynamicTest(row[0], () -> compare(row)));
  }

  private static void compare(String... row) {
    List<Instant> starts = new ArrayList<>();
    for (Calendar calendar : CalendarReader.strict().read(Ics.file(row[0])).calendars()) {
      calendar.occurrences(FROM, TO, ZoneId.of("Europe/Zurich")).stream()
          .map(Occurrence::start)
          .filter(start -> !start.isBefore(FROM))
          .forEach(starts::add);
    }
    starts.sort(null);
    long sum = starts.stream().mapToLong(Instant::getEpochSecond).sum();
    String first = starts.isEmpty() ? "-" : starts.getFirst().toString();
    String last = starts.isEmpty() ? "-" : starts.getLast().toString();
    assertThat(List.of("" + starts.size(), first, last, "" + Math.floorMod(sum, MODULUS)))
        .isEqualTo(List.of(row[1], row[2], row[3], row[4]));
  }
}
