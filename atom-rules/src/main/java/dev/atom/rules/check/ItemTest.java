package dev.atom.rules.check;

/**
 * What is asked of the items of a list.
 *
 * @param all whether each item has to be so, rather than any of them
 * @param each what an item has to be like
 * @param items what is known of conditions on items of this list
 */
record ItemTest(boolean all, Formula each, Formulas items) {

  /** Whether every list of at least one item that passes this test passes the other. */
  boolean implies(ItemTest other) {
    // Of any item that passes, nothing is known of the others.
    boolean reaches = all || !other.all;
    return reaches && items.excluded(each, Formula.not(other.each));
  }

  /** Whether no list passes both tests, if it has an item. */
  boolean excludes(ItemTest other) {
    return (all || other.all) && items.excluded(each, other.each);
  }
}
