package dev.atom.mock.ledger;

import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageRecord;
import dev.atom.ledger.UsageRecordBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Attempts of all kinds over two years, many of them at the ends of days. */
final class RandomRecords {
  static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
  static final List<String> TENANTS = List.of("acme", "a'; --", "漢字", "🦊", "Z");
  static final List<String> USERS = List.of("u1", "u2", "u\"3");
  static final List<String> ROUTES = List.of("cheap", "fast", "r,\n4");
  static final List<ModelRef> MODELS =
      List.of(
          new ModelRef("openai", "large"),
          new ModelRef("openai", "small"),
          new ModelRef("anthropic", "large"));

  private static final List<String> CODES = List.of("rate_limited", "overloaded", "timeout");

  private final Random random;
  private int number;

  RandomRecords(long seed) {
    random = new Random(seed);
  }

  UsageRecord next() {
    number++;
    UsageRecordBuilder record =
        UsageRecord.newBuilder("r" + number, "c" + random.nextInt(1 + number / 2), at(), model())
            .attempt(1 + random.nextInt(3))
            .caller(
                pick(TENANTS), random.nextInt(4) == 0 ? Optional.empty() : Optional.of(pick(USERS)))
            .usage(usage())
            .cost(cost())
            .estimated(random.nextInt(9) == 0)
            .latency(Duration.ofNanos(1_000L * random.nextInt(200) * random.nextInt(500_000)));
    if (random.nextInt(5) > 0) {
      record.route(pick(ROUTES), "e" + random.nextInt(3)).answered(model());
    }
    if (random.nextBoolean()) {
      record.firstToken(Duration.ofNanos(1_000L * random.nextInt(1_000))); // many alike
    }
    if (random.nextInt(3) == 0) {
      record.tags(Map.of("team", pick(List.of("red", "blu'e")), "n", "" + random.nextInt(3)));
    }
    int outcome = random.nextInt(10);
    return switch (outcome) {
      case 0, 1 -> record.failed(pick(CODES)).build();
      case 2 -> record.outcome(Outcome.CANCELLED).build();
      case 3 -> record.outcome(Outcome.HEDGED).build();
      case 4 -> record.outcome(Outcome.CACHE_HIT).build();
      default -> record.build();
    };
  }

  private Instant at() {
    Instant day = FIRST.plus(Duration.ofDays(random.nextInt(730)));
    return random.nextInt(3) == 0
        ? day.plus(Duration.ofMinutes(15L * random.nextInt(96))).minusNanos(1_000)
        : day.plusNanos(random.nextLong(86_400_000_000_000L));
  }

  private ModelRef model() {
    return pick(MODELS);
  }

  private Usage usage() {
    if (random.nextInt(8) == 0) {
      return Usage.UNKNOWN;
    }
    long input = random.nextInt(100_000);
    long output = random.nextInt(10_000);
    return Usage.newBuilder()
        .inputTokens(input)
        .cachedInputTokens(random.nextLong(input + 1))
        .cacheWriteTokens(random.nextInt(50))
        .outputTokens(output)
        .reasoningTokens(random.nextLong(output + 1))
        .audioInputTokens(random.nextInt(2))
        .searches(random.nextInt(2))
        .audio(Duration.ofMillis(random.nextInt(2)))
        .reportedUsd(random.nextBoolean() ? Optional.of(new BigDecimal("0.010")) : Optional.empty())
        .estimated(random.nextInt(5) == 0)
        .known(random.nextInt(9) > 0)
        .build();
  }

  private Cost cost() {
    return switch (random.nextInt(6)) {
      case 0 -> new Cost.Unknown("no price of " + model());
      case 1 -> Cost.ZERO;
      case 2 -> new Cost.Known(BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 18));
      default -> new Cost.Known(BigDecimal.valueOf(random.nextInt(1_000_000_000), 9));
    };
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
