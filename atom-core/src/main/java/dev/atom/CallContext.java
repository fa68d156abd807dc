package dev.atom;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * For whom a call is made and how long it may take. It flows unchanged from the host down to the
 * last socket; keys are looked up and shared state is partitioned by its tenant and user.
 *
 * <p>Immutable and thread-safe, except that {@link #cancel()} marks the one cancellation that all
 * contexts derived from the same root, or from the same {@linkplain #child() child}, share.
 */
public final class CallContext {
  /** The tenant of a host that has only one. */
  public static final String DEFAULT_TENANT = "default";

  private final String tenant;
  private final Optional<String> user;
  private final Map<String, String> tags;
  private final Deadline deadline;
  private final Cancellation cancellation;

  private CallContext(
      String tenant,
      Optional<String> user,
      Map<String, String> tags,
      Deadline deadline,
      Cancellation cancellation) {
    this.tenant = tenant;
    this.user = user;
    this.tags = tags;
    this.deadline = deadline;
    this.cancellation = cancellation;
  }

  /**
   * Returns a context for the default tenant, without a user or a deadline.
   *
   * @return a new context with a cancellation of its own
   */
  public static CallContext create() {
    return new CallContext(
        DEFAULT_TENANT, Optional.empty(), Map.of(), Deadline.never(), new Cancellation());
  }

  /**
   * Returns this context for another tenant.
   *
   * @param tenant the tenant's id, not blank
   * @return the derived context
   */
  public CallContext tenant(String tenant) {
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("tenant is blank; give the tenant's id");
    }
    return new CallContext(tenant, user, tags, deadline, cancellation);
  }

  /**
   * Returns this context for a user of the tenant.
   *
   * @param user the user's id, not blank
   * @return the derived context
   */
  public CallContext user(String user) {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user is blank; give the user's id");
    }
    return new CallContext(tenant, Optional.of(user), tags, deadline, cancellation);
  }

  /**
   * Returns this context with a fact about the call that says nothing of what it does: what routing
   * chooses by and usage is reported by, such as {@code task}, {@code language} or {@code project}.
   * Tags stand in logs and reports, so they hold nothing confidential.
   *
   * @param name which fact, not blank; one that is there already is replaced
   * @param value what holds, not blank
   * @return the derived context
   */
  public CallContext tag(String name, String value) {
    if (name.isBlank() || value.isBlank()) {
      throw new IllegalArgumentException(
          "a tag is \"" + name + "\" = \"" + value + "\"; give it a name and a value");
    }
    Map<String, String> more = new TreeMap<>(tags);
    more.put(name, value);
    return new CallContext(tenant, user, Collections.unmodifiableMap(more), deadline, cancellation);
  }

  /**
   * Returns this context with another deadline.
   *
   * @param deadline when everything below must be done
   * @return the derived context
   */
  public CallContext deadline(Deadline deadline) {
    return new CallContext(tenant, user, tags, Objects.requireNonNull(deadline), cancellation);
  }

  /**
   * Returns this context with a deadline that lies a time ahead of now.
   *
   * @param time how long everything below may take
   * @return the derived context
   */
  public CallContext timeout(Duration time) {
    return deadline(Deadline.after(time));
  }

  /**
   * Returns this context with a cancellation of its own: cancelling the child leaves this context
   * alone, but the child is cancelled when this one is. It is for a part of a call that may have to
   * end before the whole does; a child that is done needs no closing.
   *
   * @return the derived context
   */
  public CallContext child() {
    return new CallContext(tenant, user, tags, deadline, new Cancellation(cancellation));
  }

  /**
   * Returns the tenant.
   *
   * @return the tenant's id
   */
  public String tenant() {
    return tenant;
  }

  /**
   * Returns the user, if the call is made for one.
   *
   * @return the user's id
   */
  public Optional<String> user() {
    return user;
  }

  /**
   * Returns the facts about the call.
   *
   * @return by name, sorted and immutable
   */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Returns when everything below must be done.
   *
   * @return the deadline
   */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * Returns the cancellation that this context shares with those derived from it, children apart.
   *
   * @return the cancellation
   */
  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Cancels every call that runs under this context, one derived from the same root, or a child of
   * these. On a child it cancels what runs under that child.
   */
  public void cancel() {
    cancellation.cancel();
  }

  @Override
  public String toString() {
    return "CallContext[tenant=" + tenant + ", user=" + user.orElse("-") + ", " + deadline + "]";
  }
}
