package dev.atom.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Rates, and those that hold instead for long prompts. Immutable and thread-safe.
 *
 * @param base the rates of a prompt that is above no step
 * @param steps what long prompts change, kept in rising order
 */
public record RateCard(Rates base, List<Step> steps) {
  /** Sorts the steps, and refuses two that begin at one length. */
  public RateCard {
    Objects.requireNonNull(base, "base");
    steps = steps.stream().sorted(Comparator.comparingLong(Step::promptTokens)).toList();
    Set<Long> seen = new HashSet<>();
    for (Step step : steps) {
      if (!seen.add(step.promptTokens())) {
        throw new IllegalArgumentException("two steps above " + step.promptTokens() + " tokens");
      }
    }
  }

  /**
   * What a long prompt changes. All of the request costs these rates then, not only what is above.
   *
   * @param promptTokens the length that is not yet long, cached tokens included; 0 or more
   * @param rates all the rates that hold above it; what is not among them has no known price there,
   *     but for fees, which are the base's
   */
  public record Step(long promptTokens, Rates rates) {
    /** Refuses a negative length. */
    public Step {
      Objects.requireNonNull(rates, "rates");
      if (promptTokens < 0) {
        throw new IllegalArgumentException("a step can't be above " + promptTokens + " tokens");
      }
    }
  }

  /**
   * Returns a card without steps.
   *
   * @param rates rates of prompts of any length
   * @return the card
   */
  public static RateCard of(Rates rates) {
    return new RateCard(rates, List.of());
  }

  /**
   * Returns this card and a step.
   *
   * @param promptTokens the length that is not yet long
   * @param rates what holds above it
   * @return the new card
   */
  public RateCard above(long promptTokens, Rates rates) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(promptTokens, rates));
    return new RateCard(base, more);
  }

  /**
   * Returns the rates of a prompt.
   *
   * @param promptTokens its length, cached tokens included
   * @return those of the last step it is above, else the base's
   */
  public Rates rates(long promptTokens) {
    Rates rates = base;
    for (Step step : steps) {
      if (promptTokens > step.promptTokens()) {
        rates = step.rates();
      }
    }
    return rates;
  }

  /**
   * Returns this card with all rates but the fees times a factor.
   *
   * @param factor 0 or more
   * @return the new card
   */
  public RateCard times(BigDecimal factor) {
    return new RateCard(
        base.times(factor),
        steps.stream()
            .map(step -> new Step(step.promptTokens(), step.rates().times(factor)))
            .toList());
  }
}
