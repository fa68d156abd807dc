package dev.atom.vault;

/** There is no such secret, or not in the version or state that was asked for. */
public final class NoSuchSecret extends VaultException {
  private static final long serialVersionUID = 1L;

  NoSuchSecret(String message) {
    super("no_such_secret", false, message);
  }
}
