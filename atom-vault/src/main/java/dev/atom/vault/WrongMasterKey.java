package dev.atom.vault;

/** The vault was sealed with another master key; nothing was written to it. */
public final class WrongMasterKey extends VaultException {
  private static final long serialVersionUID = 1L;

  WrongMasterKey(String message) {
    super("wrong_master_key", false, message);
  }
}
