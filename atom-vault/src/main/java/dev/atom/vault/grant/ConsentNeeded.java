package dev.atom.vault.grant;

import dev.atom.vault.VaultException;

/** A grant gives no access token until its owner consents again; what there was of it is kept. */
public final class ConsentNeeded extends VaultException {
  private static final long serialVersionUID = 1L;

  private final ConsentReason reason;

  /**
   * For the vault.
   *
   * @param reason why
   * @param message which grant and what to do
   */
  public ConsentNeeded(ConsentReason reason, String message) {
    super("consent_needed", false, message);
    this.reason = reason;
  }

  /**
   * Returns why the owner must consent again.
   *
   * @return the reason
   */
  public ConsentReason reason() {
    return reason;
  }
}
