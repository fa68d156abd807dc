package dev.atom.router.policy;

import java.util.ArrayList;
import java.util.List;

/** Sets of targets as bits: target number n is bit n. */
public final class Targets {
  /** The most targets that a route can have. */
  public static final int MOST = Long.SIZE;

  private Targets() {}

  /**
   * Returns the set of one target.
   *
   * @param target its number
   * @return one bit
   */
  public static long only(int target) {
    return 1L << target;
  }

  /**
   * Tells whether a set has a target.
   *
   * @param set the set
   * @param target the target's number
   * @return true if so
   */
  public static boolean has(long set, int target) {
    return (set & only(target)) != 0;
  }

  /**
   * Returns the first target of a set.
   *
   * @param set not empty
   * @return its number
   */
  public static int first(long set) {
    return Long.numberOfTrailingZeros(set);
  }

  /**
   * Returns one target of a set.
   *
   * @param set the set
   * @param place which, from 0, less than the set's size
   * @return its number
   */
  public static int at(long set, int place) {
    long rest = set;
    for (int i = 0; i < place; i++) {
      rest &= rest - 1;
    }
    return first(rest);
  }

  /**
   * Returns the numbers of a set.
   *
   * @param set the set
   * @return in ascending order
   */
  public static List<Integer> list(long set) {
    List<Integer> numbers = new ArrayList<>();
    for (long rest = set; rest != 0; rest &= rest - 1) {
      numbers.add(first(rest));
    }
    return numbers;
  }
}
