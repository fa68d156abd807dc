package dev.atom.rules;

/** How many of the matching rules of a group fire. */
public enum GroupMode {
  /** All of them: {@code "all"}, the default. */
  ALL("all"),
  /** Only the first in the order of firing: {@code "first"}. */
  FIRST("first");

  private final String jsonName;

  GroupMode(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a rule document.
   *
   * @return {@code all} or {@code first}
   */
  public String jsonName() {
    return jsonName;
  }
}
