package dev.atom.spring;

import org.jspecify.annotations.Nullable;

/** Tells a configuration that a condition has promised what it reads. */
final class Settings {
  private Settings() {}

  /** Returns a value that is set; else the property that a condition saw was not bound. */
  static String required(@Nullable String value, String property) {
    if (value == null) {
      throw SettingUnusable.value(property, null, "where it is needed", "set it");
    }
    return value;
  }
}
