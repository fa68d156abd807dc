package dev.atom.rules.jsonlogic;

import org.jspecify.annotations.Nullable;

/** A place in a rule; its pointer is worked out when it is needed. */
record Place(@Nullable Place parent, String step) {
  static final Place TOP = new Place(null, "");
  private static final int LONGEST_NAME = 40;

  Place at(String member) {
    return new Place(this, shown(member));
  }

  /** A name from the rule, cut where it is long. */
  static String shown(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
  }

  Place at(int index) {
    return new Place(this, Integer.toString(index));
  }

  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Place at = this; at.parent != null; at = at.parent) {
      pointer.insert(0, "/" + at.step.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
