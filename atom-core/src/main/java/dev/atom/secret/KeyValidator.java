package dev.atom.secret;

import dev.atom.CallContext;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a provider whether it lets a key in, before the key is kept or while it is. The clients of
 * providers give one each; what keeps keys, such as a vault, takes one and knows no provider.
 *
 * <p>Implementations are thread-safe. They send the secret to the server they are configured for and
 * nowhere else, and keep no copy of it.
 */
@FunctionalInterface
public interface KeyValidator {
  /**
   * Looks whether a key is good, by a call that costs nothing. Blocks until the provider has
   * answered. What goes wrong is a verdict, not an exception.
   *
   * @param ref what the key is for: the provider to ask, and whose key it is
   * @param secret the key to try, whether or not it is kept anywhere; stays the caller's to close
   * @param context how long it may take, and what cancels it
   * @return what the provider says of the key
   * @throws IllegalArgumentException if the key is for another provider than the one asked here;
   *     nothing is sent then
   * @throws dev.atom.model.CallCancelled if the context is cancelled
   */
  KeyVerdict check(SecretRef ref, Secret secret, CallContext context);

  /**
   * Returns a validator that asks the one of the key's provider. Of a provider that none is given
   * for, nothing is known ({@link KeyVerdict.Unknown} with the code {@code "no_key_check"}).
   *
   * @param validators by provider's id; copied
   * @return the joined validator
   */
  static KeyValidator byProvider(Map<String, KeyValidator> validators) {
    Map<String, KeyValidator> known = Map.copyOf(validators);
    return (ref, secret, context) -> {
      KeyValidator validator = known.get(ref.provider());
      return validator == null
          ? new KeyVerdict.Unknown(
              "no_key_check",
              "there is no way to check a key of " + ref.provider() + "; use it and see",
              false,
              Optional.empty())
          : validator.check(ref, secret, context);
    };
  }
}
