package dev.atom.router.compare;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one model did on all prompts. Immutable and thread-safe.
 *
 * @param model how it is called in the comparison
 * @param answered how many prompts it answered, of all
 * @param forms how many replies had the form that was asked for, of those that were to have one
 * @param expected how many replies were as expected, of those that had an expectation
 * @param rating the mean of the judge's ratings; empty if there is none
 * @param spent tokens and money
 * @param times how long replies took; empty if there is none
 */
public record ModelSummary(
    String model,
    Share answered,
    Share forms,
    Share expected,
    OptionalDouble rating,
    Spent spent,
    Optional<Times> times) {
  /** Refuses null. */
  public ModelSummary {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(answered, "answered");
    Objects.requireNonNull(forms, "forms");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(rating, "rating");
    Objects.requireNonNull(spent, "spent");
    Objects.requireNonNull(times, "times");
  }

  /**
   * A part of some.
   *
   * @param part how many of them
   * @param of how many there are
   */
  public record Share(long part, long of) {
    @Override
    public String toString() {
      return of == 0 ? "-" : part + " of " + of;
    }
  }

  /**
   * What was used and paid. The whole is known only if nothing is unknown.
   *
   * @param inputTokens all tokens sent, as far as told
   * @param outputTokens all tokens received, as far as told
   * @param untold how many replies did not tell all that was used
   * @param usd the sum of the known costs in US dollars, exact
   * @param unknown how many calls have an unknown cost, which is not zero; failed ones among them
   */
  public record Spent(
      long inputTokens, long outputTokens, long untold, BigDecimal usd, long unknown) {
    /** Refuses null. */
    public Spent {
      Objects.requireNonNull(usd, "usd");
    }
  }

  /**
   * Times of replies, each at most a tenth off: they are counted in classes, which takes the same
   * memory for any number of prompts.
   *
   * @param p50 half took no longer
   * @param p95 nineteen of twenty took no longer
   * @param p99 ninety-nine of a hundred took no longer
   */
  public record Times(Duration p50, Duration p95, Duration p99) {}

  Json json() {
    JsonObjectBuilder json = Json.object().put("model", model);
    json.put("answered", json(answered)).put("forms", json(forms)).put("expected", json(expected));
    rating.ifPresent(mean -> json.put("rating", BigDecimal.valueOf(mean)));
    json.put("inputTokens", spent.inputTokens()).put("outputTokens", spent.outputTokens());
    json.put("untoldUsages", spent.untold());
    json.put("usd", spent.usd()).put("unknownCosts", spent.unknown());
    times.ifPresent(
        of ->
            json.put(
                "millis",
                Json.object()
                    .put("p50", of.p50().toMillis())
                    .put("p95", of.p95().toMillis())
                    .put("p99", of.p99().toMillis())
                    .build()));
    return json.build();
  }

  private static Json json(Share share) {
    return Json.object().put("part", share.part()).put("of", share.of()).build();
  }
}
