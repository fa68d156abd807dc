package dev.atom.schema;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Normalises a proposed value to the form that its field's type demands. */
final class Values {
  /** Digits before and behind the point; what has more is no number that anybody has said. */
  private static final int DIGITS = 60;

  private static final int SHOWN = 80;
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?");
  private static final Pattern GROUPED =
      Pattern.compile("[-+]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]{1,30})?");

  private Values() {}

  /** A value that was read, or why it can't be. */
  sealed interface Read {}

  /** The value in the type's form. */
  record Good(Json value) implements Read {}

  /** What is wrong, without the value itself where the field is sensitive. */
  record Bad(String message) implements Read {}

  static Read read(Field field, Json raw) {
    Optional<Json> value;
    try {
      value =
          switch (field.type()) {
            case TEXT -> text(raw);
            case CHOICE -> choice(field, raw);
            case INTEGER -> number(raw).flatMap(Values::whole).map(Json::of);
            case DECIMAL -> number(raw).map(Values::plain).map(Json::of);
            case BOOLEAN -> bool(raw);
            case DATE -> text(raw).map(t -> Json.of(LocalDate.parse(string(t)).toString()));
            case TIME -> text(raw).map(t -> Json.of(LocalTime.parse(string(t)).toString()));
            case INSTANT -> text(raw).map(t -> Json.of(instant(string(t)).toString()));
          };
    } catch (DateTimeException e) {
      value = Optional.empty();
    }
    if (value.isEmpty()) {
      return new Bad(shown(field, raw) + " is not " + expected(field));
    }
    if (!field.matches(value.get())) {
      return new Bad(
          shown(field, raw)
              + " does not match "
              + field.pattern().map(Pattern::toString).orElse(""));
    }
    return new Good(value.get());
  }

  private static String shown(Field field, Json raw) {
    if (field.sensitive() || raw instanceof Json.Obj || raw instanceof Json.Arr) {
      return "the value";
    }
    String text = raw.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String expected(Field field) {
    return switch (field.type()) {
      case TEXT -> "a text";
      case CHOICE -> "one of " + field.choices();
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number";
      case BOOLEAN -> "true or false";
      case DATE -> "a date such as 2026-11-21";
      case TIME -> "a time such as 17:30";
      case INSTANT -> "a date and time with zone such as 2026-11-21T17:30:00Z";
    };
  }

  private static Optional<Json> text(Json raw) {
    return switch (raw) {
      case Json.Str s ->
          s.value().isBlank() ? Optional.empty() : Optional.of(Json.of(s.value().strip()));
      case Json.Num n ->
          Optional.of(n.value()).filter(Values::sayable).map(v -> Json.of(v.toPlainString()));
      case Json.Bool b -> Optional.of(Json.of(Boolean.toString(b.value())));
      case Json.Obj o -> Optional.empty();
      case Json.Arr a -> Optional.empty();
      case Json.Null n -> Optional.empty();
    };
  }

  private static String string(Json text) {
    return ((Json.Str) text).value();
  }

  private static Optional<Json> choice(Field field, Json raw) {
    return text(raw)
        .map(Values::string)
        .flatMap(
            word ->
                field.choices().stream()
                    .filter(choice -> choice.equalsIgnoreCase(word))
                    .findFirst()
                    .or(() -> synonym(field, word)))
        .map(Json::of);
  }

  private static Optional<String> synonym(Field field, String word) {
    return Optional.ofNullable(field.synonyms().get(word.toLowerCase(Locale.ROOT)));
  }

  private static Optional<BigDecimal> number(Json raw) {
    if (raw instanceof Json.Num n) {
      return Optional.of(n.value()).filter(Values::sayable);
    }
    if (!(raw instanceof Json.Str s)) {
      return Optional.empty();
    }
    String text = s.value().strip();
    if (GROUPED.matcher(text).matches()) {
      text = text.replace(",", "");
    }
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static boolean sayable(BigDecimal number) {
    long scale = number.scale();
    return scale <= DIGITS && number.precision() - scale <= DIGITS;
  }

  private static Optional<BigDecimal> whole(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0 ? Optional.of(stripped.setScale(0)) : Optional.empty();
  }

  /** Without exponent, as people write numbers. */
  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  private static Optional<Json> bool(Json raw) {
    if (raw instanceof Json.Bool) {
      return Optional.of(raw);
    }
    return switch (text(raw).map(t -> string(t).toLowerCase(Locale.ROOT)).orElse("")) {
      case "true", "yes" -> Optional.of(Json.of(true));
      case "false", "no" -> Optional.of(Json.of(false));
      default -> Optional.empty();
    };
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
