package dev.atom.vault;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.secret.SecretRef;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of a tenant's audit. Holds no secret, no part of one and no mask.
 *
 * @param number counts a tenant's entries from 1 without gaps
 * @param at when, to the millisecond; for several uses of a secret the last
 * @param since when the first of several happened; else the same as {@code at}
 * @param actor who, as the host named it
 * @param action what
 * @param outcome how it ended
 * @param ref which secret; empty if it concerns the tenant
 * @param version which version of it; 0 if none in particular
 * @param times how often: uses of one secret by one actor are counted together for a short while
 * @param detail more in a few words, such as the code of an error; may be empty
 */
public record AuditRecord(
    long number,
    Instant at,
    Instant since,
    String actor,
    AuditAction action,
    Outcome outcome,
    Optional<SecretRef> ref,
    long version,
    long times,
    String detail) {
  /**
   * Returns the entry as JSON, for an export. Times are in ISO 8601; what is empty is left out.
   *
   * @return an object with the names of this record's components; of the secret {@code user}, {@code
   *     provider} and {@code name}
   */
  public Json.Obj toJson() {
    JsonObjectBuilder json =
        Json.object()
            .put("number", number)
            .put("at", at.toString())
            .put("since", since.toString())
            .put("actor", actor)
            .put("action", action.name().toLowerCase(Locale.ROOT))
            .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
            .put("times", times);
    ref.ifPresent(
        secret ->
            json.put("user", secret.user())
                .put("provider", secret.provider())
                .put("name", secret.name()));
    if (version > 0) {
      json.put("version", version);
    }
    return json.put("detail", Optional.of(detail).filter(text -> !text.isEmpty())).build();
  }

  /** How it ended. */
  public enum Outcome {
    /** It was done. */
    DONE(0),
    /** The host's policy refused it; nothing was done. */
    DENIED(1),
    /** It was tried and went wrong. */
    FAILED(2);

    private final int number;

    Outcome(int number) {
      this.number = number;
    }

    /** The number in a record, which never changes. */
    int number() {
      return number;
    }
  }
}
