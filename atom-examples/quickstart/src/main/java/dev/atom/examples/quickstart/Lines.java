package dev.atom.examples.quickstart;

import java.util.HashMap;
import java.util.Map;

/** Knows on which line of a JSON text each value begins, by its JSON Pointer. */
final class Lines {
  private final String text;
  private final Map<String, Integer> lines = new HashMap<>();
  private int at;
  private int line = 1;

  private Lines(String text) {
    this.text = text;
  }

  /** Reads a text that is known to be JSON. */
  static Lines of(String json) {
    Lines lines = new Lines(json);
    lines.value("");
    return lines;
  }

  /** Returns the line of a value; of what contains it, if it isn't there. */
  int of(String pointer, String member) {
    String path = pointer + "/" + member;
    while (!lines.containsKey(path) && !path.isEmpty()) {
      path = path.substring(0, path.lastIndexOf('/'));
    }
    return lines.getOrDefault(path, 0);
  }

  private char next() {
    while (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
      line += text.charAt(at++) == '\n' ? 1 : 0;
    }
    return text.charAt(at);
  }

  private void value(String pointer) {
    char first = next();
    lines.put(pointer, line);
    switch (first) {
      case '{' -> object(pointer);
      case '[' -> array(pointer);
      case '"' -> string();
      default -> skipLiteral();
    }
  }

  private void object(String pointer) {
    at++;
    while (next() != '}') {
      String name = string();
      next();
      at++; // the colon
      value(pointer + "/" + name);
      if (next() == ',') {
        at++;
      }
    }
    at++;
  }

  private void array(String pointer) {
    at++;
    for (int i = 0; next() != ']'; i++) {
      value(pointer + "/" + i);
      if (next() == ',') {
        at++;
      }
    }
    at++;
  }

  /** Passes over a string; names with escapes keep them, no known member has any. */
  private String string() {
    int start = ++at;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(start, at++);
  }

  private void skipLiteral() {
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
  }
}
