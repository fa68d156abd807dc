package dev.atom.endpoint.openai;

import dev.atom.secret.Secret;
import java.util.Optional;

/**
 * Says who a caller is by the key that it sends. {@link MemoryCallerKeys} is one; a host writes its
 * own over its table of keys, and compares digests there, never the keys.
 *
 * <p>The key is the endpoint's: it says who calls, and never goes on to a provider. The providers'
 * keys are found by their clients for the tenant and user of the caller.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface CallerKeys {
  /**
   * Finds the caller that a key belongs to.
   *
   * @param key what stood behind {@code Bearer}; closed by the endpoint after this call
   * @return the caller; empty if the key is unknown, which answers the call with 401
   * @throws dev.atom.AtomException if it can't be looked up now
   */
  Optional<Caller> find(Secret key);
}
