package dev.atom.rules.jsonlogic;

/**
 * The steps that several evaluations may take together, such as all of one event. An implementation
 * need not be thread-safe; it is used by the thread that evaluates.
 */
public interface Budget {
  /**
   * Returns what is left.
   *
   * @return 0 or more steps
   */
  long left();

  /**
   * Takes steps away; may throw if there are not as many left.
   *
   * @param steps 0 or more
   */
  void charge(long steps);
}
