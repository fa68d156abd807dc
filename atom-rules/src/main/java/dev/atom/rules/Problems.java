package dev.atom.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a rule document, as far as anybody would read: a document of nothing but
 * faults must not cost more memory than it has itself. Not thread-safe.
 */
final class Problems {
  private static final int MOST = 1_000;
  private static final int LONGEST = 2_000;

  private final List<InvalidRules.Problem> found = new ArrayList<>();

  /**
   * A place in the document and the rule that it belongs to. Its path is put together when it is asked
   * for, which for most places is never.
   */
  static final class Place {
    static final Place TOP = new Place("", null, "", -1);
    private static final int NO_INDEX = -1;

    private final String rule;
    private final @Nullable Place outer;
    private final String step;
    private final int index;

    private Place(String rule, @Nullable Place outer, String step, int index) {
      this.rule = rule;
      this.outer = outer;
      this.step = step;
      this.index = index;
    }

    Place at(String member) {
      return new Place(rule, this, member, NO_INDEX);
    }

    Place at(int item) {
      return new Place(rule, this, "", item);
    }

    /** The same place in a rule; what lies within is within this one. */
    Place inRule(String id) {
      return new Place(id, outer, step, index);
    }

    String rule() {
      return rule;
    }

    /** A JSON Pointer (RFC 6901). */
    String path() {
      StringBuilder path = new StringBuilder();
      write(path, null);
      return path.toString();
    }

    /** The path from a place further out on. */
    String within(Place from) {
      StringBuilder path = new StringBuilder();
      write(path, from);
      return path.toString();
    }

    private void write(StringBuilder path, @Nullable Place from) {
      if (this == from || outer == null) {
        return;
      }
      outer.write(path, from);
      path.append('/');
      if (index != NO_INDEX) {
        path.append(index);
      } else {
        path.append(step.replace("~", "~0").replace("/", "~1"));
      }
    }
  }

  void add(Place place, InvalidRules.Kind kind, String message) {
    add(place, "", kind, message);
  }

  /** Adds what lies at a JSON Pointer from a place on. */
  void add(Place place, String pointer, InvalidRules.Kind kind, String message) {
    String shown = Texts.cut(message, LONGEST);
    found.add(new InvalidRules.Problem(place.rule(), place.path() + pointer, kind, shown));
    if (found.size() >= MOST) {
      throw failure();
    }
  }

  /** Two rules must not have the same id; the ids are those of the rules before. */
  void unique(String id, Place rule, Map<String, Place> ids) {
    Place same = ids.putIfAbsent(id, rule);
    if (same != null) {
      add(
          rule.at("id"),
          InvalidRules.Kind.DUPLICATE_ID,
          "the rule at " + same.path() + " has the same id");
    }
  }

  /** Throws at once if there are too many rules to look at. */
  void atMost(int most, int rules, Place place) {
    if (rules > most) {
      add(
          place,
          InvalidRules.Kind.LIMIT_EXCEEDED,
          "the document has " + rules + " rules; at most " + most);
      throw failure();
    }
  }

  /** Whether conditions are nested deeper than they may be, which is noted. */
  boolean tooDeep(int most, int depth, Place place) {
    if (depth > most) {
      add(
          place,
          InvalidRules.Kind.LIMIT_EXCEEDED,
          "conditions are nested deeper than " + most + " levels");
    }
    return depth > most;
  }

  int count() {
    return found.size();
  }

  InvalidRules failure() {
    return new InvalidRules(found);
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw failure();
    }
  }
}
