package dev.atom.providers;

import java.util.Objects;

/**
 * How a key is shown to a server.
 *
 * @param header the header that carries it
 * @param prefix what stands before it, a blank included
 */
public record Auth(String header, String prefix) {
  /** {@code Authorization: Bearer …}, also for tokens of an identity service such as Entra. */
  public static final Auth BEARER = new Auth("Authorization", "Bearer ");

  /** Refuses null. */
  public Auth {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(prefix, "prefix");
  }
}
