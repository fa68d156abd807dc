package dev.atom.providers.wire;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads members of a provider's JSON. What is missing, null or of another type counts as absent:
 * providers add, drop and retype members, and compatible servers even more so.
 */
public final class Fields {
  private Fields() {}

  /** An object, empty if there is none. */
  public static Json.Obj object(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Obj inner ? inner : Json.Obj.EMPTY;
  }

  /** The objects of an array. */
  public static List<Json.Obj> objects(Json.Obj json, String name) {
    List<Json> items = array(json, name);
    if (items.isEmpty()) {
      return List.of();
    }
    List<Json.Obj> objects = new ArrayList<>(items.size());
    for (Json item : items) {
      if (item instanceof Json.Obj object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** The items of an array. */
  public static List<Json> array(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
  }

  /** A text, empty if there is none. */
  public static String text(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Str text ? text.value() : "";
  }

  /** A text that is not empty. */
  public static Optional<String> filled(Json.Obj json, String name) {
    return json.text(name).filter(text -> !text.isEmpty());
  }

  /** The text of a string, or of an array of content parts. */
  public static String content(Json.Obj json, String name) {
    Json content = json.members().get(name);
    if (content instanceof Json.Str text) {
      return text.value();
    }
    StringBuilder text = new StringBuilder();
    objects(json, name).forEach(part -> text.append(text(part, "text")));
    return text.toString();
  }

  /** A whole number. */
  public static int integer(Json.Obj json, String name, int missing) {
    return json.members().get(name) instanceof Json.Num number
        ? number.value().intValue()
        : missing;
  }

  /** A count of 0 or more; 0 if there is none. */
  public static long count(Json.Obj json, String name) {
    return json.members().get(name) instanceof Json.Num number
        ? Math.max(0, number.value().longValue())
        : 0;
  }
}
