/**
 * Brings the keys that a host has today into a vault: from Fernet tokens in its database, from {@code
 * .env} files and Java properties. Nothing here writes those forms.
 *
 * <p>Start reading at {@link dev.atom.vault.migrate.Migration}.
 */
package dev.atom.vault.migrate;
