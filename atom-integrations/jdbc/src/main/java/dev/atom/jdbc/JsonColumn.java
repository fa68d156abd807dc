package dev.atom.jdbc;

import dev.atom.json.Json;

/** JSON objects as text columns. */
final class JsonColumn {
  private JsonColumn() {}

  /**
   * Returns the text of an object. Half surrogate pairs, which UTF-8 can't hold and a database would
   * silently replace, are written as JSON escapes; outside of strings there are none.
   */
  static String text(Json.Obj value) {
    String text = value.toString();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return escaped(text, i);
      }
    }
    return text;
  }

  private static String escaped(String text, int first) {
    StringBuilder escaped = null;
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      boolean half = Character.isSurrogate(c) && !pair;
      if (half && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        escaped.append(half ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
      if (pair) {
        i++;
        if (escaped != null) {
          escaped.append(text.charAt(i));
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** Returns the object of a text that {@link #text} has made. */
  static Json.Obj object(String text) {
    return Json.parseObject(text.contains("\\ud") ? unescaped(text) : text);
  }

  /**
   * Puts half surrogate pairs back, as not every parser takes their escapes. No other character is
   * ever written as one that begins so.
   */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && text.startsWith("ud", i + 1)) {
        plain.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
        i += 5;
      } else {
        plain.append(c);
        if (c == '\\') {
          i++;
          plain.append(text.charAt(i)); // whatever is escaped, such as another backslash
        }
      }
    }
    return plain.toString();
  }
}
