package dev.atom.calendar;

/** Names of components, properties and parameters: letters, digits and hyphens. */
final class Names {
  private Names() {}

  static boolean valid(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static void check(String what, String name) {
    if (!valid(name)) {
      throw new IllegalArgumentException(
          "the name of a " + what + " is letters, digits and hyphens, not \"" + name + "\"");
    }
  }
}
