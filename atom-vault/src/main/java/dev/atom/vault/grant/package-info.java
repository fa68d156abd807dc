/**
 * OAuth 2 grants in the vault: kept sealed, refreshed once however many ask, and never lost to an
 * answer that didn't arrive.
 *
 * <p>Start reading at {@link dev.atom.vault.grant.Grants}; a host implements {@link
 * dev.atom.vault.grant.GrantRefresher} with its HTTP client.
 */
package dev.atom.vault.grant;
