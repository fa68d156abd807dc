package dev.atom.schema;

/**
 * The words that a value rests on, found in a message. They need not equal the value ("any",
 * "yes").
 *
 * @param message the message's id
 * @param author who said it, as in {@code Author.kind()}: the other side may have offered the value
 * @param quote the words as they stand in the message
 * @param strength how telling they are
 */
public record Evidence(String message, String author, String quote, Strength strength) {
  /** How telling a quote is. */
  public enum Strength {
    /** The quote is a whole message: it may hold much besides. */
    WEAK,
    /** The quote is a part of a message. */
    STRONG
  }

  /**
   * Returns where it stands: the words may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Evidence[" + message + ", " + author + ", " + strength + "]";
  }
}
