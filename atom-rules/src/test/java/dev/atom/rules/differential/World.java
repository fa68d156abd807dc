package dev.atom.rules.differential;

import java.util.List;
import java.util.Map;

/** What the rules and events of a batch are mostly about. Batches take turns. */
enum World {
  /** Everything, and nothing is known of the fields. */
  OPEN,
  /** Everything, and a vocabulary declares fields as points in time. */
  DECLARED,
  /** Parts of texts over a few letters. */
  TEXTS,
  /** Clocks, zones and calendars. */
  TIMES,
  /** Items of lists. */
  LISTS;

  /** The fields and what they mostly hold. */
  static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("a", "any"),
          Map.entry("b", "any"),
          Map.entry("n", "number"),
          Map.entry("m", "number"),
          Map.entry("t", "text"),
          Map.entry("u", "text"),
          Map.entry("l", "list"),
          Map.entry("k", "list"),
          Map.entry("l.0", "any"),
          Map.entry("o", "object"),
          Map.entry("o.x", "any"),
          Map.entry("o.y.1", "any"),
          Map.entry("d", "day"),
          Map.entry("d2", "day"),
          Map.entry("i", "instant"),
          Map.entry("h", "time"),
          Map.entry("p", "span"),
          Map.entry("w", "days"),
          Map.entry("tags", "texts"),
          Map.entry("rows", "rows"),
          Map.entry("rows.0.at", "instant"),
          Map.entry("@now", "instant"),
          Map.entry("@event", "kind"),
          Map.entry("none", "any"));

  /** The fields of the items of rows. */
  static final Map<String, String> ITEM =
      Map.of("x", "any", "n", "number", "s", "text", "at", "instant", "subs", "list", "@", "any");

  static final List<String> IN_ROWS =
      ITEM.keySet().stream().filter(name -> !name.equals("@")).sorted().toList();

  static final List<String> PATHS = FIELDS.keySet().stream().sorted().toList();
  static final List<String> TOP =
      PATHS.stream()
          .filter(p -> !p.contains(".") && !p.contains("@") && !p.equals("none"))
          .toList();

  private static final List<String> OF_TEXTS =
      List.of("t", "t", "t", "u", "u", "tags", "a", "rows.0.s", "none");
  private static final List<String> OF_TIMES =
      List.of("i", "i", "i", "d", "d2", "h", "@now", "rows.0.at", "a");

  /** The fields that a vocabulary declares. */
  Map<String, String> declared() {
    return this == DECLARED || this == TIMES
        ? Map.of("d", "day", "d2", "day", "i", "instant", "h", "time", "rows[].at", "instant")
        : Map.of();
  }

  /** The fields that conditions are on. */
  List<String> paths() {
    return switch (this) {
      case TEXTS -> OF_TEXTS;
      case TIMES -> OF_TIMES;
      case OPEN, DECLARED, LISTS -> PATHS;
    };
  }

  /** How many of a hundred conditions are on the items of lists. */
  int items() {
    return this == LISTS ? 50 : 6;
  }

  /** How many of a hundred conditions are JsonLogic. */
  int logic() {
    return this == TEXTS || this == LISTS ? 20 : 8;
  }
}
