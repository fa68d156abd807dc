package dev.atom.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atom.CallContext;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimitRuleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static LimitRule.Builder rate() {
    return LimitRule.rate("r", 10, "requests", MINUTE);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> LimitRule.atOnce(" ", 1, "requests"));
    assertThatIllegalArgumentException().isThrownBy(() -> LimitRule.atOnce("a\nb", 1, "requests"));
    assertThatIllegalArgumentException().isThrownBy(() -> LimitRule.atOnce("r", 1, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitRule.rate("r", 0, "requests", MINUTE).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitRule.rate("r", 1, "requests", Duration.ZERO).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitRule.rate("r", 1, "requests", Duration.ofDays(367)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LimitRule.rate("r", 1, "requests", Duration.ofDays(366)).burst(99).build())
        .withMessageContaining("too long to fill");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rate().tenant("acme", 5).build())
        .withMessageContaining("by(Fact.TENANT)");
    assertThatIllegalArgumentException().isThrownBy(() -> rate().burst(0).build());
    assertThatIllegalStateException().isThrownBy(() -> rate().heldAtMost(MINUTE));
    assertThatIllegalStateException()
        .isThrownBy(() -> LimitRule.atOnce("r", 1, "requests").burst(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitRule.atOnce("r", 0, "requests").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limiter.newBuilder().rule(rate().build()).rule(rate().build()).build())
        .withMessageContaining("two rules");
  }

  @Test
  void tenantsHaveTheirOwnRates() {
    LimitRule rule = rate().by(Fact.TENANT).tenant("globex", 20).exempt("umbrella").build();
    assertThat(rule.rate("acme")).contains(new Rate.PerPeriod(10, MINUTE, 10));
    assertThat(rule.rate("globex")).contains(new Rate.PerPeriod(20, MINUTE, 20));
    assertThat(rule.rate("umbrella")).isEmpty();
    assertThat(rule.by()).containsExactly(Fact.TENANT);
    assertThat(rule.name() + rule.unit()).isEqualTo("rrequests");
  }

  @Test
  void factsRefuseWhatCouldBeMistaken() {
    CallFacts facts = CallFacts.of("acme");
    assertThatIllegalArgumentException().isThrownBy(() -> facts.user(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> facts.user("a\nb"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> facts.key("k".repeat(201)))
        .withMessageNotContaining("kkk");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitedCall.of(facts).tokens(-1))
        .withMessageContaining("-1");
  }

  @Test
  void factsComeFromTheContextAndShowNoWholeFingerprint() {
    CallContext context = CallContext.create().tenant("acme").user("7");
    CallFacts facts = CallFacts.of(context).key("0123456789").route("r").endpoint("e");
    assertThat(facts)
        .hasToString("CallFacts[tenant=acme, user=7, key=01234567…, route=r, endpoint=e]")
        .isEqualTo(CallFacts.of("acme").user("7").endpoint("e").key("0123456789").route("r"))
        .hasSameHashCodeAs(
            CallFacts.of("acme").user("7").endpoint("e").key("0123456789").route("r"));
  }

  @Test
  void timeOfAnAmountIsExactAlsoWhereALongIsTooShort() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long amount = 1 + random.nextLong(1L << 1 + random.nextInt(40));
      Duration period = Duration.ofMillis(1 + random.nextLong(366L * 24 * 3_600_000));
      long burst = 1 + random.nextLong(amount);
      Rate.PerPeriod rate = new Rate.PerPeriod(amount, period, burst);
      BigInteger expected =
          BigInteger.valueOf(burst).multiply(BigInteger.valueOf(period.toNanos()));
      assertThat(
              BigInteger.valueOf(rate.nanos(burst))
                  .multiply(BigInteger.valueOf(amount))
                  .add(BigInteger.valueOf(rate.part(burst))))
          .as("seed %d", seed)
          .isEqualTo(expected);
      assertThat(rate.part(burst)).isBetween(0L, amount - 1);
    }
  }
}
