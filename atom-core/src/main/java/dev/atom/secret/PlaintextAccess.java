package dev.atom.secret;

/**
 * The token that {@link Secret#use} demands. A search for {@code PlaintextAccess.granted} finds every
 * place that sees a secret in plain.
 */
public final class PlaintextAccess {
  private static final PlaintextAccess GRANTED = new PlaintextAccess();

  private PlaintextAccess() {}

  /**
   * Returns the token. Whoever calls this promises not to keep, log or show what it opens.
   *
   * @return the token
   */
  public static PlaintextAccess granted() {
    return GRANTED;
  }
}
