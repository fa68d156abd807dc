package dev.atom.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a rule, both ways. */
final class RecurrenceText {
  /** No rule needs more; what is longer is refused unread. */
  private static final int MOST_CHARACTERS = 10_000;

  private static final DateTimeFormatter DATE = strict("uuuuMMdd");
  private static final DateTimeFormatter TIME = strict("uuuuMMdd'T'HHmmss");
  private static final Pattern WEEKDAY = Pattern.compile("([+-]?[0-9]{1,2})?([A-Z]{2})");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");

  private RecurrenceText() {}

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  static String list(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  static String write(Recurrence rule) {
    StringBuilder text = new StringBuilder();
    if (rule.skip() != Recurrence.Skip.OMIT) {
      text.append("RSCALE=GREGORIAN;");
    }
    text.append("FREQ=").append(rule.frequency()).append(end(rule.end()));
    if (rule.interval() != 1) {
      text.append(";INTERVAL=").append(rule.interval());
    }
    for (RecurrencePart part : RecurrencePart.values()) {
      if (part == RecurrencePart.BYMONTHDAY && !rule.weekdays().isEmpty()) {
        text.append(";BYDAY=").append(list(rule.weekdays()));
      }
      if (rule.has(part)) {
        text.append(';').append(part).append('=').append(list(rule.numbers(part)));
      }
    }
    if (rule.weekStart() != DayOfWeek.MONDAY) {
      text.append(";WKST=").append(NthWeekday.code(rule.weekStart()));
    }
    if (rule.skip() != Recurrence.Skip.OMIT) {
      text.append(";SKIP=").append(rule.skip());
    }
    return text.toString();
  }

  private static String end(RecurrenceEnd end) {
    return switch (end) {
      case RecurrenceEnd.Never never -> "";
      case RecurrenceEnd.AfterCount(int count) -> ";COUNT=" + count;
      case RecurrenceEnd.OnDate(LocalDate last) -> ";UNTIL=" + DATE.format(last);
      case RecurrenceEnd.AtLocalTime(LocalDateTime last) -> ";UNTIL=" + TIME.format(last);
      case RecurrenceEnd.AtInstant(Instant last) ->
          ";UNTIL=" + TIME.format(last.atOffset(ZoneOffset.UTC)) + "Z";
    };
  }

  static Recurrence read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new InvalidRecurrence(
          "RRULE", text.length() + " characters", "at most " + MOST_CHARACTERS);
    }
    Map<String, String> parts = parts(text.strip().toUpperCase(Locale.ROOT));
    String frequency = parts.remove("FREQ");
    if (frequency == null) {
      throw new InvalidRecurrence("FREQ", "", "missing in " + text);
    }
    if (parts.containsKey("COUNT") && parts.containsKey("UNTIL")) {
      throw new InvalidRecurrence("UNTIL", parts.get("UNTIL"), "not with COUNT");
    }
    if (parts.containsKey("SKIP") && !parts.containsKey("RSCALE")) {
      throw new InvalidRecurrence("SKIP", parts.get("SKIP"), "only beside RSCALE");
    }
    Recurrence.Builder builder =
        Recurrence.newBuilder(constant("FREQ", frequency, Frequency.values()));
    parts.forEach((part, value) -> read(builder, part, value));
    return builder.build();
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = part.substring(equals + 1);
      if (equals < 1 || value.isEmpty()) {
        throw new InvalidRecurrence(
            name, "", "a rule is parts such as FREQ=DAILY with a semicolon between");
      }
      if (parts.put(name, value) != null) {
        throw new InvalidRecurrence(name, value, "given twice");
      }
    }
    return parts;
  }

  private static void read(Recurrence.Builder builder, String part, String value) {
    switch (part) {
      case "INTERVAL" -> builder.interval(number(part, value));
      case "COUNT" -> builder.count(number(part, value));
      case "UNTIL" -> builder.end(until(value));
      case "BYDAY" ->
          builder.weekdays(items(value, RecurrenceText::weekday).toArray(NthWeekday[]::new));
      case "WKST" -> builder.weekStart(day(part, value, value));
      case "SKIP" -> builder.skip(constant(part, value, Recurrence.Skip.values()));
      case "RSCALE" -> {
        if (!value.equals("GREGORIAN")) {
          throw new InvalidRecurrence(part, value, "only GREGORIAN is understood");
        }
      }
      default -> {
        RecurrencePart listed = constant(part, value);
        builder.numbers(listed, items(value, item -> number(part, item)));
      }
    }
  }

  private static <T> List<T> items(String value, Function<String, T> read) {
    List<T> items = new ArrayList<>();
    for (String item : value.split(",", -1)) {
      items.add(read.apply(item));
    }
    return items;
  }

  private static RecurrencePart constant(String part, String value) {
    for (RecurrencePart known : RecurrencePart.values()) {
      if (known.name().equals(part)) {
        return known;
      }
    }
    throw new InvalidRecurrence(part, value, "no part of RFC 5545");
  }

  private static <T extends Enum<T>> T constant(String part, String value, T[] values) {
    for (T known : values) {
      if (known.name().equals(value)) {
        return known;
      }
    }
    throw new InvalidRecurrence(part, value, "one of " + list(List.of(values)));
  }

  private static int number(String part, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new InvalidRecurrence(part, value, "no whole number below 1,000,000,000");
    }
    return Integer.parseInt(value);
  }

  private static NthWeekday weekday(String item) {
    Matcher matcher = WEEKDAY.matcher(item);
    if (!matcher.matches()) {
      throw new InvalidRecurrence("BYDAY", item, "items are such as MO, 2TU or -1FR");
    }
    DayOfWeek day = day("BYDAY", item, matcher.group(2));
    String ordinal = matcher.group(1);
    if (ordinal == null) {
      return NthWeekday.every(day);
    }
    int number = Integer.parseInt(ordinal);
    if (number == 0) {
      throw new InvalidRecurrence("BYDAY", item, "an ordinal is from -53 to 53 and not 0");
    }
    return new NthWeekday(number, day);
  }

  private static DayOfWeek day(String part, String value, String code) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (NthWeekday.code(day).equals(code)) {
        return day;
      }
    }
    throw new InvalidRecurrence(part, value, "days are MO, TU, WE, TH, FR, SA and SU");
  }

  private static RecurrenceEnd until(String value) {
    try {
      if (value.endsWith("Z")) {
        LocalDateTime utc = LocalDateTime.parse(value.substring(0, value.length() - 1), TIME);
        return new RecurrenceEnd.AtInstant(utc.toInstant(ZoneOffset.UTC));
      }
      return value.contains("T")
          ? new RecurrenceEnd.AtLocalTime(LocalDateTime.parse(value, TIME))
          : new RecurrenceEnd.OnDate(LocalDate.parse(value, DATE));
    } catch (DateTimeException e) {
      throw new InvalidRecurrence(
          "UNTIL", value, "write 20261231, 20261231T235959 or 20261231T235959Z");
    }
  }
}
