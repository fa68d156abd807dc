package dev.atom.rules.check;

import java.util.Locale;

/** Constants as they stand in JSON. */
final class Names {
  private Names() {}

  /** Such as {@code alwaysTrue} for {@code ALWAYS_TRUE}. */
  static String of(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      name.append(word, 1, word.length());
    }
    return name.toString();
  }
}
