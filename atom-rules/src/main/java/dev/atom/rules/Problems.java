package dev.atom.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a rule document, as far as anybody would read: a document of nothing but
 * faults must not cost more memory than it has itself. Not thread-safe.
 */
final class Problems {
  private static final int MOST = 1_000;
  private static final int LONGEST = 2_000;

  private final List<InvalidRules.Problem> found = new ArrayList<>();

  /** A place in the document and the rule that it belongs to. */
  record Place(String rule, String path) {
    static final Place TOP = new Place("", "");

    Place at(String step) {
      return new Place(rule, path + "/" + step.replace("~", "~0").replace("/", "~1"));
    }

    Place at(int index) {
      return new Place(rule, path + "/" + index);
    }

    Place inRule(String id) {
      return new Place(id, path);
    }
  }

  void add(Place place, InvalidRules.Kind kind, String message) {
    String shown = Texts.cut(message, LONGEST);
    found.add(new InvalidRules.Problem(place.rule(), place.path(), kind, shown));
    if (found.size() >= MOST) {
      throw failure();
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
