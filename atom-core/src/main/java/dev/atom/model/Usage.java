package dev.atom.model;

import java.util.Objects;

/**
 * The tokens of a call. Parts are contained in their totals: cached and cache-write tokens in the
 * input, reasoning tokens in the output, whatever the provider's own way of counting.
 *
 * <p>Immutable, thread-safe, equal by content.
 */
public final class Usage {
  /** No tokens at all. */
  public static final Usage ZERO = newBuilder().build();

  private final long inputTokens;
  private final long cachedInputTokens;
  private final long cacheWriteTokens;
  private final long outputTokens;
  private final long reasoningTokens;
  private final boolean estimated;

  private Usage(Builder builder) {
    inputTokens = builder.inputTokens;
    cachedInputTokens = builder.cachedInputTokens;
    cacheWriteTokens = builder.cacheWriteTokens;
    outputTokens = builder.outputTokens;
    reasoningTokens = builder.reasoningTokens;
    estimated = builder.estimated;
  }

  /**
   * Returns a builder in which every count is 0.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns the usage of a plain call.
   *
   * @param inputTokens tokens sent
   * @param outputTokens tokens received
   * @return the usage
   */
  public static Usage of(long inputTokens, long outputTokens) {
    return newBuilder().inputTokens(inputTokens).outputTokens(outputTokens).build();
  }

  /**
   * Returns all tokens sent.
   *
   * @return the count, cached ones included
   */
  public long inputTokens() {
    return inputTokens;
  }

  /**
   * Returns the tokens sent that the provider read from its prompt cache.
   *
   * @return the count, at most the input's
   */
  public long cachedInputTokens() {
    return cachedInputTokens;
  }

  /**
   * Returns the tokens sent that the provider wrote to its prompt cache.
   *
   * @return the count, at most the input's
   */
  public long cacheWriteTokens() {
    return cacheWriteTokens;
  }

  /**
   * Returns all tokens received.
   *
   * @return the count, reasoning included
   */
  public long outputTokens() {
    return outputTokens;
  }

  /**
   * Returns the tokens of the model's reasoning.
   *
   * @return the count, at most the output's
   */
  public long reasoningTokens() {
    return reasoningTokens;
  }

  /**
   * Tells whether these counts were estimated because the provider gave none.
   *
   * @return true if at least one count is an estimate
   */
  public boolean estimated() {
    return estimated;
  }

  /**
   * Returns input and output together.
   *
   * @return the count
   */
  public long totalTokens() {
    return inputTokens + outputTokens;
  }

  /**
   * Adds two usages.
   *
   * @param other what to add
   * @return the sum; estimated if one of them is
   */
  public Usage plus(Usage other) {
    return newBuilder()
        .inputTokens(inputTokens + other.inputTokens)
        .cachedInputTokens(cachedInputTokens + other.cachedInputTokens)
        .cacheWriteTokens(cacheWriteTokens + other.cacheWriteTokens)
        .outputTokens(outputTokens + other.outputTokens)
        .reasoningTokens(reasoningTokens + other.reasoningTokens)
        .estimated(estimated || other.estimated)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage that
        && inputTokens == that.inputTokens
        && cachedInputTokens == that.cachedInputTokens
        && cacheWriteTokens == that.cacheWriteTokens
        && outputTokens == that.outputTokens
        && reasoningTokens == that.reasoningTokens
        && estimated == that.estimated;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, estimated);
  }

  @Override
  public String toString() {
    return "Usage[input="
        + inputTokens
        + " (cached "
        + cachedInputTokens
        + "), output="
        + outputTokens
        + " (reasoning "
        + reasoningTokens
        + ")"
        + (estimated ? ", estimated]" : "]");
  }

  /** Builds a {@link Usage}. Every count defaults to 0. Not thread-safe. */
  public static final class Builder {
    private long inputTokens;
    private long cachedInputTokens;
    private long cacheWriteTokens;
    private long outputTokens;
    private long reasoningTokens;
    private boolean estimated;

    private Builder() {}

    /**
     * Sets all tokens sent, cached ones included.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder inputTokens(long count) {
      inputTokens = notNegative("inputTokens", count);
      return this;
    }

    /**
     * Sets the tokens sent that were read from the prompt cache.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder cachedInputTokens(long count) {
      cachedInputTokens = notNegative("cachedInputTokens", count);
      return this;
    }

    /**
     * Sets the tokens sent that were written to the prompt cache.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder cacheWriteTokens(long count) {
      cacheWriteTokens = notNegative("cacheWriteTokens", count);
      return this;
    }

    /**
     * Sets all tokens received, reasoning included.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder outputTokens(long count) {
      outputTokens = notNegative("outputTokens", count);
      return this;
    }

    /**
     * Sets the tokens of the model's reasoning.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder reasoningTokens(long count) {
      reasoningTokens = notNegative("reasoningTokens", count);
      return this;
    }

    /**
     * Marks the counts as estimates.
     *
     * @param estimated whether at least one is
     * @return this builder
     */
    public Builder estimated(boolean estimated) {
      this.estimated = estimated;
      return this;
    }

    /**
     * Returns the usage.
     *
     * @return the value
     */
    public Usage build() {
      return new Usage(this);
    }

    private static long notNegative(String name, long count) {
      if (count < 0) {
        throw new IllegalArgumentException(name + " is " + count + "; it can't be negative");
      }
      return count;
    }
  }
}
