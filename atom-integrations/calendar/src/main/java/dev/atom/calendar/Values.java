package dev.atom.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Values of properties as times. White space around a value is passed over, and a day is known by
 * its eight digits where VALUE=DATE is missing; both are common.
 */
final class Values {
  private static final Pattern DAY = Pattern.compile("\\d{8}");
  private static final Pattern TIME = Pattern.compile("\\d{8}T\\d{6}Z?");
  private static final DateTimeFormatter TIME_FORM =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Zones zones;

  Values(Zones zones) {
    this.zones = zones;
  }

  CalendarTime time(Property property) {
    return time(property, property.raw());
  }

  /** The values of an EXDATE, or of an RDATE without periods. */
  List<CalendarTime> times(Property property) {
    List<CalendarTime> times = new ArrayList<>();
    for (String value : property.raw().split(",", -1)) {
      times.add(time(property, value));
    }
    return times;
  }

  List<Span> spans(Property property) {
    List<Span> spans = new ArrayList<>();
    for (String value : property.raw().split(",", -1)) {
      spans.add(span(property, value));
    }
    return spans;
  }

  /** A start with an end, of which both are times, or with a length. */
  Span span(Property property, String value) {
    int slash = value.indexOf('/');
    if (slash < 0) {
      throw CalendarException.value(property, "a period is written start/end or start/duration");
    }
    CalendarTime start = time(property, value.substring(0, slash));
    String rest = value.substring(slash + 1).strip();
    Span span =
        rest.startsWith("P") || rest.startsWith("+P")
            ? Span.of(start, duration(property, rest))
            : Span.of(start, time(property, rest));
    return span.checked(property);
  }

  CalendarDuration duration(Property property, String value) {
    return CalendarDuration.parse(value.strip())
        .orElseThrow(
            () ->
                CalendarException.value(
                    property, "a duration is written as in PT1H30M, P2D or -P1W"));
  }

  CalendarTime time(Property property, String value) {
    String text = value.strip();
    try {
      if (DAY.matcher(text).matches()) {
        checkForm(property, "DATE-TIME");
        return new CalendarTime.Day(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
      }
      if (!TIME.matcher(text).matches()) {
        throw CalendarException.value(
            property, "a time is written as in 20261121, 20261121T080000 or 20261121T080000Z");
      }
      checkForm(property, "DATE");
      // Leap seconds are not in Java's time.
      String seconds = text.startsWith("60", 13) ? "59" : text.substring(13, 15);
      LocalDateTime wall = LocalDateTime.parse(text.substring(0, 13) + seconds, TIME_FORM);
      return text.endsWith("Z")
          ? new CalendarTime.Utc(wall.toInstant(ZoneOffset.UTC))
          : local(property, wall);
    } catch (DateTimeException e) {
      throw CalendarException.value(property, "there is no such day or time");
    }
  }

  private static void checkForm(Property property, String wrong) {
    if (property.parameter("VALUE").filter(wrong::equalsIgnoreCase).isPresent()) {
      throw CalendarException.value(property, "the value is no " + wrong + ", as VALUE says it is");
    }
  }

  private CalendarTime local(Property property, LocalDateTime wall) {
    return property
        .parameter("TZID")
        .<CalendarTime>map(id -> new CalendarTime.Zoned(wall, zones.find(property, id)))
        .orElseGet(() -> new CalendarTime.Floating(wall));
  }

  /** A time as a property, with the parameters it needs. */
  static Property property(String name, CalendarTime time) {
    Property bare = Property.raw(name, text(time));
    return switch (time) {
      case CalendarTime.Day day -> bare.with(Parameter.of("VALUE", "DATE"));
      case CalendarTime.Floating floating -> bare;
      case CalendarTime.Utc utc -> bare;
      case CalendarTime.Zoned zoned -> bare.with(Parameter.of("TZID", zoned.zone().id()));
    };
  }

  static String text(CalendarTime time) {
    return switch (time) {
      case CalendarTime.Day day -> day.date().format(DateTimeFormatter.BASIC_ISO_DATE);
      case CalendarTime.Floating floating -> floating.time().format(TIME_FORM);
      case CalendarTime.Utc utc -> Walls.of(utc).format(TIME_FORM) + "Z";
      case CalendarTime.Zoned zoned -> zoned.time().format(TIME_FORM);
    };
  }
}
