package dev.atom.json;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Values that are a string in JSON, times by ISO 8601. */
final class ScalarForms {
  private static final Map<Class<?>, Form<?>> FORMS =
      Map.ofEntries(
          entry(Instant.class, Instant::toString, Instant::parse),
          entry(
              OffsetDateTime.class,
              DateTimeFormatter.ISO_OFFSET_DATE_TIME::format,
              OffsetDateTime::parse),
          entry(
              ZonedDateTime.class,
              DateTimeFormatter.ISO_OFFSET_DATE_TIME::format,
              ZonedDateTime::parse),
          entry(
              LocalDateTime.class,
              DateTimeFormatter.ISO_LOCAL_DATE_TIME::format,
              LocalDateTime::parse),
          entry(LocalDate.class, LocalDate::toString, LocalDate::parse),
          entry(LocalTime.class, DateTimeFormatter.ISO_LOCAL_TIME::format, LocalTime::parse),
          entry(Duration.class, Duration::toString, Duration::parse),
          entry(Period.class, Period::toString, Period::parse),
          entry(UUID.class, UUID::toString, UUID::fromString),
          entry(URI.class, URI::toString, URI::create));

  private ScalarForms() {}

  /** How one type is written and read. */
  private record Form<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {
    String text(Object value) {
      return write.apply(type.cast(value));
    }
  }

  private static <T> Map.Entry<Class<?>, Form<?>> entry(
      Class<T> type, Function<T, String> write, Function<String, T> read) {
    return Map.entry(type, new Form<>(type, write, read));
  }

  static Optional<String> text(Object value) {
    if (value instanceof ZoneId zone) {
      return Optional.of(zone.getId());
    }
    return Optional.ofNullable(FORMS.get(value.getClass())).map(form -> form.text(value));
  }

  static boolean has(Class<?> type) {
    return type == ZoneId.class || FORMS.containsKey(type);
  }

  /** Reads a text; {@link RuntimeException} of any kind if it is no such value. */
  static Object parse(Class<?> type, String text) {
    Form<?> form = FORMS.get(type);
    return form == null ? ZoneId.of(text) : form.read().apply(text);
  }
}
