package dev.atom.store;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What is written to a {@link Store} in one transaction. Immutable and thread-safe. */
public final class Append {
  private final Subject subject;
  private final OptionalLong expectedVersion;
  private final Optional<Lease> fence;
  private final List<NewEvent> events;
  private final List<Effect> effects;
  private final List<TimerChange> timers;
  private final Map<UniqueKey, String> uniqueKeys;
  private final List<Settlement> settlements;

  private Append(Builder builder) {
    subject = builder.subject;
    expectedVersion = builder.expectedVersion;
    fence = builder.fence;
    events = List.copyOf(builder.events);
    effects = List.copyOf(builder.effects);
    timers = List.copyOf(builder.timers);
    uniqueKeys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(builder.uniqueKeys));
    settlements = List.copyOf(builder.settlements);
  }

  /**
   * Returns a builder of an append to a subject, whatever its version is.
   *
   * @param subject whose events are appended
   * @return a new builder
   */
  public static Builder to(Subject subject) {
    return new Builder(subject);
  }

  /**
   * Something that is to leave the process once this append is durable.
   *
   * @param key its idempotency key, 1 to 500 characters, unique in the tenant: it takes the {@link
   *     UniqueKey} of the space {@code "outbox"}, with the subject as its value
   * @param kind what handles it
   * @param payload what to send
   * @param notBefore when it is due, to the microsecond; empty for at once
   */
  public record Effect(String key, String kind, Json.Obj payload, Optional<Instant> notBefore) {
    /** Refuses names and instants that no engine keeps. */
    public Effect {
      Checks.name("an effect's key", key, UniqueKey.LONGEST);
      Checks.name("an effect's kind", kind, Checks.LONGEST_NAME);
      Objects.requireNonNull(payload, "payload");
      notBefore = notBefore.map(Checks::instant);
    }

    /**
     * Returns what identifies it: the payload may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Effect[" + kind + ", " + key + "]";
    }
  }

  /**
   * A timer that is set, moved or cancelled.
   *
   * @param purpose which of the subject's timers
   * @param at when it is due, to the microsecond; empty cancels it
   * @param payload what the handler needs to know
   */
  public record TimerChange(String purpose, Optional<Instant> at, Json.Obj payload) {
    /** Refuses names and instants that no engine keeps. */
    public TimerChange {
      Checks.name("a timer's purpose", purpose, Checks.LONGEST_NAME);
      Objects.requireNonNull(payload, "payload");
      at = at.map(Checks::instant);
    }

    /**
     * Returns what identifies it: the payload may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "TimerChange[" + purpose + "]";
    }
  }

  /**
   * What became of a claimed outbox item.
   *
   * @param key the item's key, in the subject's tenant
   * @param outcome what became of it
   * @param retryIn for {@link Outcome#RETRY}: how long from now it is due again, 0 to 36500 days
   */
  public record Settlement(String key, Outcome outcome, Duration retryIn) {
    /** Refuses names and waits that no engine keeps. */
    public Settlement {
      Checks.name("an effect's key", key, UniqueKey.LONGEST);
      Objects.requireNonNull(outcome, "outcome");
      Checks.wait(retryIn);
    }
  }

  /** What can become of an outbox item. */
  public enum Outcome {
    /** It was sent. Final: a later settlement of the item changes nothing. */
    DELIVERED,
    /** It was not sent and is due again. */
    RETRY,
    /** It will not be sent unless a later settlement says {@link #RETRY}. */
    DEAD,
    /** Nobody knows whether it was sent; a person or rule decides, by a later settlement. */
    UNKNOWN
  }

  /**
   * Returns whose events are appended.
   *
   * @return the subject
   */
  public Subject subject() {
    return subject;
  }

  /**
   * Returns the version that the subject must have.
   *
   * @return empty if any will do
   */
  public OptionalLong expectedVersion() {
    return expectedVersion;
  }

  /**
   * Returns the lease that must still be held.
   *
   * @return empty if none is needed
   */
  public Optional<Lease> fence() {
    return fence;
  }

  /**
   * Returns the events.
   *
   * @return in their order
   */
  public List<NewEvent> events() {
    return events;
  }

  /**
   * Returns what is to leave the process.
   *
   * @return the effects
   */
  public List<Effect> effects() {
    return effects;
  }

  /**
   * Returns the changed timers.
   *
   * @return the changes
   */
  public List<TimerChange> timers() {
    return timers;
  }

  /**
   * Returns the unique keys to take, with the value that {@link Store#find} gives for each.
   *
   * @return the keys
   */
  public Map<UniqueKey, String> uniqueKeys() {
    return uniqueKeys;
  }

  /**
   * Returns what became of claimed outbox items.
   *
   * @return the settlements
   */
  public List<Settlement> settlements() {
    return settlements;
  }

  /** Builds an {@link Append}. Defaults: any version, no fence, nothing to write. */
  public static final class Builder {
    private final Subject subject;
    private OptionalLong expectedVersion = OptionalLong.empty();
    private Optional<Lease> fence = Optional.empty();
    private final List<NewEvent> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<TimerChange> timers = new ArrayList<>();
    private final Map<UniqueKey, String> uniqueKeys = new LinkedHashMap<>();
    private final List<Settlement> settlements = new ArrayList<>();

    private Builder(Subject subject) {
      this.subject = subject;
    }

    /**
     * Demands that the subject has a version.
     *
     * @param version 0 for a subject without events
     * @return this builder
     */
    public Builder expect(long version) {
      expectedVersion = OptionalLong.of(version);
      return this;
    }

    /**
     * Demands that a lease is still held.
     *
     * @param lease the lease
     * @return this builder
     */
    public Builder fence(Lease lease) {
      fence = Optional.of(lease);
      return this;
    }

    /**
     * Adds an event.
     *
     * @param event what happened
     * @return this builder
     */
    public Builder event(NewEvent event) {
      events.add(event);
      return this;
    }

    /**
     * Adds something that is to leave the process at once.
     *
     * @param key its idempotency key, unique in the tenant
     * @param kind what handles it
     * @param payload what to send
     * @return this builder
     */
    public Builder effect(String key, String kind, Json.Obj payload) {
      effects.add(new Effect(key, kind, payload, Optional.empty()));
      return this;
    }

    /**
     * Adds something that is to leave the process later.
     *
     * @param key its idempotency key, unique in the tenant
     * @param kind what handles it
     * @param payload what to send
     * @param notBefore when it is due, to the microsecond
     * @return this builder
     */
    public Builder effect(String key, String kind, Json.Obj payload, Instant notBefore) {
      effects.add(new Effect(key, kind, payload, Optional.of(notBefore)));
      return this;
    }

    /**
     * Sets or moves a timer.
     *
     * @param purpose which of the subject's timers
     * @param at when it is due
     * @param payload what the handler needs to know
     * @return this builder
     */
    public Builder timer(String purpose, Instant at, Json.Obj payload) {
      timers.add(new TimerChange(purpose, Optional.of(at), payload));
      return this;
    }

    /**
     * Cancels a timer; does nothing if there is none.
     *
     * @param purpose which of the subject's timers
     * @return this builder
     */
    public Builder cancelTimer(String purpose) {
      timers.add(new TimerChange(purpose, Optional.empty(), Json.Obj.EMPTY));
      return this;
    }

    /**
     * Takes a unique key.
     *
     * @param key the key
     * @param value what {@link Store#find} gives for it later
     * @return this builder
     */
    public Builder unique(UniqueKey key, String value) {
      Checks.wellFormed("a unique key's value", value);
      uniqueKeys.put(key, value);
      return this;
    }

    /**
     * Says what became of a claimed outbox item. The store does not know who settles: a worker whose
     * claim may be over says {@link #expect} or {@link #fence} too.
     *
     * @param key the item's key
     * @param outcome what became of it; {@link Outcome#RETRY} makes it due at once
     * @return this builder
     */
    public Builder settle(String key, Outcome outcome) {
      settlements.add(new Settlement(key, outcome, Duration.ZERO));
      return this;
    }

    /**
     * Makes a claimed outbox item due again later.
     *
     * @param key the item's key
     * @param wait how long from now
     * @return this builder
     */
    public Builder retry(String key, Duration wait) {
      settlements.add(new Settlement(key, Outcome.RETRY, wait));
      return this;
    }

    /**
     * Returns the append.
     *
     * @return the value
     */
    public Append build() {
      return new Append(this);
    }
  }
}
