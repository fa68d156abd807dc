package dev.atom.router.catalogue;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A value in a catalogue that knows where it stands, for errors that say so. */
final class CatalogueField {
  private static final int LONGEST_SHOWN = 60;

  private final String file;
  private final String entry;
  private final String path;
  private final Json value;

  CatalogueField(String file, String entry, String path, Json value) {
    this.file = file;
    this.entry = entry;
    this.path = path;
    this.value = value;
  }

  /** The same value as the beginning of an entry. */
  CatalogueField entry(String name) {
    return new CatalogueField(file, name, "", value);
  }

  /** Refuses an object with other members than these, which is mostly a slip of the pen. */
  void members(String... known) {
    for (String name : object().members().keySet()) {
      if (!Arrays.asList(known).contains(name)) {
        throw child(name, Json.NULL).fail("is unknown; known are " + List.of(known));
      }
    }
  }

  CatalogueField member(String name) {
    return optional(name).orElseThrow(() -> child(name, Json.NULL).fail("is missing; add it"));
  }

  Optional<CatalogueField> optional(String name) {
    return object().get(name).map(found -> child(name, found));
  }

  void each(BiConsumer<String, CatalogueField> reader) {
    object().members().forEach((name, found) -> reader.accept(name, child(name, found)));
  }

  List<CatalogueField> items() {
    if (!(value instanceof Json.Arr array)) {
      throw wrong("is no array; write [ ... ]");
    }
    List<CatalogueField> items = new ArrayList<>();
    for (Json item : array.items()) {
      items.add(new CatalogueField(file, entry, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  String text() {
    if (value instanceof Json.Str text && !text.value().isBlank()) {
      return text.value();
    }
    throw wrong("is no text; write it in double quotes, and not blank");
  }

  boolean flag() {
    if (value instanceof Json.Bool flag) {
      return flag.value();
    }
    throw wrong("is neither true nor false");
  }

  BigDecimal amount() {
    if (value instanceof Json.Num number && number.value().signum() >= 0) {
      return number.value();
    }
    throw wrong("is no number of 0 or more such as 0.15; leave it out if it is not known");
  }

  long count() {
    try {
      return amount().longValueExact();
    } catch (ArithmeticException e) {
      throw wrong("is no whole number");
    }
  }

  LocalDate day() {
    return parse(LocalDate::parse, "is no day such as 2026-08-01");
  }

  /** A day begins in UTC. */
  Instant instant() {
    return text().contains("T")
        ? parse(Instant::parse, "is no instant such as 2026-08-01T00:00:00Z")
        : day().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  LocalTime time() {
    LocalTime time = parse(LocalTime::parse, "is no time of the day such as 06:00");
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw wrong("has parts of a second; write whole ones");
    }
    return time;
  }

  ZoneId zone() {
    return parse(ZoneId::of, "is no time zone such as UTC or Europe/Paris");
  }

  Currency currency() {
    try {
      return Currency.getInstance(text());
    } catch (IllegalArgumentException e) {
      throw wrong("is no currency such as USD (ISO 4217)");
    }
  }

  <E extends Enum<E>> E constant(Class<E> type) {
    return oneOf(
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toMap(c -> c.name().toLowerCase(Locale.ROOT), c -> c)));
  }

  <T> T oneOf(Map<String, T> known) {
    T found = known.get(text());
    if (found == null) {
      throw wrong("is none of " + new TreeSet<>(known.keySet()));
    }
    return found;
  }

  InvalidPrices wrong(String problem) {
    String shown = value.toString();
    String brief =
        shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "..." : shown;
    return fail(brief + " " + problem);
  }

  private InvalidPrices fail(String problem) {
    return new InvalidPrices(file, entry, path.isEmpty() ? "-" : path, problem);
  }

  private <T> T parse(Function<String, T> reader, String problem) {
    try {
      return reader.apply(text());
    } catch (DateTimeException e) {
      throw wrong(problem);
    }
  }

  private Json.Obj object() {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw wrong("is no object; write { ... }");
  }

  private CatalogueField child(String name, Json found) {
    return new CatalogueField(file, entry, path.isEmpty() ? name : path + "." + name, found);
  }
}
