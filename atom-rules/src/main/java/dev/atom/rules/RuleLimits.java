package dev.atom.rules;

/**
 * How large rules may be; for hosts that take rules from people they don't know.
 *
 * @param characters the length of a rule document's text
 * @param rules the number of rules in a set
 * @param depth how deep conditions may be nested in a rule, the outermost being 1; at most 100
 * @param conditions the number of field conditions in a rule
 */
public record RuleLimits(int characters, int rules, int depth, int conditions) {
  /** 16 million characters, 100 000 rules, 20 levels, 200 conditions in a rule. */
  public static final RuleLimits DEFAULT = new RuleLimits(16_000_000, 100_000, 20, 200);

  static final int LIST_ITEMS = 1_000;

  /** Each level multiplies the time by the length of a list. */
  static final int LISTS_IN_LISTS = 3;

  /** Refuses numbers below 1 and a depth above 100. */
  public RuleLimits {
    if (characters < 1 || rules < 1 || depth < 1 || conditions < 1 || depth > 100) {
      throw new IllegalArgumentException(
          "limits are at least 1 and the depth at most 100, not "
              + String.join(", ", "" + characters, "" + rules, "" + depth, "" + conditions));
    }
  }
}
