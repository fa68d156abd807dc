package dev.atom.store;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A job that is to be planned by an {@link Append}. Immutable and thread-safe.
 *
 * @param type an effect or a timer
 * @param name an effect's idempotency key, 1 to 500 characters, or which of its subject's timers it
 *     is, 1 to 200
 * @param kind what handles it, 1 to 200 characters
 * @param payload what the handler needs to know
 * @param at when it is due, to the microsecond; empty for at once
 * @param priority what is claimed first
 * @param schedule when a timer is due again, in words that the store keeps and doesn't read; empty
 *     for once
 */
public record NewJob(
    JobType type,
    String name,
    String kind,
    Json.Obj payload,
    Optional<Instant> at,
    Priority priority,
    Optional<String> schedule) {
  /** Refuses names and instants that no engine keeps. */
  public NewJob {
    Objects.requireNonNull(type, "type");
    int longest = type == JobType.EFFECT ? UniqueKey.LONGEST : Checks.LONGEST_NAME;
    Checks.name(type == JobType.EFFECT ? "an effect's key" : "a timer's name", name, longest);
    Checks.name("a job's kind", kind, Checks.LONGEST_NAME);
    Objects.requireNonNull(payload, "payload");
    at = at.map(Checks::instant);
    Objects.requireNonNull(priority, "priority");
    schedule.ifPresent(text -> Checks.wellFormed("a schedule", text));
    if (type == JobType.EFFECT && schedule.isPresent()) {
      throw new IllegalArgumentException(
          "effect \"" + name + "\" happens once; plan a timer for what recurs");
    }
  }

  /**
   * Returns an effect that is due at once.
   *
   * @param key its idempotency key, unique in the tenant
   * @param kind what handles it
   * @param payload what to send
   * @return the job
   */
  public static NewJob effect(String key, String kind, Json.Obj payload) {
    return new NewJob(
        JobType.EFFECT,
        key,
        kind,
        payload,
        Optional.empty(),
        Priority.BACKGROUND,
        Optional.empty());
  }

  /**
   * Returns a timer without a payload.
   *
   * @param name which of its subject's timers
   * @param kind what handles it
   * @param at when it is due
   * @return the job
   */
  public static NewJob timer(String name, String kind, Instant at) {
    return new NewJob(
        JobType.TIMER,
        name,
        kind,
        Json.Obj.EMPTY,
        Optional.of(at),
        Priority.BACKGROUND,
        Optional.empty());
  }

  /**
   * Returns this job with another payload.
   *
   * @param payload what the handler needs to know
   * @return a copy
   */
  public NewJob payload(Json.Obj payload) {
    return new NewJob(type, name, kind, payload, at, priority, schedule);
  }

  /**
   * Returns this job, due at an instant.
   *
   * @param at when it is due, to the microsecond
   * @return a copy
   */
  public NewJob at(Instant at) {
    return new NewJob(type, name, kind, payload, Optional.of(at), priority, schedule);
  }

  /**
   * Returns this job with another priority.
   *
   * @param priority what is claimed first
   * @return a copy
   */
  public NewJob priority(Priority priority) {
    return new NewJob(type, name, kind, payload, at, priority, schedule);
  }

  /**
   * Returns this timer as one that recurs.
   *
   * @param schedule when it is due again, in words for whoever runs it
   * @return a copy
   */
  public NewJob schedule(String schedule) {
    return new NewJob(type, name, kind, payload, at, priority, Optional.of(schedule));
  }

  /**
   * Returns what identifies it: the payload may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "NewJob[" + type + " " + kind + ", " + name + "]";
  }
}
