package dev.atom.personal;

import dev.atom.secret.Secret;
import java.util.Optional;

/**
 * One key of 32 bytes for each person. Whoever drops it erases all that was sealed with it, so the
 * keys must not be where the data's backups are. Implementations are thread-safe.
 */
public interface PersonKeys {
  /**
   * Returns a person's key, and makes it durable first if there is none.
   *
   * @param tenant the tenant's id
   * @param person the person's id, which itself tells nothing about the person
   * @return a copy, which the caller closes
   */
  Secret obtain(String tenant, String person);

  /**
   * Finds a person's key.
   *
   * @param tenant the tenant's id
   * @param person the person's id
   * @return a copy, which the caller closes; empty if there is none, or it was dropped
   */
  Optional<Secret> find(String tenant, String person);

  /**
   * Drops a person's key for good. Nothing happens if there is none.
   *
   * @param tenant the tenant's id
   * @param person the person's id
   */
  void drop(String tenant, String person);
}
