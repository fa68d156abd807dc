package dev.atom.vault;

import dev.atom.AtomException;

/** The root of what a vault throws on purpose. No message and no cause holds a secret. */
public abstract sealed class VaultException extends AtomException
    permits AccessRefused,
        BackupDamaged,
        ImportUnreadable,
        IncompatibleLibrary,
        MasterKeyUnusable,
        NoSuchSecret,
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

  VaultException(String code, boolean retryable, String message) {
    super(code, retryable, message);
  }

  VaultException(String code, boolean retryable, String message, Throwable cause) {
    super(code, retryable, message, cause);
  }
}
