package dev.atom.benchmarks.savings;

import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.whatif.ReplayedUsage;
import dev.atom.usage.Charge;
import dev.atom.usage.Price;
import dev.atom.usage.PriceFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What providers' prompt caches have of a dialogue: the prompt of its last call at the same model, if
 * the model's price has a rate for cached input and the prompt is long enough; what is not cached is
 * written, if the price has a rate for that. Another model's cache has nothing, nor has that of
 * another dialogue. For one replay.
 */
final class PromptCaches implements ReplayedUsage {
  private static final int LEAST = 1_024;

  private final Map<Place, Long> prompts = new HashMap<>();

  private record Place(String dialogue, ModelRef model) {}

  @Override
  public Usage of(UsageRecord answered, ModelRef chosen, Optional<Price> price) {
    Usage usage = answered.usage();
    return at(answered.callId(), usage.inputTokens(), usage.outputTokens(), chosen, price);
  }

  Usage at(String callId, long prompt, long reply, ModelRef model, Optional<Price> price) {
    Place place = new Place(callId.substring(0, callId.lastIndexOf('#')), model);
    long before = Optional.ofNullable(prompts.put(place, prompt)).orElse(0L);
    Usage.Builder used = Usage.newBuilder().inputTokens(prompt).outputTokens(reply);
    // DeepSeek keeps prompts of any length in units of 64 tokens, OpenAI in steps of 128.
    int step = model.provider().equals("deepseek") ? 64 : 128;
    int least = model.provider().equals("deepseek") ? step : LEAST;
    long cached = 0;
    if (before >= least && priced(price, prompt, Charge.CACHED_INPUT)) {
      cached = before / step * step;
      used.cachedInputTokens(cached);
    }
    if (prompt >= least && priced(price, prompt, Charge.CACHE_WRITE)) {
      used.cacheWriteTokens(prompt - cached);
    }
    return used.build();
  }

  private static boolean priced(Optional<Price> price, long prompt, Charge charge) {
    return price
        .flatMap(one -> one.card(PriceFacts.STANDARD))
        .flatMap(card -> card.rates(prompt).rate(charge))
        .isPresent();
  }
}
