package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys that lead into data: names of members, or places in lists. */
final class Path {
  private final String text;
  private final String[] keys;
  private final int[] places;

  private Path(String text, String[] keys) {
    this.text = text;
    this.keys = keys;
    this.places = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      places[i] = place(keys[i]);
    }
  }

  static Path ofDots(String text) {
    return new Path(text, text.split("\\.", -1));
  }

  static Path ofKeys(List<String> keys) {
    return new Path(String.join(".", keys), keys.toArray(String[]::new));
  }

  /** The place in a list that a key names; -1 if none. */
  private static int place(String key) {
    if (key.isEmpty() || key.length() > 9 || (key.length() > 1 && key.charAt(0) == '0')) {
      return -1;
    }
    int place = 0;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      place = 10 * place + (c - '0');
    }
    return place;
  }

  String text() {
    return text;
  }

  /** The value there, or null if there is none. */
  @Nullable Json find(Frame frame) {
    if (keys.length == 0) {
      return frame.context();
    }
    return walk(frame.member(keys[0], places[0]), 1);
  }

  /** The value there, or null if there is none. */
  @Nullable Json find(Json data) {
    return walk(data, 0);
  }

  private @Nullable Json walk(@Nullable Json from, int first) {
    Json at = from;
    for (int i = first; i < keys.length && at != null; i++) {
      at = step(at, keys[i], places[i]);
    }
    return at;
  }

  static @Nullable Json step(Json at, String key, int place) {
    if (at instanceof Json.Obj object) {
      return object.members().get(key);
    }
    if (at instanceof Json.Arr array && place >= 0 && place < array.items().size()) {
      return array.items().get(place);
    }
    return null;
  }
}
