package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.util.Optional;

/**
 * What somebody wants to do.
 *
 * @param actor who, as the host named it
 * @param action what
 * @param tenant whose
 * @param ref which secret; empty if it concerns the tenant
 */
public record Access(String actor, AuditAction action, String tenant, Optional<SecretRef> ref) {}
