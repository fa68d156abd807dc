package dev.atom.router.cache;

import dev.atom.model.EmbeddingModel;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * How a request is found to say the same as one that was answered. Compared is the last message alone,
 * if it is a user's and only text; everything else of the two requests is equal.
 *
 * <p>A reply is given if the vectors are near enough, {@link MeaningGuard} sees no difference that
 * matters, and the host agrees. Vectors can't tell "for 2" from "for 4": a wrong reply stays possible,
 * and a route whose replies have consequences is better off without this.
 *
 * <p>The vectors are kept in memory, of a router's own; what the embedding costs is not booked by the
 * router. If the embedding fails nothing similar is looked for. Immutable and thread-safe if the parts
 * are.
 */
public final class SemanticCache {
  /** The least threshold of {@link #of}. */
  public static final double LEAST_THRESHOLD = 0.9;

  private static final double LEAST_AT_OWN_RISK = 0.5;
  private static final int DEFAULT_ENTRIES = 10_000;

  private final EmbeddingModel model;
  private final double threshold;
  private final int entries;
  private final BiPredicate<String, String> same;

  private SemanticCache(
      EmbeddingModel model, double threshold, int entries, BiPredicate<String, String> same) {
    this.model = Objects.requireNonNull(model, "model");
    this.threshold = threshold;
    this.entries = entries;
    this.same = Objects.requireNonNull(same, "same");
  }

  /**
   * Returns a setting with ten thousand vectors at most.
   *
   * @param model makes the vectors
   * @param threshold the least cosine of two vectors, {@link #LEAST_THRESHOLD} to 1. What is right
   *     depends on the model: measure it on pairs of your own
   * @return the setting
   */
  public static SemanticCache of(EmbeddingModel model, double threshold) {
    return of(model, threshold, LEAST_THRESHOLD);
  }

  /**
   * Returns a setting as {@link #of} does, for models whose vectors of one meaning lie further apart.
   *
   * @param model makes the vectors
   * @param threshold the least cosine of two vectors, 0.5 to 1
   * @return the setting
   */
  public static SemanticCache atOwnRisk(EmbeddingModel model, double threshold) {
    return of(model, threshold, LEAST_AT_OWN_RISK);
  }

  private static SemanticCache of(EmbeddingModel model, double threshold, double least) {
    if (!(threshold >= least && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold is %s; it must lie between %s and 1: below, requests that only look alike get"
                  .formatted(threshold, least)
              + " each other's replies (SemanticCache.atOwnRisk takes 0.5 and more)");
    }
    return new SemanticCache(model, threshold, DEFAULT_ENTRIES, (asked, kept) -> true);
  }

  /**
   * Returns this setting with another number of vectors. What was not used for longest leaves.
   *
   * @param most of a route, 1 or more; those of one context (a tenant, with everything but the last
   *     message) are a thousand at most
   * @return the setting
   */
  public SemanticCache entries(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("entries is " + most + "; it must be 1 or more");
    }
    return new SemanticCache(model, threshold, most, same);
  }

  /**
   * Returns this setting with one more condition.
   *
   * @param same is given the text that is asked and the one that was answered, and tells whether the
   *     answer fits; quick. If it throws, the answer is not given
   * @return the setting
   */
  public SemanticCache onlyIf(BiPredicate<String, String> same) {
    return new SemanticCache(model, threshold, entries, this.same.and(same));
  }

  /**
   * Returns what makes the vectors.
   *
   * @return the model
   */
  public EmbeddingModel model() {
    return model;
  }

  /**
   * Returns the least cosine of two vectors.
   *
   * @return 0.5 to 1
   */
  public double threshold() {
    return threshold;
  }

  /**
   * Returns how many vectors are kept at most.
   *
   * @return 1 or more
   */
  public int entries() {
    return entries;
  }

  /**
   * Asks the host's conditions.
   *
   * @param asked the text that is asked
   * @param kept the text that was answered
   * @return true if all hold
   */
  public boolean agrees(String asked, String kept) {
    return same.test(asked, kept);
  }

  @Override
  public String toString() {
    return "SemanticCache[" + model.ref() + ", threshold=" + threshold + "]";
  }
}
