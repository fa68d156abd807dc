package dev.atom.router;

import dev.atom.model.Usage;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.stats.TargetStats;
import dev.atom.usage.Quote;
import java.util.OptionalLong;

/** A target in its route, with what was learned of the route's calls there. Thread-safe. */
final class Lane {
  private static final double FIRST_GUESS_TOKENS = 300;

  private final Target target;
  private final int place;
  private final int client;
  private final long capabilities;
  private final Quote quote;
  private final TargetStats stats;

  /** Of this target, and of all targets of the route, by which one that was never asked is judged. */
  private final Habits own;

  private final Habits routes;

  Lane(Target target, int place, int client, Quote quote, TargetStats stats, Learned learned) {
    this.target = target;
    this.place = place;
    this.client = client;
    this.quote = quote;
    this.stats = stats;
    own = learned.own;
    routes = learned.routes;
    capabilities = RequestFacts.bits(target.capabilities());
  }

  /** What was learned of a route's calls at one target, and of all of them. */
  record Learned(Habits own, Habits routes) {}

  Habits own() {
    return own;
  }

  Target target() {
    return target;
  }

  /** Its number in the fleet. */
  int place() {
    return place;
  }

  /** Its client's number in the route. */
  int client() {
    return client;
  }

  TargetStats stats() {
    return stats;
  }

  boolean can(long needs) {
    return (needs & ~capabilities) == 0;
  }

  /** Whether prompt and reply are expected to fit; the reply counts with what the request allows. */
  boolean holds(RequestFacts facts) {
    OptionalLong most = target.contextTokens();
    if (most.isEmpty()) {
      return true;
    }
    int reply = facts.maxOutputTokens().isPresent() ? facts.maxOutputTokens().get() : 1;
    return facts.promptTokens() + reply <= most.getAsLong();
  }

  double expectedTokens(RequestFacts facts) {
    double learned = own.outputTokens(routes.outputTokens(FIRST_GUESS_TOKENS));
    return facts.maxOutputTokens().isPresent()
        ? Math.min(learned, facts.maxOutputTokens().get())
        : learned;
  }

  double expectedUsd(RequestFacts facts, long epochMillis) {
    long prompt = facts.promptTokens();
    long output = Math.round(expectedTokens(facts));
    double seen = own.cachedShare(Double.NaN);
    if (!Double.isNaN(seen)) {
      return quote.usd(epochMillis, prompt, cached(prompt, seen), output);
    }
    double usd = quote.usd(epochMillis, prompt, cached(prompt, routes.cachedShare(0)), output);
    return Double.isNaN(usd) ? quote.usd(epochMillis, prompt, 0, output) : usd;
  }

  private static long cached(long prompt, double share) {
    return Math.min(prompt, Math.round((double) prompt * share));
  }

  /**
   * What a call can cost at most, as far as that can be known: twice the estimated prompt, and what
   * the request allows for the reply, else four times a usual one. NaN without a price.
   */
  double worstUsd(RequestFacts facts, long epochMillis) {
    double output =
        facts.maxOutputTokens().isPresent()
            ? facts.maxOutputTokens().get()
            : 4 * own.outputTokens(routes.outputTokens(4 * FIRST_GUESS_TOKENS));
    return quote.usd(epochMillis, 2 * facts.promptTokens(), 0, Math.round(output));
  }

  void learn(Usage usage) {
    own.learn(usage);
    routes.learn(usage);
  }
}
