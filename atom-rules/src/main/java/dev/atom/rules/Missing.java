package dev.atom.rules;

/** What a condition answers when its field is missing or {@code null}, whatever its operator. */
public enum Missing {
  /** The condition is true: {@code "missing": "match"}. */
  MATCH("match"),
  /** The condition is false: {@code "missing": "noMatch"}. */
  NO_MATCH("noMatch");

  private final String jsonName;

  Missing(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a rule document.
   *
   * @return {@code match} or {@code noMatch}
   */
  public String jsonName() {
    return jsonName;
  }
}
