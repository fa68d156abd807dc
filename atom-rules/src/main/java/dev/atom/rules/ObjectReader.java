package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the members of one object, and notes those of the wrong form. */
final class ObjectReader {
  private static final BigDecimal LARGEST = new BigDecimal(999_999_999);

  private final Json.Obj object;
  private final Place place;
  private final Problems problems;

  ObjectReader(Json.Obj object, Place place, Problems problems) {
    this.object = object;
    this.place = place;
    this.problems = problems;
  }

  /** A text that must be there and not blank. */
  Optional<String> name(String member) {
    Optional<String> text = text(member);
    if (object.get(member).isEmpty()) {
      problems.add(place, Kind.MISSING_MEMBER, "\"" + member + "\" is missing");
    } else if (text.filter(String::isBlank).isPresent()) {
      wrong(member, "a text that is not blank");
    }
    return text.filter(t -> !t.isBlank());
  }

  Optional<String> text(String member) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && !(value.get() instanceof Json.Str)) {
      wrong(member, "a text");
    }
    return object.text(member);
  }

  boolean flag(String member, boolean otherwise) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && !(value.get() instanceof Json.Bool)) {
      wrong(member, "true or false");
    }
    return value.orElse(Json.NULL) instanceof Json.Bool b ? b.value() : otherwise;
  }

  Optional<Integer> integer(String member) {
    Optional<Json> value = object.get(member);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Json.Num n && n.value().abs().compareTo(LARGEST) <= 0) {
      try {
        return Optional.of(n.value().intValueExact());
      } catch (ArithmeticException e) {
        // Said below, as for all that is no whole number.
      }
    }
    wrong(member, "a whole number of at most nine digits");
    return Optional.empty();
  }

  /** An exact number that is neither too large nor too small to reckon with. */
  Optional<BigDecimal> decimal(String member) {
    Optional<Json> value = object.get(member);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Json.Num n && reckonable(n.value())) {
      return Optional.of(n.value());
    }
    wrong(member, "a number of at most nine digits before the point and nine after it");
    return Optional.empty();
  }

  private static boolean reckonable(BigDecimal number) {
    return number.scale() <= 9 && number.scale() >= -9 && number.abs().compareTo(LARGEST) <= 0;
  }

  /** An instant, as ISO 8601 text with an offset. */
  Optional<Instant> instant(String member) {
    Optional<String> text = text(member);
    Optional<Moment> moment = text.flatMap(t -> Moment.of(Json.of(t)));
    if (moment.isPresent() && moment.get() instanceof Moment.At at) {
      return Optional.of(at.instant());
    }
    if (text.isPresent()) {
      wrong(member, "an instant such as 2026-12-24T18:00:00Z");
    }
    return Optional.empty();
  }

  List<Json> list(String member) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && !(value.get() instanceof Json.Arr)) {
      wrong(member, "a list");
    }
    return value.orElse(Json.NULL) instanceof Json.Arr a ? a.items() : List.of();
  }

  List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    for (Json item : list(member)) {
      if (item instanceof Json.Str s) {
        texts.add(s.value());
      } else {
        wrong(member, "a list of texts");
      }
    }
    return texts;
  }

  Json.Obj object(String member) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && !(value.get() instanceof Json.Obj)) {
      wrong(member, "an object");
    }
    return value.orElse(Json.NULL) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
  }

  private void wrong(String member, String expected) {
    problems.add(place.at(member), Kind.WRONG_FORM, "\"" + member + "\" must be " + expected);
  }

  /** The members that have no meaning; a known one in other case is a mistake, not a new one. */
  Json.Obj others(List<String> known) {
    if (known.containsAll(object.members().keySet())) {
      return Json.Obj.EMPTY;
    }
    var others = Json.object();
    object
        .members()
        .forEach(
            (member, value) -> {
              if (known.contains(member)) {
                return;
              }
              others.put(member, value);
              known.stream()
                  .filter(k -> k.equals(lower(member)))
                  .forEach(
                      k ->
                          problems.add(
                              place.at(member),
                              Kind.WRONG_FORM,
                              "\"" + member + "\" is written \"" + k + "\""));
            });
    return others.build();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  void onlyKnows(List<String> known) {
    onlyKnows("condition", known);
  }

  void onlyKnows(String form, List<String> known) {
    if (known.containsAll(object.members().keySet())) {
      return;
    }
    String unknown =
        object.members().keySet().stream()
            .filter(member -> !known.contains(member))
            .map(member -> "\"" + member + "\"")
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      problems.add(
          place,
          Kind.WRONG_FORM,
          "a " + form + " of this form has no " + unknown + ", only " + String.join(", ", known));
    }
  }
}
