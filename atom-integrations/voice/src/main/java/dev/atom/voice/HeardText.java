package dev.atom.voice;

import java.util.Objects;

/**
 * A text that was being said, split where the listener stopped hearing it.
 *
 * @param heard what was heard, a beginning of the text; may be empty
 * @param unheard the rest of the text; empty if all was heard
 */
public record HeardText(String heard, String unheard) {
  /** Checks that both are there. */
  public HeardText {
    Objects.requireNonNull(heard, "heard");
    Objects.requireNonNull(unheard, "unheard");
  }

  /**
   * Tells whether all was heard.
   *
   * @return true if nothing is left, also for an empty text
   */
  public boolean whole() {
    return unheard.isEmpty();
  }

  /**
   * Returns the text.
   *
   * @return both parts joined, exactly as the text was
   */
  public String text() {
    return heard + unheard;
  }

  /**
   * Returns lengths only: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "HeardText[" + heard.length() + " of " + text().length() + " characters]";
  }
}
