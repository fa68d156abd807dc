package dev.atom.rules;

/**
 * How large rules may be, and how much work one evaluation of them; for hosts that take rules or facts
 * from people they don't know.
 *
 * {@snippet file="dev/atom/rules/HostileDocumentsTest.java" region="limits"}
 *
 * <p>Whatever the limits, a list of values has at most 1 000 items, a list in JsonLogic 10 000, and a
 * text in a document's text, such as a description or a value, a million characters.
 *
 * @param characters the length of a rule document's text
 * @param rules the number of rules in a set
 * @param depth how deep conditions may be nested in a rule, the outermost being 1; at most 100
 * @param conditions the number of conditions in a rule, of which each operation of JsonLogic is one
 * @param effort the steps of one evaluation, each some nanoseconds: an item of a list and a condition
 *     on it is one, a place in which a regular expression is at a character of a text, a step of
 *     JsonLogic, sixteen characters that are searched for a part or turned to lower case. What takes
 *     the same time whatever the facts hold costs nothing. Beyond it the evaluation ends with {@link
 *     EffortExceeded}
 */
public record RuleLimits(int characters, int rules, int depth, int conditions, long effort) {
  /**
   * For the host's own rules: 16 million characters, 100 000 rules, 20 levels, 200 conditions in a
   * rule, 5 million steps.
   */
  public static final RuleLimits DEFAULT = new RuleLimits(16_000_000, 100_000, 20, 200, 5_000_000);

  /**
   * For rules from people you don't know: a million characters, 1 000 rules, 20 levels, 200 conditions
   * in a rule, 2 million steps.
   */
  public static final RuleLimits STRANGERS = new RuleLimits(1_000_000, 1_000, 20, 200, 2_000_000);

  static final int LIST_ITEMS = 1_000;

  /** The longest text in a document's text, such as a description or a value. */
  static final int TEXT = 1_000_000;

  /** Each level multiplies the time by the length of a list. */
  static final int LISTS_IN_LISTS = 3;

  /** Refuses numbers below 1 and a depth above 100. */
  public RuleLimits {
    if (characters < 1 || rules < 1 || depth < 1 || conditions < 1 || effort < 1 || depth > 100) {
      throw new IllegalArgumentException(
          "limits are at least 1 and the depth at most 100, not "
              + String.join(
                  ", ", "" + characters, "" + rules, "" + depth, "" + conditions, "" + effort));
    }
  }

  /**
   * Returns these limits with another length of the text.
   *
   * @param most characters, 1 or more
   * @return the limits
   */
  public RuleLimits characters(int most) {
    return new RuleLimits(most, rules, depth, conditions, effort);
  }

  /**
   * Returns these limits with another number of rules.
   *
   * @param most rules, 1 or more
   * @return the limits
   */
  public RuleLimits rules(int most) {
    return new RuleLimits(characters, most, depth, conditions, effort);
  }

  /**
   * Returns these limits with another nesting.
   *
   * @param most levels, from 1 to 100
   * @return the limits
   */
  public RuleLimits depth(int most) {
    return new RuleLimits(characters, rules, most, conditions, effort);
  }

  /**
   * Returns these limits with another number of conditions in a rule.
   *
   * @param most conditions, 1 or more
   * @return the limits
   */
  public RuleLimits conditions(int most) {
    return new RuleLimits(characters, rules, depth, most, effort);
  }

  /**
   * Returns these limits with another bound of the work of an evaluation.
   *
   * @param most steps, 1 or more
   * @return the limits
   */
  public RuleLimits effort(long most) {
    return new RuleLimits(characters, rules, depth, conditions, most);
  }
}
