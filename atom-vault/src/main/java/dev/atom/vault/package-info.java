/**
 * Keeps keys so that a copy of the disk, a backup or a log shows none of them. A {@link
 * dev.atom.vault.Vault} is a {@link dev.atom.secret.KeySource} in one file, opened with a {@link
 * dev.atom.vault.MasterKey}.
 *
 * <p>Start reading at {@link dev.atom.vault.Vault}.
 */
package dev.atom.vault;
