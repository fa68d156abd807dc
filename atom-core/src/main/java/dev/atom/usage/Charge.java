package dev.atom.usage;

import dev.atom.model.Usage;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a provider charges for. The parts of a {@link Usage} are told apart here, so that each token
 * is in one charge and none is paid twice; reasoning tokens are {@link #OUTPUT} like other output.
 */
public enum Charge {
  /** Tokens sent that are neither read from nor written to the prompt cache, and no sound. */
  INPUT(true),
  /** Tokens sent that the provider read from its prompt cache. */
  CACHED_INPUT(true),
  /** Tokens sent that the provider wrote to its prompt cache, for its shortest life. */
  CACHE_WRITE(true),
  /** Tokens sent that the provider wrote to its prompt cache for longer, such as an hour. */
  LONG_CACHE_WRITE(true),
  /** Tokens received, reasoning included, but for sound. */
  OUTPUT(true),
  /** Tokens of sound sent. */
  AUDIO_INPUT(true),
  /** Tokens of sound received. */
  AUDIO_OUTPUT(true),
  /** A second of sound, where time is charged and not tokens. */
  SECOND(false),
  /** A character turned into speech. */
  CHARACTER(false),
  /** A request, whatever is in it; a price without such a rate has no such fee. */
  REQUEST(false),
  /** A search or another step that the provider takes by itself. */
  SEARCH(false);

  private static final int MILLION_DIGITS = 6;
  private static final int NANO_DIGITS = 9;

  private final boolean token;

  Charge(boolean token) {
    this.token = token;
  }

  /**
   * Tells what a rate is for.
   *
   * @return 1,000,000 for tokens, else 1
   */
  public long per() {
    return token ? 1_000_000 : 1;
  }

  /**
   * Tells whether this is a fee beside the model's work. Service tiers, hours, regions and long
   * prompts change the other rates; a fee stays as it is.
   *
   * @return true for requests and searches
   */
  public boolean fee() {
    return this == REQUEST || this == SEARCH;
  }

  /** How much of it a usage has that contradicts itself in nothing. */
  BigDecimal amount(Usage usage, long requests) {
    return switch (this) {
      case INPUT -> BigDecimal.valueOf(plainInput(usage));
      case CACHED_INPUT -> BigDecimal.valueOf(usage.cachedInputTokens());
      case CACHE_WRITE ->
          BigDecimal.valueOf(usage.cacheWriteTokens() - usage.longCacheWriteTokens());
      case LONG_CACHE_WRITE -> BigDecimal.valueOf(usage.longCacheWriteTokens());
      case OUTPUT -> BigDecimal.valueOf(usage.outputTokens() - usage.audioOutputTokens());
      case AUDIO_INPUT -> BigDecimal.valueOf(usage.audioInputTokens());
      case AUDIO_OUTPUT -> BigDecimal.valueOf(usage.audioOutputTokens());
      case SECOND -> seconds(usage.audio());
      case CHARACTER -> BigDecimal.valueOf(usage.characters());
      case REQUEST -> BigDecimal.valueOf(requests);
      case SEARCH -> BigDecimal.valueOf(usage.searches());
    };
  }

  private static long plainInput(Usage usage) {
    return usage.inputTokens()
        - usage.cachedInputTokens()
        - usage.cacheWriteTokens()
        - usage.audioInputTokens();
  }

  private static BigDecimal seconds(Duration length) {
    return BigDecimal.valueOf(length.getSeconds())
        .add(BigDecimal.valueOf(length.getNano(), NANO_DIGITS));
  }

  /** What an amount costs at a rate, exact. */
  BigDecimal price(BigDecimal amount, BigDecimal rate) {
    BigDecimal product = amount.multiply(rate);
    return token ? product.movePointLeft(MILLION_DIGITS) : product;
  }
}
