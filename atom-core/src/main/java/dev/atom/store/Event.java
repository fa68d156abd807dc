package dev.atom.store;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a subject and stays as it is. Its version, never its time, is its
 * place in the order. Immutable and thread-safe.
 *
 * @param version the place in the subject's order, from 1, without gaps
 * @param at when the store took it
 * @param event what happened
 */
public record Event(long version, Instant at, NewEvent event) {
  /**
   * Returns what happened.
   *
   * @return the type
   */
  public String type() {
    return event.type();
  }

  /**
   * Returns the facts.
   *
   * @return the data
   */
  public Json.Obj data() {
    return event.data();
  }

  /**
   * Returns what led to it.
   *
   * @return the cause's id
   */
  public Optional<String> cause() {
    return event.cause();
  }
}
