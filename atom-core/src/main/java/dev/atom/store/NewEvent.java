package dev.atom.store;

import dev.atom.json.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * An event that is to be appended.
 *
 * @param type what happened, such as {@code "message_received"}
 * @param data the facts
 * @param actor who did it, such as {@code "customer"} or a person's id
 * @param cause the id of what led to it, such as a message's or a turn's
 */
public record NewEvent(String type, Json.Obj data, String actor, Optional<String> cause) {
  /** Refuses blank names. */
  public NewEvent {
    Objects.requireNonNull(data, "data");
    if (type.isBlank() || actor.isBlank()) {
      throw new IllegalArgumentException("an event has a type and an actor");
    }
  }

  /**
   * Returns the type and the actor: the data may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "NewEvent[" + type + " by " + actor + "]";
  }
}
