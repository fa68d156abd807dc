package dev.atom.usage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a price depends on beside the usage. Immutable and thread-safe.
 *
 * @param at when the call began
 * @param tier the service tier that answered, as the price names it, such as {@code "batch"};
 *     {@value #STANDARD} for that which is had without asking
 * @param region where the provider was asked to work, as the price names it, such as {@code "eu"};
 *     empty if it was not asked to keep to one
 * @param requests how many requests the usage is of; 0 or more
 */
public record PriceFacts(Instant at, String tier, Optional<String> region, long requests) {
  /** The tier of calls that ask for none. */
  public static final String STANDARD = "standard";

  /** Refuses null and a negative count. */
  public PriceFacts {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(tier, "tier");
    Objects.requireNonNull(region, "region");
    if (requests < 0) {
      throw new IllegalArgumentException("there can't be " + requests + " requests");
    }
  }

  /**
   * Returns the facts of one request at the standard tier, in no region asked for.
   *
   * @param at when it began
   * @return the facts
   */
  public static PriceFacts at(Instant at) {
    return new PriceFacts(at, STANDARD, Optional.empty(), 1);
  }

  /**
   * Returns these facts with another service tier.
   *
   * @param tier as the price names it
   * @return the new facts
   */
  public PriceFacts tier(String tier) {
    return new PriceFacts(at, tier, region, requests);
  }

  /**
   * Returns these facts with a region.
   *
   * @param region as the price names it
   * @return the new facts
   */
  public PriceFacts region(String region) {
    return new PriceFacts(at, tier, Optional.of(region), requests);
  }

  /**
   * Returns these facts of another number of requests.
   *
   * @param requests 0 or more
   * @return the new facts
   */
  public PriceFacts requests(long requests) {
    return new PriceFacts(at, tier, region, requests);
  }
}
