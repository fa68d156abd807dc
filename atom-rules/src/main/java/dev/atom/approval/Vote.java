package dev.atom.approval;

import dev.atom.json.Json;
import java.time.Instant;

/**
 * That a person has spoken.
 *
 * @param person the person's id
 * @param at when, by the store's clock
 * @param channel over what, such as {@code "screen"} or {@code "email"}
 */
public record Vote(String person, Instant at, String channel) {
  /**
   * Returns the JSON form, for screens.
   *
   * @return an object with {@code person}, {@code at} and {@code channel}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("person", person)
        .put("at", at.toString())
        .put("channel", channel)
        .build();
  }
}
