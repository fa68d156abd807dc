package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.util.Optional;

/**
 * A provider says another thing of a secret than it said before, or rejects it the first time it is
 * asked. That a provider can't be asked changes nothing.
 *
 * @param ref which secret
 * @param before what the provider said before; empty if it never said anything
 * @param health what it says now
 */
public record KeyChange(SecretRef ref, Optional<KeyHealth.State> before, KeyHealth health) {}
