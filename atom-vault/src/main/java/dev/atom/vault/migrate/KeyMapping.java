package dev.atom.vault.migrate;

import dev.atom.secret.SecretRef;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where in the vault a name of a source belongs. Thread-safe. */
@FunctionalInterface
public interface KeyMapping {
  /**
   * Returns where an entry belongs.
   *
   * @param name the name that the source gives it
   * @return the place; empty if this mapping has none for it
   */
  Optional<SecretRef> ref(String name);

  /**
   * Returns a mapping of {@code <PROVIDER>_API_KEY} names to the provider's usual key of a tenant, as
   * {@link dev.atom.secret.KeySource#environment()} reads them: {@code OPENAI_API_KEY} belongs to
   * {@code openai}, {@code OLLAMA_CLOUD_API_KEY} to {@code ollama-cloud}.
   *
   * @param tenant whose keys they become
   * @return the mapping
   */
  static KeyMapping apiKeys(String tenant) {
    Pattern names = Pattern.compile("([A-Z0-9]+(?:_[A-Z0-9]+)*)_API_KEY");
    return name -> {
      Matcher matcher = names.matcher(name);
      return matcher.matches()
          ? Optional.of(
              new SecretRef(
                  tenant,
                  Optional.empty(),
                  matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-'),
                  SecretRef.DEFAULT_NAME))
          : Optional.empty();
    };
  }

  /**
   * Returns a mapping that asks another one where this has no place.
   *
   * @param next the mapping asked second
   * @return the joined mapping
   */
  default KeyMapping orElse(KeyMapping next) {
    return name -> ref(name).or(() -> next.ref(name));
  }
}
