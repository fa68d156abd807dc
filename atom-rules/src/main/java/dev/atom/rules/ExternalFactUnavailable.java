package dev.atom.rules;

/**
 * A rule hangs on an external fact that nobody could tell in time, and its condition says that the
 * evaluation fails then. Trying again later can help.
 */
public final class ExternalFactUnavailable extends RulesException {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String condition;
  private final String fact;

  ExternalFactUnavailable(String rule, String condition, String fact, String why) {
    super(
        "external_fact_unavailable",
        true,
        "rule \""
            + rule
            + "\" can't be decided: condition \""
            + condition
            + "\" needs the external fact \""
            + fact
            + "\", which is unavailable: "
            + why);
    this.rule = rule;
    this.condition = condition;
    this.fact = fact;
  }

  /**
   * Returns the rule that can't be decided.
   *
   * @return its id
   */
  public String rule() {
    return rule;
  }

  /**
   * Returns the condition that can't be decided.
   *
   * @return its id, or its place in the rule
   */
  public String condition() {
    return condition;
  }

  /**
   * Returns what was asked for.
   *
   * @return the name of the external fact
   */
  public String fact() {
    return fact;
  }
}
