/**
 * Where a vault keeps its rows: numbered kinds of rows under short binary keys, every content sealed
 * by the vault before an engine sees it. An engine knows no names, no secrets and no keys, and the
 * vault trusts it with nothing but to keep what was committed: what an engine, or whoever can write
 * to it, changes, removes or puts back is found out above.
 *
 * <p>Start reading at {@link dev.atom.vault.store.VaultStore}.
 */
package dev.atom.vault.store;
