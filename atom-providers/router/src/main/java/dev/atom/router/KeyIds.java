package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.secret.KeyFingerprints;
import dev.atom.secret.SecretRef;

/**
 * Tells which calls use the same key at a provider, so that what a provider does to one key touches
 * no other. Keys of two clients are two in any case, as each client has its own source of them.
 * Implementations are thread-safe and quick.
 */
@FunctionalInterface
public interface KeyIds {
  /**
   * Returns what stands for the key of a call.
   *
   * @param provider at which provider
   * @param context for whom
   * @return an id from which the key can't be found
   */
  String of(String provider, CallContext context);

  /**
   * Returns ids for when nothing is known of keys: each user of each tenant counts as one with a key
   * of their own. Safe, but calls that share a key learn of its limits one by one.
   *
   * @return the ids
   */
  static KeyIds perCaller() {
    return (provider, context) -> context.tenant() + "/" + context.user().orElse("");
  }

  /**
   * Returns ids for hosts with one key for each provider, whoever calls.
   *
   * @return the ids
   */
  static KeyIds shared() {
    return (provider, context) -> "shared";
  }

  /**
   * Returns ids by the fingerprints of the keys themselves.
   *
   * @param keys the source that the clients find their keys by, too
   * @return the ids
   */
  static KeyIds of(KeyFingerprints keys) {
    return (provider, context) -> keys.fingerprint(SecretRef.of(context, provider));
  }
}
