package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;

/**
 * Moves secrets from one vault to another, sealed for a key that both sides agree on: a {@link
 * RecoveryKey}, of which the sender knows the public half only, or a {@link MasterKey}.
 *
 * {@snippet file="dev/atom/vault/BackupGuideTest.java" region="transfer"}
 *
 * <p>Guarantees: only the holder of the key reads an export; a part that was changed, moved, left
 * out, repeated or taken from another export is refused with {@link BackupDamaged} before it is used.
 * An import commits a secret with its versions and its entry in the audit, or nothing of it. That an
 * export was cut at its end is noticed when its end is reached: what came before is then imported, so
 * make a dry run first, or import the whole one afterwards; what is there already, the same, is left
 * alone. Not proven: who made an export for a recovery key, for everybody may know its public half;
 * and that it isn't an old one.
 *
 * <p>Needs memory for some hundred secrets, however many there are. The audit never leaves the vault.
 * Thread-safe.
 */
public final class Transfer {
  private final VaultCore core;
  private final String actor;

  private Transfer(VaultCore core, String actor) {
    this.core = core;
    this.actor = actor;
  }

  /**
   * Returns how to move a vault's secrets; acts as the vault does.
   *
   * @param vault the vault
   * @return its exports and imports
   */
  public static Transfer of(Vault vault) {
    return new Transfer(vault.core(), vault.actor());
  }

  /**
   * Writes secrets, sealed for a recovery key. Each is in the audit before it is written.
   *
   * @param to where to; flushed, not closed. Of no use if this throws
   * @param selection which
   * @param recipient what {@link RecoveryKey#recipient} returned
   * @return what was written
   * @throws AccessRefused if the policy doesn't allow {@link AuditAction#EXPORT} of a tenant or one
   *     of the secrets
   * @throws VaultUnavailable if the stream or the store failed
   */
  public ExportReport exportTo(OutputStream to, ExportSelection selection, String recipient) {
    core.requireOpen();
    Bytes key = VaultBuilder.recipient(recipient);
    return new ExportWriter(
            core,
            actor,
            selection,
            to,
            (export, id) -> RecoveryKey.wrapFor(key, export, id, ExportFormat.GENERATION))
        .write();
  }

  /**
   * Writes secrets, sealed for a master key. Each is in the audit before it is written.
   *
   * @param to where to; flushed, not closed. Of no use if this throws
   * @param selection which
   * @param key a key that the other side has too
   * @return what was written
   * @throws AccessRefused if the policy doesn't allow {@link AuditAction#EXPORT} of a tenant or one
   *     of the secrets
   * @throws VaultUnavailable if the stream or the store failed
   */
  public ExportReport exportTo(OutputStream to, ExportSelection selection, MasterKey key) {
    core.requireOpen();
    Kek kek = new LocalKek(key, core.roots().random());
    return new ExportWriter(
            core,
            actor,
            selection,
            to,
            (export, id) -> kek.wrap(export, id, ExportFormat.GENERATION))
        .write();
  }

  /**
   * Reads an export that was sealed for a recovery key. Versions count on from those that were there.
   * Where a secret is replaced, its own older versions stay and only the newest comes in.
   *
   * @param from the export; not closed
   * @param key the key
   * @param options under which names, and what to do with secrets that are there
   * @return what came in
   * @throws WrongMasterKey if it was sealed for another key; nothing was imported
   * @throws BackupDamaged if it isn't whole and unchanged
   * @throws VersionTaken if another secret is there and the options say to stop
   * @throws AccessRefused if the policy doesn't allow {@link AuditAction#IMPORT} of one of the secrets
   * @throws VaultUnavailable if the stream or the store failed
   */
  public ImportReport importFrom(InputStream from, RecoveryKey key, ImportOptions options) {
    return imported(from, key.kek(), options);
  }

  /**
   * Reads an export that was sealed for a master key, as {@link #importFrom(InputStream, RecoveryKey,
   * ImportOptions)} does.
   *
   * @param from the export; not closed
   * @param key the key
   * @param options under which names, and what to do with secrets that are there
   * @return what came in
   * @throws WrongMasterKey if it was sealed for another key; nothing was imported
   * @throws BackupDamaged if it isn't whole and unchanged
   * @throws VersionTaken if another secret is there and the options say to stop
   * @throws AccessRefused if the policy doesn't allow {@link AuditAction#IMPORT} of one of the secrets
   * @throws VaultUnavailable if the stream or the store failed
   */
  public ImportReport importFrom(InputStream from, MasterKey key, ImportOptions options) {
    return imported(from, new LocalKek(key, new SecureRandom()), options);
  }

  private ImportReport imported(InputStream from, Kek kek, ImportOptions options) {
    core.requireOpen();
    ExportReader reader = new ExportReader(from, kek);
    SecretImport secrets = new SecretImport(core, actor, options, reader.id());
    reader.read(secrets::page);
    return secrets.report();
  }
}
