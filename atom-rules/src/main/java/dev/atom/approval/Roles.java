package dev.atom.approval;

import java.util.Set;

/** Knows which roles a person has. Thread-safe. */
@FunctionalInterface
public interface Roles {
  /**
   * Looks up a person's roles. Called for each decision; may block.
   *
   * @param tenant the tenant's id
   * @param person the person's id
   * @return the roles; empty for somebody unknown
   */
  Set<String> of(String tenant, String person);

  /**
   * Returns a lookup that gives nobody a role.
   *
   * @return the lookup
   */
  static Roles none() {
    return (tenant, person) -> Set.of();
  }
}
