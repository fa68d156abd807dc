/**
 * How bytes are sealed and written; not exported. {@link dev.atom.vault.seal.TinkKeyset} is the only
 * class that calls the encryption library, {@link dev.atom.vault.seal.RecoverySeal} beside it for the
 * recovery key.
 */
package dev.atom.vault.seal;
