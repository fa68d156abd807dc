package dev.atom.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file of the collection is read, or refused for the reason that {@code expected.tsv} states.
 * How the table was made stands in SOURCES.md.
 */
final class CollectionTest {
  private static final List<String> COUNTED =
      List.of("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY", "VALARM");

  /** A line of the table. */
  private record Expected(
      String file,
      boolean read,
      String line,
      String property,
      String problems,
      List<Integer> counts) {
    static Expected of(String row) {
      String[] cells = row.split("\t");
      List<Integer> counts =
          Arrays.stream(cells).skip(6).map(Integer::valueOf).collect(Collectors.toList());
      return new Expected(cells[0], cells[1].equals("read"), cells[2], cells[3], cells[4], counts);
    }
  }

  private static List<Expected> table() {
    return new String(Ics.file("expected.tsv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(Expected::of)
        .toList();
  }

  @Test
  void hasAllTheFiles() {
    assertThat(table()).hasSize(158);
    assertThat(table()).filteredOn(Expected::read).hasSize(131);
  }

  @TestFactory
  Stream<DynamicTest> readsOrRefusesEachFileAsTheTableSays() {
    return table().stream()
        .map(expected -> DynamicTest.dynamicTest(expected.file(), () -> strict(expected)));
  }

  private static void strict(Expected expected) {
    byte[] bytes = Ics.file(expected.file());
    if (expected.read()) {
      CalendarFile file = CalendarReader.strict().read(bytes);
      assertThat(file.problems()).isEmpty();
      assertThat(counts(file)).isEqualTo(expected.counts());
      assertThat(views(file)).isEqualTo(viewable(file));
    } else {
      CalendarException refusal =
          catchThrowableOfType(CalendarException.class, () -> CalendarReader.strict().read(bytes));
      assertThat(refusal).isNotNull();
      assertThat(refusal.line()).hasValue(Integer.parseInt(expected.line()));
      assertThat(refusal.property()).isEqualTo(expected.property().replace("-", ""));
    }
  }

  @TestFactory
  Stream<DynamicTest> aTolerantReaderPassesOverTheLinesThatTheTableNames() {
    return table().stream()
        .map(expected -> DynamicTest.dynamicTest(expected.file(), () -> tolerant(expected)));
  }

  private static void tolerant(Expected expected) {
    byte[] bytes = Ics.file(expected.file());
    if (expected.problems().equals("refused")) {
      assertThat(
              catchThrowableOfType(
                  CalendarException.class, () -> CalendarReader.tolerant().read(bytes)))
          .hasMessageStartingWith("line " + expected.line() + ":");
      return;
    }
    CalendarFile file = CalendarReader.tolerant().read(bytes);
    String lines =
        file.problems().stream().map(p -> "" + p.line()).collect(Collectors.joining(","));
    assertThat(lines).isEqualTo(expected.problems().replace("-", ""));
    assertThat(counts(file)).isEqualTo(expected.counts());
    long leftOut =
        file.problems().stream()
            .filter(p -> !p.property().isEmpty() && !p.property().equals("VERSION"))
            .count();
    assertThat(views(file)).isEqualTo(viewable(file) - leftOut);
  }

  @TestFactory
  Stream<DynamicTest> whatIsReadAndWrittenIsReadTheSame() {
    return table().stream()
        .filter(expected -> !expected.problems().equals("refused"))
        .map(
            expected ->
                DynamicTest.dynamicTest(
                    expected.file(),
                    () -> {
                      CalendarFile file = CalendarReader.tolerant().read(Ics.file(expected.file()));
                      byte[] written = file.bytes();
                      CalendarFile again = CalendarReader.tolerant().read(written);
                      assertThat(again.calendars()).isEqualTo(file.calendars());
                      assertThat(again.bytes()).isEqualTo(written);
                      assertLinesFit(written);
                    }));
  }

  private static void assertLinesFit(byte[] written) {
    String text = new String(written, StandardCharsets.UTF_8);
    assertThat(text).endsWith("\r\n").doesNotContain("\uFFFD ");
    for (String line : text.split("\r\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75);
      assertThat(line).doesNotContain("\n", "\r");
    }
  }

  @TestFactory
  Stream<DynamicTest> occurrencesOfEachFileLieInTheWindowAndInOrder() {
    Instant from = Instant.parse("1995-01-01T00:00:00Z");
    Instant to = Instant.parse("2026-01-01T00:00:00Z");
    return table().stream()
        .filter(expected -> !expected.problems().equals("refused"))
        .map(
            expected ->
                DynamicTest.dynamicTest(
                    expected.file(),
                    () -> {
                      for (Calendar calendar :
                          CalendarReader.tolerant().read(Ics.file(expected.file())).calendars()) {
                        List<Occurrence> found =
                            calendar.occurrences(from, to, ZoneId.of("Europe/Zurich"));
                        assertThat(found).extracting(Occurrence::start).isSorted();
                        assertThat(found).allMatch(o -> o.overlaps(from, to));
                        assertThat(calendar.busy(from, to, ZoneId.of("Europe/Zurich")))
                            .allMatch(b -> !b.start().isBefore(from) && !b.end().isAfter(to));
                      }
                    }));
  }

  private static List<Integer> counts(CalendarFile file) {
    List<Component> roots = file.calendars().stream().map(Calendar::component).toList();
    List<Integer> counts =
        COUNTED.stream().map(name -> count(roots, name)).collect(Collectors.toList());
    counts.addFirst(roots.size());
    return counts;
  }

  private static int count(Collection<Component> components, String name) {
    return components.stream()
        .mapToInt(c -> (c.name().equals(name) ? 1 : 0) + count(c.components(), name))
        .sum();
  }

  private static long views(CalendarFile file) {
    return file.calendars().stream()
        .mapToLong(
            c ->
                c.events().size()
                    + c.todos().size()
                    + c.freeBusy().size()
                    + c.openingTimes().size())
        .sum();
  }

  private static long viewable(CalendarFile file) {
    List<String> viewed = List.of("VEVENT", "VTODO", "VFREEBUSY", "VAVAILABILITY");
    return file.calendars().stream()
        .flatMap(calendar -> calendar.component().components().stream())
        .filter(component -> viewed.contains(component.name()))
        .count();
  }
}
