package dev.atom.store;

import dev.atom.json.Json;
import java.time.Instant;

/**
 * Something that is to leave the process. Immutable.
 *
 * @param subject whose it is
 * @param key its idempotency key, unique in the tenant
 * @param kind what handles it, such as {@code "reply"}
 * @param payload what to send
 * @param state where it stands
 */
public record OutboxItem(Subject subject, String key, String kind, Json.Obj payload, State state) {
  /**
   * Where an item stands.
   *
   * @param attempts how often it was claimed, this claim included
   * @param dueAt when it is or was due
   */
  public record State(int attempts, Instant dueAt) {}

  /**
   * Returns what identifies it: the payload may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "OutboxItem[" + subject + ", " + kind + ", " + key + ", " + state + "]";
  }
}
