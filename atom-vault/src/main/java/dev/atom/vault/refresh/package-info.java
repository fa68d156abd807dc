/**
 * How grants are refreshed; not exported. {@link dev.atom.vault.refresh.VaultGrants} is what callers
 * see, {@link dev.atom.vault.refresh.Refresh} the steps of one refresh, {@link
 * dev.atom.vault.refresh.GrantRows} what both need of the vault.
 */
package dev.atom.vault.refresh;
