package dev.atom.model;

/**
 * Names a model at a provider.
 *
 * @param provider the provider's id in lower case, such as {@code "openai"}
 * @param name the provider's name of the model, such as {@code "gpt-5.4"}
 */
public record ModelRef(String provider, String name) {
  /** Refuses blank names. */
  public ModelRef {
    if (provider.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException(
          "a model has a provider and a name, not \"" + provider + "\" and \"" + name + "\"");
    }
  }

  @Override
  public String toString() {
    return provider + "/" + name;
  }
}
