package dev.atom.rules.index;

import java.math.BigDecimal;

/**
 * How a field lies in the one array of an index. Every field begins with a header; places are counted
 * from the beginning of the array, so that an event touches few lines of memory. A word of a header
 * holds two whole numbers.
 *
 * <p>What a value leads to is a row and bits to be turned round in it: {@code row, list}, the list
 * being a place in the index's array of whole numbers, where it begins with its length. Of numbers,
 * only every so-maniest row is there: the bits that are turned round between two of them stand in
 * ascending order of the numbers at which they turn, so that any piece of the list is right.
 */
final class Layout {
  /** Table of texts, and the longest text in it. */
  static final int TEXTS = 0;

  /** Mask of the table, -1 if there is none; 1 if every number is short. */
  static final int MASK = 1;

  /** Numbers as doubles, and how many. */
  static final int POINTS = 2;

  /** How many bits are turned before the first number, and where the list begins. */
  static final int TURNS = 3;

  /** The rows of numbers, and the number of the first. */
  static final int ROWS = 4;

  /** Where the exact numbers begin, and the list of who asks for the field, 0 if they are many. */
  static final int EXACT = 5;

  /** The number of the last row of numbers. */
  static final int LAST = 6;

  /** What the kinds lead to. */
  static final int KINDS = 7;

  static final int LENGTH = KINDS + Cell.KINDS;

  /** The row of ones, which begins every index. */
  static final int ONES = 0;

  private Layout() {}

  static int high(long word) {
    return (int) (word >>> 32);
  }

  static int low(long word) {
    return (int) word;
  }

  /** Whether a number is one that its double tells from all others of this kind. */
  static boolean isShort(BigDecimal number) {
    int scale = number.scale();
    return scale <= 22 && scale >= -22 && number.precision() <= 15;
  }

  static boolean isShort(long number) {
    return number > -1_000_000_000_000_000L && number < 1_000_000_000_000_000L;
  }
}
