package dev.atom.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Calendars for tests: from lines, and from the collection. */
final class Ics {
  private Ics() {}

  static byte[] lines(String... lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] calendar(String... lines) {
    String inside = String.join("\r\n", lines);
    return lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", inside, "END:VCALENDAR");
  }

  static Calendar read(String... lines) {
    return CalendarReader.strict().read(calendar(lines)).only();
  }

  static byte[] file(String path) {
    try (InputStream in = Ics.class.getResourceAsStream("/calendars/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
