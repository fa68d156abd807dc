package dev.atom.mock;

/** How a {@link ReplayServer} finds the exchange for a request. */
public enum Matching {
  /**
   * Method, path with query, and body are the same: JSON in meaning, another text to the letter; a
   * body that was recorded only by description (multipart, binary) equals any that is no JSON. Query
   * parameters may come in another order, and one that was recorded as {@code <redacted>} may have
   * any value.
   */
  BODY,
  /** Method and path with query are the same; the body may differ. */
  PATH,
  /** The next exchange, whatever is asked; each once. */
  IN_ORDER
}
