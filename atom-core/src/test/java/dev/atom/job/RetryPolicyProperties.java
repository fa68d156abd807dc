package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RetryPolicyProperties {
  @Property
  void aWaitIsWithinItsBounds(
      @ForAll @IntRange(min = 1, max = 1_000_000) int attempt,
      @ForAll @LongRange(min = 0, max = 100_000) long first,
      @ForAll @LongRange(min = 100_000, max = 10_000_000_000L) long longest,
      @ForAll @DoubleRange(min = 1, max = 10) double factor,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll long seed) {
    RetryPolicy policy =
        new RetryPolicy(3, Duration.ofMillis(first), factor, Duration.ofMillis(longest), jitter);
    double growth = Math.min(Math.pow(factor, attempt - 1.0), Double.MAX_VALUE);
    double full = Math.min(longest, first * growth);
    assertThat((double) policy.wait(attempt, new Random(seed)).toMillis())
        .isBetween(Math.floor(full * (1 - jitter)), Math.ceil(full));
  }

  @Property
  void withoutChanceWaitsNeverShrink(
      @ForAll @IntRange(min = 1, max = 100) int attempt,
      @ForAll @DoubleRange(min = 1, max = 10) double factor) {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(1), factor, Duration.ofHours(1), 0);
    Random none = new Random(1);
    assertThat(policy.wait(attempt + 1, none)).isGreaterThanOrEqualTo(policy.wait(attempt, none));
  }

  @Property
  void chanceSpreadsJobsThatFailedTogether(@ForAll long seed) {
    Random random = new Random(seed);
    RetryPolicy policy = RetryPolicy.standard();
    long different = random.ints(50).mapToObj(i -> policy.wait(10, random)).distinct().count();
    assertThat(different).isGreaterThan(40);
  }

  @Example
  void theStandardWaitsDoubleUpToTenMinutes() {
    RetryPolicy even = new RetryPolicy(10, Duration.ofSeconds(1), 2, Duration.ofMinutes(10), 0);
    assertThat(even.wait(1, new Random(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(even.wait(4, new Random(1))).isEqualTo(Duration.ofSeconds(8));
    assertThat(even.wait(10, new Random(1))).isEqualTo(Duration.ofSeconds(512));
    assertThat(even.wait(11, new Random(1))).isEqualTo(Duration.ofMinutes(10));
  }

  @Example
  void refusesWhatHasNoMeaning() {
    RetryPolicy standard = RetryPolicy.standard();
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> standard.attempts(0));
    assertThatIllegalArgumentException().isThrownBy(() -> standard.waits(second, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, 0.5, second, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, second, Double.NaN, second, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, second, 2, second, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> standard.wait(0, new Random(1)));
  }
}
