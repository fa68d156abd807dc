package dev.atom.rules.jsonlogic;

/**
 * How large a JsonLogic rule may be, and how much work one evaluation of it may be.
 *
 * @param operations the number of operations in the rule
 * @param depth how deep operations and lists may be nested in the rule; at most 200
 * @param listItems the number of items of a list that is written in the rule
 * @param steps the work of one evaluation: each item that an operation looks at or makes costs as
 *     many steps as operations are applied to it, eight characters of text that are made cost one
 */
public record JsonLogicLimits(int operations, int depth, int listItems, long steps) {
  /** 2 000 operations, 100 levels, 10 000 items, 1 million steps. */
  public static final JsonLogicLimits DEFAULT = new JsonLogicLimits(2_000, 100, 10_000, 1_000_000);

  /** Refuses numbers below 1 and a depth above 200. */
  public JsonLogicLimits {
    if (operations < 1 || depth < 1 || listItems < 1 || steps < 1 || depth > 200) {
      throw new IllegalArgumentException(
          "limits are at least 1 and the depth at most 200, not "
              + String.join(", ", "" + operations, "" + depth, "" + listItems, "" + steps));
    }
  }
}
