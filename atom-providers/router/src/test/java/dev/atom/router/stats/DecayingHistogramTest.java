package dev.atom.router.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecayingHistogramTest {
  private static final long MINUTE = 60_000_000_000L;

  private final DecayingHistogram histogram = new DecayingHistogram(MINUTE);

  @Test
  void quantilesAreATenthOffAtMost() {
    Random random = new Random(7);
    double[] values = new double[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(random.nextGaussian() + 18);
      histogram.record(values[i], 0);
    }
    Arrays.sort(values);
    assertThat(histogram.median()).isCloseTo(values[5_000], withPercentage(11));
    assertThat(histogram.p95()).isCloseTo(values[9_500], withPercentage(11));
    assertThat(histogram.p99()).isCloseTo(values[9_900], withPercentage(11));
  }

  /** A list that keeps its first nine samples for an hour sees a tenth of what happens. */
  @Test
  void aFewNewValuesOutweighManyOldOnes() {
    for (int i = 0; i < 1_000; i++) {
      histogram.record(100e6, 0);
    }
    for (int i = 0; i < 10; i++) {
      histogram.record(900e6, 10 * MINUTE);
    }
    assertThat(histogram.median()).isCloseTo(900e6, withPercentage(11));
  }

  @Test
  void weightHalvesWithEachHalfLife() {
    for (int i = 0; i < 8; i++) {
      histogram.record(1e6, 0);
    }
    assertThat(histogram.weight(0)).isEqualTo(8);
    assertThat(histogram.weight(3 * MINUTE)).isEqualTo(1);
    assertThat(histogram.weight(2_000 * MINUTE)).isCloseTo(0, within(1e-6));
  }

  @Test
  void emptyHistogramKnowsNothing() {
    assertThat(histogram.median()).isNaN();
    assertThat(histogram.weight(0)).isZero();
  }

  @Test
  void valuesOutOfRangeFallIntoTheOutermostBuckets() {
    histogram.record(-5, 0);
    assertThat(histogram.median()).isLessThan(1_000);
    histogram.record(1e30, 0);
    assertThat(histogram.p99()).isGreaterThan(1e12);
  }
}
