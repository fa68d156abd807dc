package dev.atom.vault;

/**
 * A backup or an export is cut, or was changed, put together from others, or isn't one at all. It is
 * not said of one that is whole and opens with another key: that is {@link WrongMasterKey}.
 */
public final class BackupDamaged extends VaultException {
  private static final long serialVersionUID = 1L;

  BackupDamaged(String message) {
    super("backup_damaged", false, message);
  }
}
