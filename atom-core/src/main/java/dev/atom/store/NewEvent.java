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
  /** Refuses names that are blank, longer than 200 characters, or hold control characters. */
  public NewEvent {
    Objects.requireNonNull(data, "data");
    Checks.name("an event's type", type, Checks.LONGEST_NAME);
    Checks.name("an event's actor", actor, Checks.LONGEST_NAME);
    cause.ifPresent(id -> Checks.name("an event's cause", id, Checks.LONGEST_NAME));
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
