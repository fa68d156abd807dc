package dev.atom.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call used: tokens, and what else providers charge for. Parts are contained in their totals:
 * cached and cache-write tokens in the input, reasoning tokens in the output, whatever the
 * provider's own way of counting.
 *
 * <p>Nothing told is not nothing used: {@link #UNKNOWN} is no {@link #ZERO}, and a sum with something
 * unknown in it is not known either.
 *
 * <p>Immutable, thread-safe, equal by content.
 */
public final class Usage implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No tokens at all. */
  public static final Usage ZERO = newBuilder().build();

  /** The provider told nothing; it may have used, and charged, much. */
  public static final Usage UNKNOWN = newBuilder().known(false).build();

  private final long inputTokens;
  private final long cachedInputTokens;
  private final long cacheWriteTokens;
  private final long outputTokens;
  private final long reasoningTokens;
  private final long longCacheWriteTokens;
  private final long audioInputTokens;
  private final long audioOutputTokens;
  private final long searches;
  private final long characters;
  private final Duration audio;
  private final @Nullable BigDecimal reportedUsd;
  private final boolean estimated;
  private final boolean known;

  private Usage(Builder builder) {
    inputTokens = builder.inputTokens;
    cachedInputTokens = builder.cachedInputTokens;
    cacheWriteTokens = builder.cacheWriteTokens;
    outputTokens = builder.outputTokens;
    reasoningTokens = builder.reasoningTokens;
    longCacheWriteTokens = builder.longCacheWriteTokens;
    audioInputTokens = builder.audioInputTokens;
    audioOutputTokens = builder.audioOutputTokens;
    searches = builder.searches;
    characters = builder.characters;
    audio = builder.audio;
    reportedUsd = builder.reportedUsd.orElse(null);
    estimated = builder.estimated;
    known = builder.known;
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
   * Returns the tokens written to a cache that lasts longer than the provider's shortest, such as an hour.
   *
   * @return 0 or more
   */
  public long longCacheWriteTokens() {
    return longCacheWriteTokens;
  }

  /**
   * Returns the tokens of sound sent.
   *
   * @return 0 or more
   */
  public long audioInputTokens() {
    return audioInputTokens;
  }

  /**
   * Returns the tokens of sound received.
   *
   * @return 0 or more
   */
  public long audioOutputTokens() {
    return audioOutputTokens;
  }

  /**
   * Returns the searches and other steps that the provider took by itself and charges apart.
   *
   * @return 0 or more
   */
  public long searches() {
    return searches;
  }

  /**
   * Returns the characters turned into speech, where a provider charges for these.
   *
   * @return 0 or more
   */
  public long characters() {
    return characters;
  }

  /**
   * Returns the length of the sound that was heard, where a provider charges by time.
   *
   * @return zero where it does not
   */
  public Duration audio() {
    return audio;
  }

  /**
   * Returns what the provider itself says that the call cost.
   *
   * @return US dollars; empty where it says nothing
   */
  public Optional<BigDecimal> reportedUsd() {
    return Optional.ofNullable(reportedUsd);
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
   * Tells whether this is all that was used. If it is not, as of a stream that broke or a server that
   * tells nothing, the counts are what was told until then, and it was mostly more.
   *
   * @return true for a whole reply whose provider told its usage, and for estimates of all of it
   */
  public boolean known() {
    return known;
  }

  /**
   * Returns these counts as the least that was used.
   *
   * @return the same counts, not {@linkplain #known() known} to be all
   */
  public Usage atLeast() {
    return toBuilder().known(false).build();
  }

  /**
   * Returns a builder that begins with these values.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return sum(ZERO);
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
   * @return the sum; estimated if one of them is, known if both are
   */
  public Usage plus(Usage other) {
    return sum(other).build();
  }

  private Builder sum(Usage other) {
    return newBuilder()
        .inputTokens(inputTokens + other.inputTokens)
        .cachedInputTokens(cachedInputTokens + other.cachedInputTokens)
        .cacheWriteTokens(cacheWriteTokens + other.cacheWriteTokens)
        .outputTokens(outputTokens + other.outputTokens)
        .reasoningTokens(reasoningTokens + other.reasoningTokens)
        .longCacheWriteTokens(longCacheWriteTokens + other.longCacheWriteTokens)
        .audioInputTokens(audioInputTokens + other.audioInputTokens)
        .audioOutputTokens(audioOutputTokens + other.audioOutputTokens)
        .searches(searches + other.searches)
        .characters(characters + other.characters)
        .audio(audio.plus(other.audio))
        .reportedUsd(reported(other))
        .estimated(estimated || other.estimated)
        .known(known && other.known);
  }

  /** A sum is known only if both are; no use at all costs nothing. */
  private Optional<BigDecimal> reported(Usage other) {
    if (equals(ZERO) || other.equals(ZERO)) {
      return equals(ZERO) ? other.reportedUsd() : reportedUsd();
    }
    return reportedUsd().flatMap(usd -> other.reportedUsd().map(usd::add));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage that
        && inputTokens == that.inputTokens
        && cachedInputTokens == that.cachedInputTokens
        && cacheWriteTokens == that.cacheWriteTokens
        && outputTokens == that.outputTokens
        && reasoningTokens == that.reasoningTokens
        && longCacheWriteTokens == that.longCacheWriteTokens
        && audioInputTokens == that.audioInputTokens
        && audioOutputTokens == that.audioOutputTokens
        && searches == that.searches
        && characters == that.characters
        && audio.equals(that.audio)
        && Objects.equals(reportedUsd, that.reportedUsd)
        && estimated == that.estimated
        && known == that.known;
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputTokens, outputTokens, reasoningTokens, characters, audio, known);
  }

  @Override
  public String toString() {
    String about = (estimated ? ", estimated" : "") + (known ? "]" : ", at least]");
    return "Usage[input=%d (cached %d), output=%d (reasoning %d)"
            .formatted(inputTokens, cachedInputTokens, outputTokens, reasoningTokens)
        + about;
  }

  /** Builds a {@link Usage}. By default all counts are 0, and known. Not thread-safe. */
  public static final class Builder {
    private long inputTokens;
    private long cachedInputTokens;
    private long cacheWriteTokens;
    private long outputTokens;
    private long reasoningTokens;
    private long longCacheWriteTokens;
    private long audioInputTokens;
    private long audioOutputTokens;
    private long searches;
    private long characters;
    private Duration audio = Duration.ZERO;
    private Optional<BigDecimal> reportedUsd = Optional.empty();
    private boolean estimated;
    private boolean known = true;

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
     * Sets the tokens written to a cache of long life, part of the cache-write tokens.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder longCacheWriteTokens(long count) {
      longCacheWriteTokens = notNegative("longCacheWriteTokens", count);
      return this;
    }

    /**
     * Sets the tokens of sound sent, part of the input.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder audioInputTokens(long count) {
      audioInputTokens = notNegative("audioInputTokens", count);
      return this;
    }

    /**
     * Sets the tokens of sound received, part of the output.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder audioOutputTokens(long count) {
      audioOutputTokens = notNegative("audioOutputTokens", count);
      return this;
    }

    /**
     * Sets the searches of the provider's own.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder searches(long count) {
      searches = notNegative("searches", count);
      return this;
    }

    /**
     * Sets the characters turned into speech.
     *
     * @param count 0 or more
     * @return this builder
     */
    public Builder characters(long count) {
      characters = notNegative("characters", count);
      return this;
    }

    /**
     * Sets the length of the sound that was heard.
     *
     * @param length zero or more
     * @return this builder
     */
    public Builder audio(Duration length) {
      if (length.isNegative()) {
        throw new IllegalArgumentException("audio is " + length + "; it can't be negative");
      }
      audio = length;
      return this;
    }

    /**
     * Sets what the provider says that the call cost.
     *
     * @param usd US dollars; empty if it says nothing
     * @return this builder
     */
    public Builder reportedUsd(Optional<BigDecimal> usd) {
      reportedUsd = usd;
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
     * Says whether these counts are all that was used.
     *
     * @param known false if the provider told nothing, or not all
     * @return this builder
     */
    public Builder known(boolean known) {
      this.known = known;
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
