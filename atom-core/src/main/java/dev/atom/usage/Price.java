package dev.atom.usage;

import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model's tokens cost from an instant on.
 *
 * @param model which model
 * @param perMillion US dollars for a million tokens
 * @param from when the price begins to hold
 * @param source where the price was found
 */
public record Price(ModelRef model, PerMillion perMillion, Instant from, String source) {
  /** Refuses null. */
  public Price {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(perMillion, "perMillion");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(source, "source");
  }

  /**
   * US dollars for a million tokens of each kind.
   *
   * @param input tokens sent that are neither read from nor written to the prompt cache
   * @param cachedInput tokens read from the prompt cache; empty if they cost as other input
   * @param cacheWrite tokens written to the prompt cache; empty if they cost as other input
   * @param output tokens received, reasoning included
   */
  public record PerMillion(
      BigDecimal input,
      Optional<BigDecimal> cachedInput,
      Optional<BigDecimal> cacheWrite,
      BigDecimal output) {
    /** Refuses negative prices. */
    public PerMillion {
      if (input.signum() < 0
          || output.signum() < 0
          || cachedInput.map(BigDecimal::signum).orElse(0) < 0
          || cacheWrite.map(BigDecimal::signum).orElse(0) < 0) {
        throw new IllegalArgumentException("a price can't be negative");
      }
    }
  }
}
