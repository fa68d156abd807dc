package dev.atom.rules;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a rule document. Not thread-safe. */
final class Problems {
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
    found.add(new InvalidRules.Problem(place.rule(), place.path(), kind, message));
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
