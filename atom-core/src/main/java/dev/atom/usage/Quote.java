package dev.atom.usage;

/** What a model costs, for choosing among models. Thread-safe; allocates nothing. */
@FunctionalInterface
public interface Quote {
  /**
   * Works out the expected price of a call.
   *
   * @param epochMillis when it is made
   * @param inputTokens tokens sent, cached ones included
   * @param cachedInputTokens tokens of these that are read from the provider's cache
   * @param outputTokens tokens received
   * @return US dollars; NaN if the price is not known
   */
  double usd(long epochMillis, double inputTokens, double cachedInputTokens, double outputTokens);
}
