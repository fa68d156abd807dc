package dev.atom.providers.wire;

import dev.atom.CallContext;
import dev.atom.secret.KeyVerdict;

/** Looks whether a provider lets a key in, by a call that costs nothing. Thread-safe. */
@FunctionalInterface
public interface KeyProbe {
  /** Returns what is known of an accepted key; throws what the provider answers otherwise. */
  KeyVerdict.Accepted probe(CallContext context);
}
