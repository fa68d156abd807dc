package dev.atom.providers.wire;

import dev.atom.json.Json;
import java.util.Optional;

/** Reads errors as a provider writes them. Stateless and thread-safe. */
@FunctionalInterface
public interface ErrorReader {
  /** Reads an error out of a body or event; empty if it holds none. */
  Optional<ProviderError> error(Json json);
}
