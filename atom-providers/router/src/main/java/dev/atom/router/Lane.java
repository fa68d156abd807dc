package dev.atom.router;

import dev.atom.model.Usage;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.stats.MovingAverage;
import dev.atom.router.stats.TargetStats;
import dev.atom.usage.Quote;
import java.util.Optional;
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
  private final MovingAverage outputTokens;
  private final MovingAverage cachedShare;

  Lane(
      Target target, int place, int client, Quote quote, TargetStats stats, Optional<Lane> before) {
    this.target = target;
    this.place = place;
    this.client = client;
    this.quote = quote;
    this.stats = stats;
    outputTokens = before.map(lane -> lane.outputTokens).orElseGet(MovingAverage::new);
    cachedShare = before.map(lane -> lane.cachedShare).orElseGet(MovingAverage::new);
    capabilities = RequestFacts.bits(target.capabilities());
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
    double learned = outputTokens.value(FIRST_GUESS_TOKENS);
    return facts.maxOutputTokens().isPresent()
        ? Math.min(learned, facts.maxOutputTokens().get())
        : learned;
  }

  double expectedUsd(RequestFacts facts, long epochMillis) {
    long prompt = facts.promptTokens();
    long cached = Math.min(prompt, Math.round((double) prompt * cachedShare.value(0)));
    return quote.usd(epochMillis, prompt, cached, Math.round(expectedTokens(facts)));
  }

  /**
   * What a call can cost at most, as far as that can be known: twice the estimated prompt, and what
   * the request allows for the reply, else four times a usual one. NaN without a price.
   */
  double worstUsd(RequestFacts facts, long epochMillis) {
    double output =
        facts.maxOutputTokens().isPresent()
            ? facts.maxOutputTokens().get()
            : 4 * outputTokens.value(4 * FIRST_GUESS_TOKENS);
    return quote.usd(epochMillis, 2 * facts.promptTokens(), 0, Math.round(output));
  }

  void learn(Usage usage) {
    if (usage.known() && usage.inputTokens() > 0) {
      outputTokens.record((double) usage.outputTokens());
      cachedShare.record((double) usage.cachedInputTokens() / (double) usage.inputTokens());
    }
  }
}
