package dev.atom.rules;

/** What a condition on an external fact does when it gets no answer in time. */
public enum OnUnavailable {
  /** The condition is false. */
  NO_MATCH("noMatch"),
  /** The condition is true. */
  MATCH("match"),
  /** The evaluation ends with {@link ExternalFactUnavailable}, if the rule hangs on the condition. */
  FAIL("fail");

  private final String jsonName;

  OnUnavailable(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in a rule document.
   *
   * @return {@code noMatch}, {@code match} or {@code fail}
   */
  public String jsonName() {
    return jsonName;
  }
}
