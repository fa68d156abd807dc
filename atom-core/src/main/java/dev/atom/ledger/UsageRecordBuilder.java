package dev.atom.ledger;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds a {@link UsageRecord}; its values are checked as they are set. Not thread-safe.
 *
 * @see UsageRecord#newBuilder
 */
public final class UsageRecordBuilder {
  private static final int MOST_TAGS = 32;
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  final String id;
  final String callId;
  final Instant at;
  final ModelRef asked;
  int attempt = 1;
  String tenant = CallContext.DEFAULT_TENANT;
  Optional<String> user = Optional.empty();
  Optional<String> route = Optional.empty();
  Optional<String> endpoint = Optional.empty();
  Optional<ModelRef> answered = Optional.empty();
  Outcome outcome = Outcome.ANSWERED;
  Optional<String> error = Optional.empty();
  Usage usage = Usage.UNKNOWN;
  Cost cost = new Cost.Unknown("nobody told");
  boolean estimated;
  Duration latency = Duration.ZERO;
  Optional<Duration> firstToken = Optional.empty();
  Optional<String> keyFingerprint = Optional.empty();
  Map<String, String> tags = Map.of();
  Optional<Content> content = Optional.empty();

  UsageRecordBuilder(String id, String callId, Instant at, ModelRef asked) {
    this.id = Text.checked("a record's id", id);
    this.callId = Text.checked("a call's id", callId);
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw new IllegalArgumentException(at + " is not within the years 0 to 9999");
    }
    this.at = at.truncatedTo(ChronoUnit.MICROS);
    this.asked = checked(asked);
  }

  private static ModelRef checked(ModelRef model) {
    Text.checked("a provider", model.provider());
    Text.checked("a model's name", model.name());
    return model;
  }

  /**
   * Sets which attempt of the call it is.
   *
   * @param number 1 or more; 1 by default
   * @return this builder
   */
  public UsageRecordBuilder attempt(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("attempts are counted from 1, not " + number);
    }
    attempt = number;
    return this;
  }

  /**
   * Sets for whom the call was made.
   *
   * @param tenant the tenant's id
   * @param user the tenant's user, if it was made for one
   * @return this builder
   */
  public UsageRecordBuilder caller(String tenant, Optional<String> user) {
    this.tenant = Text.checked("a tenant", tenant);
    this.user = user.map(value -> Text.checked("a user", value));
    return this;
  }

  /**
   * Sets where the call went; unknown by default.
   *
   * @param route the route's name
   * @param endpoint the endpoint on it
   * @return this builder
   */
  public UsageRecordBuilder route(String route, String endpoint) {
    this.route = Optional.of(Text.checked("a route", route));
    this.endpoint = Optional.of(Text.checked("an endpoint", endpoint));
    return this;
  }

  /**
   * Sets which model answered.
   *
   * @param model as the provider names it
   * @return this builder
   */
  public UsageRecordBuilder answered(ModelRef model) {
    answered = Optional.of(checked(model));
    return this;
  }

  /**
   * Sets how it ended; of a cache hit the cost becomes zero.
   *
   * @param outcome anything but {@link Outcome#FAILED}, for which there is {@link #failed}
   * @return this builder
   */
  public UsageRecordBuilder outcome(Outcome outcome) {
    if (outcome == Outcome.FAILED) {
      throw new IllegalArgumentException("a failure has a code; call failed(code)");
    }
    this.outcome = Objects.requireNonNull(outcome, "outcome");
    error = Optional.empty();
    cost = outcome == Outcome.CACHE_HIT ? Cost.ZERO : cost;
    return this;
  }

  /**
   * Says that it failed.
   *
   * @param code the failure's code, such as {@code "rate_limited"}
   * @return this builder
   */
  public UsageRecordBuilder failed(String code) {
    error = Optional.of(Text.checked("a failure's code", code));
    outcome = Outcome.FAILED;
    return this;
  }

  /**
   * Sets what was used; by default nobody told.
   *
   * @param usage all counts
   * @return this builder
   */
  public UsageRecordBuilder usage(Usage usage) {
    this.usage = Objects.requireNonNull(usage, "usage");
    return this;
  }

  /**
   * Sets what it cost; unknown by default.
   *
   * @param cost 0 to a billion US dollars; decimals after the 18th are rounded
   * @return this builder
   */
  public UsageRecordBuilder cost(Cost cost) {
    this.cost = BookedCost.kept(cost);
    return this;
  }

  /**
   * Marks the cost as an estimate.
   *
   * @param estimated whether it is one; false by default
   * @return this builder
   */
  public UsageRecordBuilder estimated(boolean estimated) {
    this.estimated = estimated;
    return this;
  }

  /**
   * Sets how long it took.
   *
   * @param time to the end, not negative
   * @return this builder
   */
  public UsageRecordBuilder latency(Duration time) {
    latency = time("latency", time);
    return this;
  }

  /**
   * Sets how long the first token took; by default there was none.
   *
   * @param time from the beginning, not negative
   * @return this builder
   */
  public UsageRecordBuilder firstToken(Duration time) {
    firstToken = Optional.of(time("time to the first token", time));
    return this;
  }

  private static Duration time(String what, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a " + what + " is 0 to 36500 days, not " + time);
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Sets which key was used.
   *
   * @param fingerprint tells keys apart and can't be turned back into one
   * @return this builder
   */
  public UsageRecordBuilder keyFingerprint(String fingerprint) {
    keyFingerprint = Optional.of(Text.checked("a fingerprint", fingerprint));
    return this;
  }

  /**
   * Sets the host's own marks.
   *
   * @param tags at most 32, by name
   * @return this builder
   */
  public UsageRecordBuilder tags(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw new IllegalArgumentException(
          "a record has at most " + MOST_TAGS + " tags, not " + tags.size());
    }
    tags.forEach(
        (name, value) -> {
          Text.checked("a tag's name", name);
          Text.checked("the value of the tag \"" + name + "\"", value);
        });
    this.tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    return this;
  }

  /**
   * Keeps what was said.
   *
   * @param content what a {@link ContentPolicy} left of it
   * @return this builder
   */
  public UsageRecordBuilder content(Optional<Content> content) {
    this.content = Objects.requireNonNull(content, "content");
    return this;
  }

  /**
   * Returns the record.
   *
   * @return the value
   * @throws IllegalArgumentException if a cache hit costs something
   */
  public UsageRecord build() {
    if (outcome == Outcome.CACHE_HIT && !cost.equals(Cost.ZERO)) {
      throw new IllegalArgumentException("what comes out of a cache costs nothing, not " + cost);
    }
    return new UsageRecord(this);
  }
}
