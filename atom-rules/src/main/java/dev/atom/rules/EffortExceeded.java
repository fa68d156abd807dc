package dev.atom.rules;

/**
 * An evaluation would have taken more steps than {@link RuleLimits#effort} allows, so it was ended and
 * nothing was decided: no rule has fired. The same facts and rules end so again.
 */
public final class EffortExceeded extends RulesException {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String condition;
  private final long limit;
  private final long steps;

  EffortExceeded(String rule, String condition, long limit, long steps) {
    super("effort_exceeded", describe(rule, condition, limit));
    this.rule = rule;
    this.condition = condition;
    this.limit = limit;
    this.steps = steps;
  }

  private static String describe(String rule, String condition, long limit) {
    return "the evaluation takes more than "
        + limit
        + " steps; it was at condition \""
        + Texts.cut(condition, 200)
        + (rule.isEmpty() ? "\"" : "\" of rule \"" + Texts.cut(rule, 200) + "\"")
        + ". Give it smaller facts or a simpler condition, or raise the limit \"effort\"";
  }

  /**
   * Returns the rule that was being worked on. Equal conditions of several rules are asked once; then
   * it is the first of the rules.
   *
   * @return its id; empty if a condition was asked on its own
   */
  public String rule() {
    return rule;
  }

  /**
   * Returns the condition that was being worked on.
   *
   * @return what names it in its rule, as in traces
   */
  public String condition() {
    return condition;
  }

  /**
   * Returns how many steps were allowed.
   *
   * @return 1 or more
   */
  public long limit() {
    return limit;
  }

  /**
   * Returns how many steps were taken or about to be when the evaluation was ended.
   *
   * @return more than {@link #limit}
   */
  public long steps() {
    return steps;
  }
}
