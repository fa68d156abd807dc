package dev.atom.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a failed model call, which every {@link ModelException} carries. Immutable; holds no
 * secret and nothing of the request. Serializable as the exceptions are.
 */
public final class Failure implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String provider;
  private final @Nullable String model;
  private final @Nullable Integer status;
  private final @Nullable String providerCode;
  private final @Nullable String requestId;
  private final @Nullable Duration retryAfter;
  private final List<RateLimit> rateLimits;
  private final Usage usage;
  private final String message;
  private final @Nullable Throwable cause;

  private Failure(Builder builder) {
    provider = builder.provider;
    model = builder.model.orElse(null);
    status = builder.status.orElse(null);
    providerCode = builder.providerCode.orElse(null);
    requestId = builder.requestId.orElse(null);
    retryAfter = builder.retryAfter.orElse(null);
    rateLimits = builder.rateLimits;
    usage = builder.usage;
    message = builder.message;
    cause = builder.cause.orElse(null);
  }

  /**
   * Returns a builder for a failure at a model.
   *
   * @param model the model that was asked
   * @return a new builder
   */
  public static Builder at(ModelRef model) {
    return new Builder(model.provider(), Optional.of(model.name()));
  }

  /**
   * Returns a builder for a failure at a provider, no model concerned.
   *
   * @param provider the provider's id
   * @return a new builder
   */
  public static Builder at(String provider) {
    return new Builder(provider, Optional.empty());
  }

  /**
   * Returns the provider.
   *
   * @return its id
   */
  public String provider() {
    return provider;
  }

  /**
   * Returns the model that was asked.
   *
   * @return empty if none is concerned
   */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  /**
   * Returns the HTTP status.
   *
   * @return empty if no answer came or the failure was inside a stream
   */
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /**
   * Returns the provider's own code, such as {@code "insufficient_quota"}.
   *
   * @return empty where it gives none
   */
  public Optional<String> providerCode() {
    return Optional.ofNullable(providerCode);
  }

  /**
   * Returns the provider's id of the request, for its support.
   *
   * @return empty where it gives none
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * Returns how long the provider asks to wait.
   *
   * @return empty where it says nothing; never negative
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Returns how far the key is from its limits, as the provider told with the failure.
   *
   * @return often empty
   */
  public List<RateLimit> rateLimits() {
    return rateLimits;
  }

  /**
   * Returns what the provider told that the call had used until it failed, which it may well charge.
   *
   * @return {@link Usage#UNKNOWN} if it told nothing; otherwise mostly not {@linkplain Usage#known()
   *     known} to be all
   */
  public Usage usage() {
    return usage;
  }

  /** The message of the exception. */
  String describe() {
    StringBuilder text = new StringBuilder(provider);
    model().ifPresent(m -> text.append('/').append(m));
    status().ifPresent(s -> text.append(" answered ").append(s));
    providerCode().ifPresent(c -> text.append(" (").append(c).append(')'));
    text.append(": ").append(message);
    retryAfter().ifPresent(d -> text.append("; retry after ").append(d));
    requestId().ifPresent(id -> text.append("; request id ").append(id));
    return text.toString();
  }

  Optional<Throwable> cause() {
    return Optional.ofNullable(cause);
  }

  /** Builds a {@link Failure}. Not thread-safe. */
  public static final class Builder {
    private final String provider;
    private final Optional<String> model;
    private Optional<Integer> status = Optional.empty();
    private Optional<String> providerCode = Optional.empty();
    private Optional<String> requestId = Optional.empty();
    private Optional<Duration> retryAfter = Optional.empty();
    private List<RateLimit> rateLimits = List.of();
    private Usage usage = Usage.UNKNOWN;
    private String message = "the call failed";
    private Optional<Throwable> cause = Optional.empty();

    private Builder(String provider, Optional<String> model) {
      this.provider = provider;
      this.model = model;
    }

    /**
     * Sets the HTTP status.
     *
     * @param status 100 to 599
     * @return this builder
     */
    public Builder status(int status) {
      this.status = Optional.of(status);
      return this;
    }

    /**
     * Sets the provider's own code.
     *
     * @param code the code
     * @return this builder
     */
    public Builder providerCode(String code) {
      this.providerCode = Optional.of(code);
      return this;
    }

    /**
     * Sets the provider's id of the request.
     *
     * @param id the id
     * @return this builder
     */
    public Builder requestId(String id) {
      this.requestId = Optional.of(id);
      return this;
    }

    /**
     * Sets how long the provider asks to wait.
     *
     * @param wait negative counts as zero
     * @return this builder
     */
    public Builder retryAfter(Duration wait) {
      this.retryAfter = Optional.of(wait.isNegative() ? Duration.ZERO : wait);
      return this;
    }

    /**
     * Sets how far the key is from its limits.
     *
     * @param limits what the provider told
     * @return this builder
     */
    public Builder rateLimits(List<RateLimit> limits) {
      rateLimits = List.copyOf(limits);
      return this;
    }

    /**
     * Sets what was used until then.
     *
     * @param usage what the provider told
     * @return this builder
     */
    public Builder usage(Usage usage) {
      this.usage = usage;
      return this;
    }

    /**
     * Sets what happened and what to do; without any secret.
     *
     * @param message the text
     * @return this builder
     */
    public Builder message(String message) {
      this.message = message;
      return this;
    }

    /**
     * Sets the failure below.
     *
     * @param cause the cause, without any secret in its message
     * @return this builder
     */
    public Builder cause(Throwable cause) {
      this.cause = Optional.of(cause);
      return this;
    }

    /**
     * Returns the failure.
     *
     * @return the value
     */
    public Failure build() {
      return new Failure(this);
    }
  }
}
