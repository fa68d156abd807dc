package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries of an audit are wanted. Empty parts ask for nothing.
 *
 * @param from not before this
 * @param until before this
 * @param actions any of these; empty for all
 * @param actor by this actor
 * @param ref of this secret
 */
public record AuditQuery(
    Optional<Instant> from,
    Optional<Instant> until,
    Set<AuditAction> actions,
    Optional<String> actor,
    Optional<SecretRef> ref) {
  /** Copies the set. */
  public AuditQuery {
    actions = Set.copyOf(actions);
  }

  /**
   * All entries.
   *
   * @return the query
   */
  public static AuditQuery all() {
    return new AuditQuery(
        Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
  }

  /**
   * All entries of one secret.
   *
   * @param secret which
   * @return the query
   */
  public static AuditQuery of(SecretRef secret) {
    return new AuditQuery(
        Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.of(secret));
  }

  boolean matches(AuditRecord record) {
    return from.map(start -> !record.at().isBefore(start)).orElse(true)
        && until.map(end -> record.at().isBefore(end)).orElse(true)
        && (actions.isEmpty() || actions.contains(record.action()))
        && actor.map(record.actor()::equals).orElse(true)
        && (ref.isEmpty() || record.ref().equals(ref));
  }
}
