package dev.atom.vault.grant;

import dev.atom.Deadline;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.util.List;
import java.util.Optional;

/**
 * The OAuth 2 grants in a vault. Gives out access tokens and refreshes them when they are about to
 * end. {@link dev.atom.vault.Vault#grants} makes it.
 *
 * {@snippet file="dev/atom/vault/grant/GrantSnippetTest.java" region="grants"}
 *
 * <p>Guarantees: of all threads and processes that share a store, one at a time sends a grant's
 * refresh token, and the others get what that one got; that holds while their clocks differ by no
 * more than {@link GrantOptions#clockDifference} and the {@link GrantRefresher} keeps its deadline. A
 * new pair of tokens is stored before anybody gets it. Who was too slow never overwrites what another
 * one stored since. An outage or a lost answer destroys no grant; only the provider's refusal of the
 * refresh token does, and then the grant is kept as {@link GrantState#NEEDS_CONSENT}.
 *
 * <p>A refresh runs on a thread of its own: whoever is interrupted, or has a deadline, leaves without
 * harm to the others. Thread-safe.
 */
public interface Grants extends KeySource, AutoCloseable {
  /**
   * Saves what an owner has granted, in place of what was there. What was there is kept as an older
   * version, as {@link dev.atom.vault.Vault#put} does.
   *
   * @param ref where
   * @param grant stays the caller's to close
   * @return the version
   * @throws IllegalArgumentException if its tokens are together longer than 60,000 bytes
   * @throws dev.atom.vault.VaultException if it can't be kept
   */
  long save(SecretRef ref, Grant grant);

  /**
   * Returns an access token that can be used now, refreshed if it was about to end. As long as the
   * one there is lasts, it is given also when it can't be refreshed at the moment.
   *
   * @param ref which grant
   * @return a copy, to be closed by the caller
   * @throws ConsentNeeded if its owner must consent again
   * @throws RefreshDelayed if it has ended and can't be refreshed at the moment
   * @throws dev.atom.vault.NoSuchSecret if there is no grant
   */
  default Secret accessToken(SecretRef ref) {
    return accessToken(ref, Deadline.never());
  }

  /**
   * Returns an access token, as {@link #accessToken(SecretRef)} does, by a deadline.
   *
   * @param ref which grant
   * @param deadline how long to wait for a refresh, which goes on for others
   * @return a copy, to be closed by the caller
   * @throws ConsentNeeded if its owner must consent again
   * @throws RefreshDelayed if it has ended and can't be refreshed at the moment, or not in time
   * @throws dev.atom.vault.NoSuchSecret if there is no grant
   */
  Secret accessToken(SecretRef ref, Deadline deadline);

  /**
   * Finds the access token, as {@link #accessToken(SecretRef)} returns it.
   *
   * @param ref which grant
   * @return a copy, to be closed by the caller; empty if there is no grant
   * @throws ConsentNeeded if its owner must consent again
   * @throws RefreshDelayed if it has ended and can't be refreshed at the moment
   */
  @Override
  Optional<Secret> find(SecretRef ref);

  /**
   * Refreshes an access token though its time isn't over. A call that finds a refresh going on gets
   * its result. Needs the right to refresh beside the right to use.
   *
   * @param ref which grant
   * @return a copy of the new one, to be closed by the caller
   * @throws ConsentNeeded if its owner must consent again
   * @throws RefreshDelayed if it can't be refreshed at the moment
   * @throws dev.atom.vault.NoSuchSecret if there is no grant
   */
  Secret refresh(SecretRef ref);

  /**
   * Refreshes an access token that a service has refused, unless somebody has done that already.
   *
   * @param ref which grant
   * @param refused the token that the service answered with 401; stays the caller's to close
   * @param deadline how long to wait, while the refresh goes on for others
   * @return a copy of another one, to be closed by the caller
   * @throws ConsentNeeded if its owner must consent again
   * @throws RefreshDelayed if it can't be refreshed at the moment, or not in time
   * @throws dev.atom.vault.NoSuchSecret if there is no grant
   */
  Secret refresh(SecretRef ref, Secret refused, Deadline deadline);

  /**
   * Tells all of a grant but its tokens.
   *
   * @param ref which grant
   * @return empty if there is none
   */
  Optional<GrantInfo> info(SecretRef ref);

  /**
   * Lists the grants whose owners must consent again.
   *
   * @param tenant whose
   * @return by user, provider and name
   */
  List<GrantInfo> needsConsent(String tenant);

  /**
   * Gives a grant up: destroys it in the vault with all its versions, then tells the provider through
   * {@link GrantOptions#revoker}, whose exceptions come out here. A refresh that is going on saves
   * nothing.
   *
   * @param ref which grant
   * @return whether there was one
   */
  boolean revoke(SecretRef ref);

  /**
   * Returns these grants as somebody else sees them, see {@link dev.atom.vault.Vault#as}.
   *
   * @param name who acts
   * @return a view; closing it closes the grants
   */
  Grants as(String name);

  /**
   * Waits for refreshes that are going on, so that what they bring is stored, at most as long as a
   * lease lasts. Closing the vault does that too. Closing twice is fine.
   */
  @Override
  void close();
}
