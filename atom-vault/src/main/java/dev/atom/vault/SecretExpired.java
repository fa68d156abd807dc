package dev.atom.vault;

/** The secret is there but its time is over; put a new one. */
public final class SecretExpired extends VaultException {
  private static final long serialVersionUID = 1L;

  SecretExpired(String message) {
    super("secret_expired", false, message);
  }
}
