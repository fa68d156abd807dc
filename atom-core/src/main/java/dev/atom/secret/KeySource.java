package dev.atom.secret;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Finds the key for a call. The vault is one; a host may write its own.
 *
 * <p>Implementations are thread-safe and give the caller a secret of its own each time, which the
 * caller closes.
 */
@FunctionalInterface
public interface KeySource {
  /**
   * Finds a key.
   *
   * @param ref which key is meant
   * @return the key, to be closed by the caller; empty if there is none
   * @throws dev.atom.AtomException if there is one but it can't be opened
   */
  Optional<Secret> find(SecretRef ref);

  /**
   * Returns a source without any key, for servers that need none.
   *
   * @return the empty source
   */
  static KeySource none() {
    return ref -> Optional.empty();
  }

  /**
   * Returns a source that reads environment variables by provider: {@code OPENAI_API_KEY} for {@code
   * openai}. It serves the host's own keys to every tenant and user.
   *
   * @return the source
   */
  static KeySource environment() {
    return environment(System::getenv);
  }

  /**
   * Returns a source that reads variables by provider: {@code OPENAI_API_KEY} for {@code openai}.
   * Only a provider's usual key is found, none of another {@linkplain SecretRef#name() name}; white
   * space around a value is dropped.
   *
   * @param variables gives a variable's value, or null if it is not set
   * @return the source
   */
  static KeySource environment(UnaryOperator<@org.jspecify.annotations.Nullable String> variables) {
    return ref -> {
      if (!ref.name().equals(SecretRef.DEFAULT_NAME)) {
        return Optional.empty();
      }
      String provider = ref.provider().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      String value = variables.apply(provider + "_API_KEY");
      return value == null || value.isBlank()
          ? Optional.empty()
          : Optional.of(Secret.of(value.strip()));
    };
  }

  /**
   * Returns a source that has keys for some calls only, such as the host's own for tenants on trial:
   * {@code vault.orElse(hostKeys.onlyFor(ref -> trials.contains(ref.tenant())))}.
   *
   * @param meant says for which calls; thread-safe
   * @return the narrowed source
   */
  default KeySource onlyFor(Predicate<SecretRef> meant) {
    Objects.requireNonNull(meant, "meant");
    return ref -> meant.test(ref) ? find(ref) : Optional.empty();
  }

  /**
   * Returns a source that gives users the key of their tenant, whoever they are: {@code
   * vault.orElse(vault.ofTenants())} lets a user's own key go before the tenant's.
   *
   * @return a source that asks this one without the user
   */
  default KeySource ofTenants() {
    return ref -> find(new SecretRef(ref.tenant(), Optional.empty(), ref.provider(), ref.name()));
  }

  /**
   * Returns a source that asks another one where this has no key.
   *
   * @param next the source asked second, such as the host's own keys
   * @return the joined source
   */
  default KeySource orElse(KeySource next) {
    return ref -> find(ref).or(() -> next.find(ref));
  }
}
