package dev.atom.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What is written to a {@link Store} in one transaction. Immutable and thread-safe. */
public final class Append {
  private final Subject subject;
  private final OptionalLong expectedVersion;
  private final Optional<Lease> fence;
  private final List<NewEvent> events;
  private final long forgotten;
  private final List<NewJob> jobs;
  private final Set<String> cancelled;
  private final List<JobChange> changes;
  private final Set<UniqueKey> freed;
  private final List<Taking> taken;

  private Append(Builder builder) {
    subject = builder.subject;
    expectedVersion = builder.expectedVersion;
    fence = builder.fence;
    events = List.copyOf(builder.events);
    forgotten = builder.forgotten;
    jobs = List.copyOf(builder.jobs);
    cancelled = Collections.unmodifiableSet(new LinkedHashSet<>(builder.cancelled));
    changes = List.copyOf(builder.changes);
    freed = Collections.unmodifiableSet(new LinkedHashSet<>(builder.freed));
    taken = List.copyOf(builder.taken.values());
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
   * A unique key that is taken.
   *
   * @param key the key
   * @param value what {@link Store#find} gives for it
   * @param until when it is free again, to the microsecond; empty for never
   */
  public record Taking(UniqueKey key, String value, Optional<Instant> until) {
    /** Refuses text and instants that no engine keeps. */
    public Taking {
      Objects.requireNonNull(key, "key");
      Checks.wellFormed("a unique key's value", value);
      until = until.map(Checks::instant);
    }
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
   * Returns the version up to which events are forgotten.
   *
   * @return 0 if none are
   */
  public long forgotten() {
    return forgotten;
  }

  /**
   * Returns the jobs to plan.
   *
   * @return in the order in which they are planned
   */
  public List<NewJob> jobs() {
    return jobs;
  }

  /**
   * Returns the timers to remove.
   *
   * @return their names
   */
  public Set<String> cancelled() {
    return cancelled;
  }

  /**
   * Returns what becomes of jobs, of this subject or another.
   *
   * @return in the order in which they are made
   */
  public List<JobChange> changes() {
    return changes;
  }

  /**
   * Returns the unique keys to free.
   *
   * @return the keys
   */
  public Set<UniqueKey> freed() {
    return freed;
  }

  /**
   * Returns the unique keys to take.
   *
   * @return the keys, each once
   */
  public List<Taking> taken() {
    return taken;
  }

  /** Builds an {@link Append}. Defaults: any version, no fence, nothing to write. */
  public static final class Builder {
    private final Subject subject;
    private OptionalLong expectedVersion = OptionalLong.empty();
    private Optional<Lease> fence = Optional.empty();
    private final List<NewEvent> events = new ArrayList<>();
    private long forgotten;
    private final List<NewJob> jobs = new ArrayList<>();
    private final Set<String> cancelled = new LinkedHashSet<>();
    private final List<JobChange> changes = new ArrayList<>();
    private final Set<UniqueKey> freed = new LinkedHashSet<>();
    private final Map<UniqueKey, Taking> taken = new LinkedHashMap<>();

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
     * Forgets the subject's oldest events for good. Its version stays what it is, and so does the
     * last event: to leave nothing, append one that says so.
     *
     * @param version the last version to forget; the subject's last event, this append's included, is
     *     kept anyway
     * @return this builder
     */
    public Builder forget(long version) {
      forgotten = Math.max(forgotten, version);
      return this;
    }

    /**
     * Plans a job. A timer of the same name is moved: a worker that has it loses its claim.
     *
     * @param job an effect or a timer
     * @return this builder
     */
    public Builder plan(NewJob job) {
      if (job.type() == JobType.TIMER) {
        jobs.removeIf(j -> j.type() == JobType.TIMER && j.name().equals(job.name()));
        cancelled.remove(job.name());
      }
      jobs.add(job);
      return this;
    }

    /**
     * Removes a timer; does nothing if there is none.
     *
     * @param name which of the subject's timers
     * @return this builder
     */
    public Builder cancel(String name) {
      Checks.name("a timer's name", name, Checks.LONGEST_NAME);
      jobs.removeIf(j -> j.type() == JobType.TIMER && j.name().equals(name));
      cancelled.add(name);
      return this;
    }

    /**
     * Says what becomes of a job, of this subject or another. The append fails with {@link JobLost}
     * if somebody else has claimed or changed the job.
     *
     * @param change what becomes of it; at most one for each job
     * @return this builder
     */
    public Builder change(JobChange change) {
      if (changes.stream().anyMatch(c -> c.job().number() == change.job().number())) {
        throw new IllegalArgumentException(change.job() + " is changed twice in one append");
      }
      changes.add(change);
      return this;
    }

    /**
     * Takes a unique key for good.
     *
     * @param key the key
     * @param value what {@link Store#find} gives for it later
     * @return this builder
     */
    public Builder unique(UniqueKey key, String value) {
      taken.put(key, new Taking(key, value, Optional.empty()));
      return this;
    }

    /**
     * Takes a unique key for a while, such as a slot that is held until it is confirmed.
     *
     * @param key the key
     * @param value what {@link Store#find} gives for it until then
     * @param until when it is free again
     * @return this builder
     */
    public Builder unique(UniqueKey key, String value, Instant until) {
      taken.put(key, new Taking(key, value, Optional.of(until)));
      return this;
    }

    /**
     * Frees a unique key before any is taken, so that an append can free a key and take it again.
     * Does nothing if nobody holds it.
     *
     * @param key the key
     * @return this builder
     */
    public Builder free(UniqueKey key) {
      freed.add(key);
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
