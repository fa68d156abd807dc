package dev.atom.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keywords of one schema, refusing those of the wrong form. */
final class Keywords {
  private final Json.Obj object;
  private final String path;

  Keywords(Json.Obj object, String path) {
    this.object = object;
    this.path = path;
  }

  String path(String... steps) {
    StringBuilder text = new StringBuilder(path);
    for (String step : steps) {
      text.append('/').append(JsonPointer.escape(step));
    }
    return text.toString();
  }

  Optional<Json> get(String name) {
    return object.get(name);
  }

  Optional<String> text(String name) {
    return get(name)
        .map(
            value -> {
              if (value instanceof Json.Str s) {
                return s.value();
              }
              throw SchemaReader.wrong("expected a string", path(name));
            });
  }

  Optional<BigDecimal> number(String name) {
    return get(name)
        .map(
            value -> {
              if (value instanceof Json.Num n) {
                return n.value();
              }
              throw SchemaReader.wrong("expected a number", path(name));
            });
  }

  boolean flag(String name) {
    return get(name)
        .map(
            value -> {
              if (value instanceof Json.Bool b) {
                return b.value();
              }
              throw SchemaReader.wrong("expected true or false", path(name));
            })
        .orElse(false);
  }

  Json.Obj object(String name) {
    Json value = get(name).orElse(Json.Obj.EMPTY);
    if (value instanceof Json.Obj members) {
      return members;
    }
    throw SchemaReader.wrong("expected an object", path(name));
  }

  List<Json> items(String name) {
    Json value = get(name).orElse(Json.array(List.of()));
    if (value instanceof Json.Arr array) {
      return array.items();
    }
    throw SchemaReader.wrong("expected an array", path(name));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : items(name)) {
      if (!(item instanceof Json.Str s)) {
        throw SchemaReader.wrong("expected an array of strings", path(name));
      }
      texts.add(s.value());
    }
    return texts;
  }
}
