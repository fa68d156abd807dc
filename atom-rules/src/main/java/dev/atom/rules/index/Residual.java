package dev.atom.rules.index;

/**
 * A test that no index can answer; it is run only where all that is indexed holds. Equal ones are run
 * once per event. Thread-safe.
 *
 * @param <S> what is known of an event
 */
public interface Residual<S> {
  /**
   * Runs the test.
   *
   * @param event the event
   * @return what the test says
   */
  boolean test(S event);

  /**
   * Tells how dear the test is.
   *
   * @return the cheaper run first; no unit
   */
  int cost();
}
