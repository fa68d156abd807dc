package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How paths are written in Java, where a condition stands: {@code i1} is an item of the outermost
 * list, and {@code e} the event.
 */
record JavaNames(
    Map<String, String> declared, Map<String, Json.Obj> calendars, List<String> lists) {
  /** The variables of the items. */
  static final String ITEMS = "i1, i2, i3";

  /** On the items of a list. */
  JavaNames in(String list) {
    List<String> inside = new ArrayList<>(lists);
    inside.add(named(list) + "[]");
    return new JavaNames(declared, calendars, inside);
  }

  /** The variable of the item that paths begin at. */
  String item() {
    return lists.isEmpty() ? "e.root()" : "i" + lists.size();
  }

  Json.Obj calendar(String name) {
    return Optional.ofNullable(calendars.get(name)).orElseThrow();
  }

  String source(String path) {
    if (path.equals("@now")) {
      return "e.now().toString()";
    }
    if (path.equals("@event")) {
      return "e.kind()";
    }
    int level = level(path);
    return walk(level == 0 ? "e.root()" : "i" + level, inner(path));
  }

  /** The source of a walk from a value. */
  static String walk(String from, String path) {
    String java = from;
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
      java =
          step.matches("\\d")
              ? "item(" + java + ", " + step + ")"
              : "member(" + java + ", " + JavaJudge.quoted(step) + ")";
    }
    return java;
  }

  /** The path from the item or event on that it begins at; empty for the item itself. */
  String inner(String path) {
    String inner = path.replaceAll("^(\\^\\.)+", "");
    return inner.equals("@") ? "" : inner;
  }

  boolean declared(String path) {
    return path.equals("@now") || declared.containsKey(named(path));
  }

  private int level(String path) {
    return lists.size() - (path.length() - path.replace("^.", "").length()) / 2;
  }

  private String named(String path) {
    String inner = inner(path).replaceAll("\\.[0-9]+", "[]");
    int level = level(path);
    String list = level == 0 ? "" : lists.get(level - 1);
    return list.isEmpty() || inner.isEmpty() ? list + inner : list + "." + inner;
  }
}
