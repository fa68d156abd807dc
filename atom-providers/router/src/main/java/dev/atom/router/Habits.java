package dev.atom.router;

import dev.atom.model.Usage;
import dev.atom.router.stats.MovingAverage;

/**
 * What calls of one kind use: how long replies are, and how much of the prompt a provider's cache has.
 * Thread-safe.
 */
final class Habits {
  private final MovingAverage outputTokens = new MovingAverage();
  private final MovingAverage cachedShare = new MovingAverage();

  void learn(Usage usage) {
    if (usage.known() && usage.inputTokens() > 0) {
      outputTokens.record((double) usage.outputTokens());
      cachedShare.record((double) usage.cachedInputTokens() / (double) usage.inputTokens());
    }
  }

  double outputTokens(double otherwise) {
    return outputTokens.value(otherwise);
  }

  double cachedShare(double otherwise) {
    return cachedShare.value(otherwise);
  }
}
