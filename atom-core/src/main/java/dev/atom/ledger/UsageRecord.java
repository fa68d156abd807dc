package dev.atom.ledger;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at a model, whatever became of it: answered, failed, cancelled, hedged away, or taken
 * from a cache. Holds no key; holds requests and replies only where the host keeps them.
 *
 * <p>Names and ids have 1 to 200 characters of any kind but NUL. Immutable, thread-safe, equal by
 * content.
 */
public final class UsageRecord {
  private final String id;
  private final String callId;
  private final int attempt;
  private final Instant at;
  private final String tenant;
  private final Optional<String> user;
  private final Optional<String> route;
  private final Optional<String> endpoint;
  private final ModelRef asked;
  private final Optional<ModelRef> answered;
  private final Outcome outcome;
  private final Optional<String> error;
  private final Usage usage;
  private final Cost cost;
  private final boolean estimated;
  private final Duration latency;
  private final Optional<Duration> firstToken;
  private final Optional<String> keyFingerprint;
  private final Map<String, String> tags;
  private final Optional<Content> content;

  UsageRecord(UsageRecordBuilder builder) {
    id = builder.id;
    callId = builder.callId;
    attempt = builder.attempt;
    at = builder.at;
    tenant = builder.tenant;
    user = builder.user;
    route = builder.route;
    endpoint = builder.endpoint;
    asked = builder.asked;
    answered = builder.answered;
    outcome = builder.outcome;
    error = builder.error;
    usage = builder.usage;
    cost = builder.cost;
    estimated = builder.estimated;
    latency = builder.latency;
    firstToken = builder.firstToken;
    keyFingerprint = builder.keyFingerprint;
    tags = builder.tags;
    content = builder.content;
  }

  /**
   * Returns a builder for an attempt. By default it is the call's first, of the default tenant, was
   * answered in no time, and neither its usage nor its cost is known.
   *
   * @param id the record's id, which no other record of the tenant has
   * @param callId the id of the call that the attempt serves
   * @param at when the attempt began; the year 0 to 9999
   * @param asked the model that was asked
   * @return a new builder
   */
  public static UsageRecordBuilder newBuilder(
      String id, String callId, Instant at, ModelRef asked) {
    return new UsageRecordBuilder(id, callId, at, asked);
  }

  /**
   * Returns the record's id, unique in its tenant.
   *
   * @return the value
   */
  public String id() {
    return id;
  }

  /**
   * Returns the id of the call that the attempt serves.
   *
   * @return the value
   */
  public String callId() {
    return callId;
  }

  /**
   * Returns which attempt of the call, from 1.
   *
   * @return the value
   */
  public int attempt() {
    return attempt;
  }

  /**
   * Returns when the attempt began, to the microsecond.
   *
   * @return the value
   */
  public Instant at() {
    return at;
  }

  /**
   * Returns for whom the call was made.
   *
   * @return the value
   */
  public String tenant() {
    return tenant;
  }

  /**
   * Returns the tenant's user; empty if the call was made for none.
   *
   * @return the value
   */
  public Optional<String> user() {
    return user;
  }

  /**
   * Returns the route's name.
   *
   * @return the value
   */
  public Optional<String> route() {
    return route;
  }

  /**
   * Returns the endpoint that was asked, such as a server's or deployment's name.
   *
   * @return the value
   */
  public Optional<String> endpoint() {
    return endpoint;
  }

  /**
   * Returns the model that was asked.
   *
   * @return the value
   */
  public ModelRef asked() {
    return asked;
  }

  /**
   * Returns the model that answered, as the provider names it.
   *
   * @return the value
   */
  public Optional<ModelRef> answered() {
    return answered;
  }

  /**
   * Returns how it ended.
   *
   * @return the value
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Returns the failure's code; present if and only if it failed.
   *
   * @return the value
   */
  public Optional<String> error() {
    return error;
  }

  /**
   * Returns what it used; for a failure what the provider told until then.
   *
   * @return the value
   */
  public Usage usage() {
    return usage;
  }

  /**
   * Returns what it cost, to 18 decimals; unknown is not zero.
   *
   * @return the value
   */
  public Cost cost() {
    return cost;
  }

  /**
   * Returns true if the cost is an estimate, such as a reservation settled in full because nobody told the usage.
   *
   * @return the value
   */
  public boolean estimated() {
    return estimated;
  }

  /**
   * Returns from the beginning to the end, to the microsecond.
   *
   * @return the value
   */
  public Duration latency() {
    return latency;
  }

  /**
   * Returns from the beginning to the first token, to the microsecond.
   *
   * @return the value
   */
  public Optional<Duration> firstToken() {
    return firstToken;
  }

  /**
   * Returns which key was used, by its fingerprint.
   *
   * @return the value
   */
  public Optional<String> keyFingerprint() {
    return keyFingerprint;
  }

  /**
   * Returns the host's own marks, sorted by name.
   *
   * @return the value
   */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Returns what was said, where the host keeps it.
   *
   * @return the value
   */
  public Optional<Content> content() {
    return content;
  }

  private List<Object> all() {
    return List.of(
        id,
        callId,
        attempt,
        at,
        tenant,
        user,
        route,
        endpoint,
        asked,
        answered,
        outcome,
        error,
        usage,
        cost,
        estimated,
        latency,
        firstToken,
        keyFingerprint,
        tags,
        content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UsageRecord that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "UsageRecord[%s of %s, %s, %s: %s, %s]"
        .formatted(id, tenant, at, asked, error.orElse(outcome.name()), cost);
  }
}
