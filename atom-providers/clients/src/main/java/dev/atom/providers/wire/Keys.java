package dev.atom.providers.wire;

import dev.atom.secret.Secret;
import java.util.Optional;

/** The key of one call, open as long as the call runs. */
public record Keys(Optional<Secret> key) implements AutoCloseable {
  @Override
  public void close() {
    key.ifPresent(Secret::close);
  }
}
