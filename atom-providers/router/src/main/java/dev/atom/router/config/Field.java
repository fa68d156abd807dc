package dev.atom.router.config;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A value of the document that knows where it stands. What is wrong with it is added to the problems;
 * what is returned then fits its type and means nothing. For use by one thread.
 */
final class Field {
  static final Duration YEAR = Duration.ofDays(366);

  private static final int LONGEST_NAME = 200;

  private final Problems problems;
  private final String pointer;
  private final Json value;

  Field(Problems problems, String pointer, Json value) {
    this.problems = problems;
    this.pointer = pointer;
    this.value = value;
  }

  Problems problems() {
    return problems;
  }

  String pointer() {
    return pointer;
  }

  Json value() {
    return value;
  }

  /** Says what is wrong with this value. */
  void wrong(String problem) {
    problems.add(pointer, problem);
  }

  /** Refuses what is no object, other members than the shape's, and objects that lack one. */
  Field shaped(Shape shape) {
    if (!(value instanceof Json.Obj object)) {
      wrong(form() + " is no object; write the members " + String.join(", ", shape.members()));
      return this;
    }
    List<String> known = shape.members();
    for (String name : object.members().keySet()) {
      if (known.contains(name)) {
        continue;
      }
      if (Names.secret(name)) {
        child(name, Json.NULL).wrong(NO_SECRETS);
      } else {
        problems.unknown(at(name), "this member is unknown", name, known);
      }
    }
    for (String name : shape.required()) {
      if (object.get(name).isEmpty()) {
        problems.add(at(name), "this member is missing; add it");
      }
    }
    return this;
  }

  private static final String NO_SECRETS =
      "no key belongs into a configuration; take it out, replace it if others could read it, and put"
          + " the new one into the vault or another KeySource of the provider's client";

  /** Refuses members at any depth that would hold a key. */
  void withoutSecrets() {
    switch (value) {
      case Json.Obj object ->
          object
              .members()
              .forEach(
                  (name, found) -> {
                    if (Names.secret(name)) {
                      child(name, Json.NULL).wrong(NO_SECRETS);
                    } else {
                      child(name, found).withoutSecrets();
                    }
                  });
      case Json.Arr array -> {
        for (int i = 0; i < array.items().size(); i++) {
          child("" + i, array.items().get(i)).withoutSecrets();
        }
      }
      case Json.Str text -> {}
      case Json.Num number -> {}
      case Json.Bool flag -> {}
      case Json.Null nothing -> {}
    }
  }

  boolean isObject() {
    return value instanceof Json.Obj;
  }

  boolean isArray() {
    return value instanceof Json.Arr;
  }

  boolean isText() {
    return value instanceof Json.Str;
  }

  Optional<Field> get(String name) {
    return value instanceof Json.Obj object
        ? object.get(name).map(found -> child(name, found))
        : Optional.empty();
  }

  /** The members of an object with names of the host's own. */
  Map<String, Field> entries() {
    Map<String, Field> entries = new LinkedHashMap<>();
    if (value instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (name, found) -> {
                if (name.isBlank()) {
                  child(name, found).wrong("a name is blank; give it one");
                } else {
                  entries.put(name, child(name, found));
                }
              });
    } else {
      wrong(form() + " is no object; write names and what belongs to them");
    }
    return entries;
  }

  List<Field> items(int least) {
    if (!(value instanceof Json.Arr array)) {
      wrong(form() + " is no list; write [ ... ]");
      return List.of();
    }
    if (array.items().size() < least) {
      wrong("is empty; it needs " + least + " or more");
    }
    List<Field> items = new ArrayList<>();
    for (Json item : array.items()) {
      items.add(child("" + items.size(), item));
    }
    return items;
  }

  /** A list of texts, or one text alone. */
  List<String> texts() {
    if (value instanceof Json.Arr) {
      return items(1).stream().map(Field::text).toList();
    }
    return List.of(text());
  }

  String text() {
    if (value instanceof Json.Str text && !text.value().isBlank()) {
      return text.value();
    }
    wrong(form() + " is no text with a character in it");
    return "?";
  }

  /** A text that ledgers can keep as the name of a route or target. */
  String name() {
    String name = text();
    return usableAsName(name) ? name : "?";
  }

  /** Says so if a name, which stands here or is this member's, is too long. */
  boolean usableAsName(String name) {
    if (name.length() > LONGEST_NAME) {
      wrong("a name has 1 to " + LONGEST_NAME + " characters, and this one " + name.length());
      return false;
    }
    return true;
  }

  boolean flag() {
    if (value instanceof Json.Bool flag) {
      return flag.value();
    }
    wrong(form() + " is neither true nor false");
    return false;
  }

  long whole(long least, long most) {
    if (value instanceof Json.Num number
        && number.value().stripTrailingZeros().scale() <= 0
        && number.value().compareTo(BigDecimal.valueOf(least)) >= 0
        && number.value().compareTo(BigDecimal.valueOf(most)) <= 0) {
      return number.value().longValueExact();
    }
    wrong(form() + " is no whole number from " + least + " to " + most);
    return least;
  }

  int count(int least) {
    return (int) whole(least, Integer.MAX_VALUE);
  }

  BigDecimal amount(String least, String most) {
    if (value instanceof Json.Num number
        && number.value().compareTo(new BigDecimal(least)) >= 0
        && number.value().compareTo(new BigDecimal(most)) <= 0) {
      return number.value();
    }
    wrong(form() + " is no number from " + least + " to " + most);
    return new BigDecimal(least);
  }

  double number(String least, String most) {
    return amount(least, most).doubleValue();
  }

  Duration time(Duration least, Duration most) {
    Optional<Duration> time =
        value instanceof Json.Str text ? Times.parse(text.value()) : Optional.empty();
    if (time.isEmpty()) {
      wrong(form() + " is no time such as 500ms, 30s, 5m, 2h or 1d");
      return least;
    }
    if (time.get().compareTo(least) < 0 || time.get().compareTo(most) > 0) {
      wrong(form() + " is not from " + Times.text(least) + " to " + Times.text(most));
      return least;
    }
    return time.get();
  }

  ZoneId zone() {
    try {
      return ZoneId.of(text());
    } catch (DateTimeException e) {
      wrong(form() + " is no time zone such as UTC or Europe/Paris");
      return ZoneOffset.UTC;
    }
  }

  /** One of the known names, which an error lists. */
  <T> Optional<T> oneOf(Map<String, T> known) {
    if (!(value instanceof Json.Str text)) {
      problems.unknown(pointer, form() + " is no text", "", known.keySet());
      return Optional.empty();
    }
    T found = known.get(text.value());
    if (found == null) {
      problems.unknown(pointer, form() + " is unknown", text.value(), known.keySet());
    }
    return Optional.ofNullable(found);
  }

  /** Says so if two stand for one name. */
  void distinct(String name, Set<String> taken, String what) {
    if (!taken.add(name)) {
      wrong("there are two " + what + " named " + Names.shown(name) + "; give each its own name");
    }
  }

  /** The value as an error may show it. */
  String form() {
    return switch (value) {
      case Json.Obj object -> "an object";
      case Json.Arr array -> "a list";
      case Json.Str text -> Names.shown(text.value());
      case Json.Num number -> number.value().toString();
      case Json.Bool flag -> flag.toString();
      case Json.Null nothing -> "null";
    };
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private Field child(String name, Json found) {
    return new Field(problems, at(name), found);
  }
}
