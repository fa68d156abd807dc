package dev.atom.secret;

import java.util.Optional;
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
   *
   * @param variables gives a variable's value, or null if it is not set
   * @return the source
   */
  static KeySource environment(UnaryOperator<@org.jspecify.annotations.Nullable String> variables) {
    return ref -> {
      String variable = ref.provider().toUpperCase(java.util.Locale.ROOT).replace('-', '_');
      String value = variables.apply(variable + "_API_KEY");
      return value == null || value.isBlank() ? Optional.empty() : Optional.of(Secret.of(value));
    };
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
