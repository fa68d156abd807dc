package dev.atom.rules.index;

/**
 * Where a field's value comes from in an event. Two inputs that are equal are one field, which is read
 * once per event; so an implementation is a value, equal by content, and thread-safe.
 *
 * @param <S> what is known of an event
 */
public interface Input<S> {
  /**
   * Reads the field.
   *
   * @param event the event
   * @param cell takes the value; always set by this call
   */
  void read(S event, Cell cell);

  /**
   * Tells whether text is looked up regardless of case; the texts in {@link Values} are then folded
   * by {@link TextKeys#fold}.
   *
   * @return true if it is
   */
  boolean ignoresCase();
}
