package dev.atom.cache;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps values by key for a while, and lets one caller at a time make a value that is missing.
 *
 * <p>Who claims a key makes its value and {@linkplain #put puts} it, or {@linkplain #release releases}
 * the claim if it can't. A claim lapses when its lease is over, so that a host that dies blocks
 * nobody; another may then claim the key, and what the first puts later is dropped. A value and a claim
 * may belong to one key at the same time: the value is found until the claim's replaces it.
 *
 * <p>The store is bounded, see {@link CacheBounds}; what was not used for longest leaves. Values are
 * kept as they are: one that is confidential needs a store that may hold it.
 *
 * <p>Implementations are thread-safe; on a shared database they keep these promises across processes.
 * Failures of an engine are a {@link dev.atom.AtomException}.
 */
public interface CacheStore extends AutoCloseable {
  /**
   * Finds a value, and counts that as its use.
   *
   * @param key its key
   * @return empty if there is none that still lives
   */
  Optional<CacheLookup.Found> find(CacheKey key);

  /**
   * Finds a value, or claims the right to make it if nobody else has.
   *
   * @param key its key
   * @param user for which user of the tenant the value would be made; empty if for none
   * @param lease how long the claim holds at most; above zero, up to 100 years
   * @return what holds
   */
  CacheLookup findOrClaim(CacheKey key, Optional<String> user, Duration lease);

  /**
   * Claims the right to make a value anew, whatever is there: another's claim is void from now on. A
   * value that is there stays until the new one is put.
   *
   * @param key its key
   * @param user for which user of the tenant the value will be made; empty if for none
   * @param lease how long the claim holds at most; above zero, up to 100 years
   * @return the claim
   */
  CacheClaim claim(CacheKey key, Optional<String> user, Duration lease);

  /**
   * Puts a value and ends the claim.
   *
   * @param claim what the key was claimed with
   * @param value the value
   * @param timeToLive how long it is found; above zero, up to 100 years
   * @return false if nothing was kept: another has claimed the key since, the claim was ended or
   *     removed, or the value is larger than the store
   */
  boolean put(CacheClaim claim, Json value, Duration timeToLive);

  /**
   * Ends a claim without a value. Does nothing if it has ended.
   *
   * @param claim what the key was claimed with
   */
  void release(CacheClaim claim);

  /**
   * Removes a value, and the claim on its key.
   *
   * @param key its key
   */
  void remove(CacheKey key);

  /**
   * Removes all values of a tenant and voids its claims, so that what is being made is not kept either.
   *
   * @param tenant the tenant's id
   */
  void removeTenant(String tenant);

  /**
   * Removes all values that were made for a user, whoever else has used them since, and voids the
   * claims for that user.
   *
   * @param tenant the tenant's id
   * @param user the user's id
   */
  void removeUser(String tenant, String user);

  /**
   * Clears away values and claims whose time is over. They are not found in any case; stores also do
   * this themselves now and then as values are put.
   *
   * @return how many values and claims are gone
   */
  int purge();

  /** Closes what the store has opened. */
  @Override
  void close();
}
