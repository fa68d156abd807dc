package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** The type of a column's values. */
public enum ColumnType {
  /** A JSON string. */
  TEXT(FactType.TEXT),
  /** A JSON number. */
  NUMBER(FactType.NUMBER),
  /** A JSON number without a fraction; between 1 and 2 there is nothing. */
  INTEGER(FactType.NUMBER),
  /** A JSON boolean. */
  BOOLEAN(FactType.BOOLEAN),
  /** A calendar day of the years 0 to 9999, as a JSON string such as {@code 2026-11-21}. */
  DATE(FactType.DATE),
  /** A time of day, as a JSON string such as {@code 17:30}. */
  TIME(FactType.TIME),
  /** An instant of the years 0 to 9999, as a JSON string with an offset. */
  INSTANT(FactType.INSTANT),
  /** A JSON array. */
  LIST(FactType.LIST),
  /** Anything. */
  ANY(FactType.ANY);

  private static final int DIGITS = 100;
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private final FactType factType;

  ColumnType(FactType factType) {
    this.factType = factType;
  }

  /**
   * Returns the name in a document.
   *
   * @return such as {@code integer}
   */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ColumnType named(String jsonName) {
    return valueOf(jsonName.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the type of the fact that such a column reads.
   *
   * @return the type in a vocabulary
   */
  public FactType factType() {
    return factType;
  }

  boolean ordered() {
    return this == NUMBER || this == INTEGER || temporal();
  }

  boolean temporal() {
    return this == DATE || this == TIME || this == INSTANT;
  }

  /** Whether between any two values there is another one. */
  boolean dense() {
    return this == NUMBER;
  }

  /** Whether a value is of this type; numbers of hundreds of digits are of none. */
  boolean admits(Json value) {
    return switch (this) {
      case TEXT -> value instanceof Json.Str;
      case NUMBER -> value instanceof Json.Num n && small(n.value());
      case INTEGER ->
          value instanceof Json.Num n
              && small(n.value())
              && n.value().stripTrailingZeros().scale() <= 0;
      case BOOLEAN -> value instanceof Json.Bool;
      case DATE, TIME, INSTANT -> moment(value).isPresent();
      case LIST -> value instanceof Json.Arr;
      case ANY -> !(value instanceof Json.Null);
    };
  }

  /** Whether arithmetic on the number is cheap: {@code 1e999999999} is not. */
  static boolean small(BigDecimal number) {
    return number.precision() <= DIGITS && Math.abs((long) number.scale()) <= DIGITS;
  }

  /** Reads a literal that stands in a text without quotes. */
  Optional<Json> read(String bare) {
    Optional<Json> value =
        switch (this) {
          case TEXT, DATE, TIME, INSTANT, ANY -> Optional.of(Json.of(bare));
          case NUMBER, INTEGER -> number(bare);
          case BOOLEAN ->
              bare.equals("true") || bare.equals("false")
                  ? Optional.of(Json.of(bare.equals("true")))
                  : Optional.empty();
          case LIST -> Optional.empty();
        };
    return value.filter(this::admits);
  }

  private static Optional<Json> number(String bare) {
    if (bare.length() > 2 * DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.of(new BigDecimal(bare)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Where a value of an ordered type lies: days, nanoseconds, or the number itself. */
  BigDecimal position(Json value) {
    return value instanceof Json.Num n ? n.value() : moment(value).orElseThrow();
  }

  private Optional<BigDecimal> moment(Json value) {
    if (!(value instanceof Json.Str s) || s.value().length() > 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (this) {
            case DATE -> BigDecimal.valueOf(year(LocalDate.parse(s.value())).toEpochDay());
            case TIME -> BigDecimal.valueOf(LocalTime.parse(s.value()).toNanoOfDay());
            default -> {
              Instant instant = OffsetDateTime.parse(s.value()).toInstant();
              year(instant.atZone(ZoneOffset.UTC).toLocalDate());
              yield nanos(instant);
            }
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate year(LocalDate date) {
    if (date.getYear() < 0 || date.getYear() > 9999) {
      throw new DateTimeException("the year is beyond 0 to 9999");
    }
    return date;
  }

  private static BigDecimal nanos(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .multiply(BILLION)
        .add(BigDecimal.valueOf(instant.getNano()));
  }

  /** The value at a position. */
  Json at(BigDecimal position) {
    return switch (this) {
      case DATE -> Json.of(LocalDate.ofEpochDay(position.longValueExact()).toString());
      case TIME -> Json.of(LocalTime.ofNanoOfDay(position.longValueExact()).toString());
      case INSTANT -> {
        BigDecimal[] parts = position.divideAndRemainder(BILLION);
        yield Json.of(
            Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()).toString());
      }
      default -> Json.of(position);
    };
  }

  /** The lowest position there is; empty if there is none. */
  Optional<BigDecimal> lowest() {
    return switch (this) {
      case DATE -> Optional.of(position(Json.of("0000-01-01")));
      case TIME -> Optional.of(BigDecimal.ZERO);
      case INSTANT -> Optional.of(position(Json.of("0000-01-01T00:00:00Z")));
      default -> Optional.empty();
    };
  }

  /** The highest position there is; empty if there is none. */
  Optional<BigDecimal> highest() {
    return switch (this) {
      case DATE -> Optional.of(position(Json.of("9999-12-31")));
      case TIME -> Optional.of(position(Json.of("23:59:59.999999999")));
      case INSTANT -> Optional.of(position(Json.of("9999-12-31T23:59:59.999999999Z")));
      default -> Optional.empty();
    };
  }

  /** A literal that compares as a moment whatever a vocabulary says. */
  Json typed(Json literal) {
    return temporal() && literal instanceof Json.Str
        ? Json.object().put(jsonName(), literal).build()
        : literal;
  }
}
