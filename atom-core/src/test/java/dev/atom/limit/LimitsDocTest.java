package dev.atom.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.model.RateLimit;
import dev.atom.model.Usage;
import dev.atom.store.Priority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/limits.md shows. */
class LimitsDocTest {
  private final CallContext context = CallContext.create().tenant("acme").user("7");

  // @start region="rules"
  @Test
  void letsThroughWhatAllRulesAllow() {
    Limiter limiter =
        Limiter.newBuilder()
            .rule(
                LimitRule.rate("tenant requests", 60, "requests", Duration.ofMinutes(1))
                    .by(Fact.TENANT)
                    .tenant("globex", 600)
                    .build())
            .rule(
                LimitRule.rate("key tokens", 90_000, "tokens", Duration.ofMinutes(1))
                    .by(Fact.PROVIDER, Fact.KEY)
                    .only(Fact.PROVIDER, "openai")
                    .build())
            .rule(LimitRule.atOnce("running", 20, "requests").by(Fact.TENANT).build())
            .build();

    CallFacts facts = CallFacts.of(context).provider("openai").key("f1ngerpr1nt");
    LimitedCall call = LimitedCall.of(facts).tokens(1_200, 4_000);
    try (Permit permit = limiter.acquire(call, context)) {
      Usage usage = Usage.of(1_180, 350); // what the provider said
      permit.settle(usage);
    }
    limiter.close();
  }

  // @end

  private static Limiter limiter() {
    return Limiter.newBuilder()
        .rule(LimitRule.rate("tokens", 1_000, "tokens", Duration.ofDays(1)).by(Fact.TENANT).build())
        .build();
  }

  // @start region="settle"
  @Test
  void givesBackWhatWasNotUsed() {
    Limiter limiter = limiter();
    LimitedCall call = LimitedCall.of(CallFacts.of(context)).tokens(900);

    try (Permit permit = limiter.acquire(call, context)) {
      permit.settle("tokens", 150); // else the whole 900 are booked
    }

    limiter.acquire(call.tokens(850), context).close();
  }

  // @end

  // @start region="refused"
  @Test
  void saysWhichLimitAndWhen() {
    Limiter limiter = limiter();
    LimitedCall call = LimitedCall.of(CallFacts.of(context)).tokens(750);
    limiter.acquireNow(call).close();

    LimitExceeded refused =
        catchThrowableOfType(LimitExceeded.class, () -> limiter.acquireNow(call));

    assertThat(refused.rule()).isEqualTo("tokens");
    assertThat(refused.bucket()).isEqualTo("tenant=acme");
    assertThat(refused.retryAfter().orElseThrow()).isBetween(hours(11), hours(12));
  }

  // @end

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  // @start region="provider"
  @Test
  void believesTheProvider() {
    Limiter limiter = limiter();
    CallFacts facts = CallFacts.of(context).provider("openai").key("f1ngerpr1nt");
    LimitedCall call = LimitedCall.of(facts).tokens(500);

    // of an answer's headers: 30 of 90,000 tokens are left, all are again in an hour
    limiter.observe(facts, List.of(new RateLimit("tokens", 90_000, 30, Duration.ofHours(1))));
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);

    // or of a refusal: come again in 20 seconds
    limiter.block(facts, Duration.ofSeconds(20));
    assertThatThrownBy(() -> limiter.acquireNow(call)).hasMessageContaining("provider=openai");
  }

  // @end

  // @start region="waiting"
  @Test
  void boundsWhoWaitsAndHowLong() {
    Limiter limiter =
        Limiter.newBuilder()
            .rule(LimitRule.rate("all", 1, "requests", Duration.ofDays(1)).build())
            .waiting(500, 50) // in all, and of one tenant
            .longestWait(Duration.ofSeconds(30))
            .build();
    LimitedCall report = LimitedCall.of(CallFacts.of(context)).priority(Priority.ANALYTICS);

    limiter.acquire(report, context).close();
    assertThatThrownBy(() -> limiter.acquire(report, context)) // not in 30 seconds
        .isInstanceOf(LimitExceeded.class);
  }
  // @end
}
