package dev.atom.approval;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Checks of arguments, and the small change of reading stored objects. */
final class Form {
  private Form() {}

  static void positive(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " is more than zero, not " + time);
    }
  }

  static String name(String what, String value, int longest) {
    boolean control = value.chars().anyMatch(Character::isISOControl);
    if (value.isBlank() || value.length() > longest || control) {
      throw new IllegalArgumentException(
          what + " has 1 to " + longest + " characters, none of them a control character");
    }
    return value;
  }

  static List<Json> texts(Collection<String> texts) {
    return texts.stream().map(Json::of).toList();
  }

  static List<String> texts(Json.Obj data, String name) {
    return items(data, name).stream()
        .filter(Json.Str.class::isInstance)
        .map(item -> ((Json.Str) item).value())
        .toList();
  }

  static List<Json> items(Json.Obj data, String name) {
    return data.get(name).orElse(Json.NULL) instanceof Json.Arr array ? array.items() : List.of();
  }

  static List<Json.Obj> objects(Json.Obj data, String name) {
    return items(data, name).stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .toList();
  }

  static Json.Obj object(Json.Obj data, String name) {
    return data.get(name).orElse(Json.NULL) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
  }

  static long number(Json.Obj data, String name, long otherwise) {
    return data.get(name).orElse(Json.NULL) instanceof Json.Num number
        ? number.value().longValue()
        : otherwise;
  }

  static String text(Json.Obj data, String name) {
    return data.text(name).orElse("");
  }

  static Instant instant(Json.Obj data, String name) {
    Optional<String> text = data.text(name);
    return Instant.parse(
        text.orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing")));
  }
}
