package dev.atom.vault;

import dev.atom.AtomException;
import dev.atom.vault.grant.ConsentNeeded;
import dev.atom.vault.grant.RefreshDelayed;

/** The root of what a vault throws on purpose. No message and no cause holds a secret. */
public abstract sealed class VaultException extends AtomException
    permits AccessRefused,
        BackupDamaged,
        ConsentNeeded,
        ImportUnreadable,
        IncompatibleLibrary,
        MasterKeyUnusable,
        NoSuchSecret,
        RefreshDelayed,
        RolledBack,
        SecretExpired,
        TamperedRecord,
        TenantShredded,
        UnsupportedFormat,
        VaultConflict,
        VaultCorrupt,
        VaultLocked,
        VaultUnavailable,
        VersionTaken,
        WrongMasterKey {
  private static final long serialVersionUID = 1L;

  /**
   * For those of this library.
   *
   * @param code the stable identifier of this kind of failure
   * @param retryable whether the same call may succeed later
   * @param message what failed, on which value, and what to do
   */
  protected VaultException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  VaultException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
