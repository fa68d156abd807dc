package dev.atom.rules;

/** How many of the matching rules of a group fire. */
public enum GroupMode {
  /** All of them: {@code "all"}, the default. */
  ALL("all"),
  /** Only the first in the order of firing: {@code "first"}. */
  FIRST("first"),
  /**
   * All of them, and the {@link Rule#score} of each is added up: {@code "score"}. The sum is in
   * {@link Decision#score}.
   */
  SCORE("score");

  private final String jsonName;

  GroupMode(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a rule document.
   *
   * @return {@code all}, {@code first} or {@code score}
   */
  public String jsonName() {
    return jsonName;
  }
}
