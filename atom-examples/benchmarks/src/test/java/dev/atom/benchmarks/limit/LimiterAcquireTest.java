package dev.atom.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimiterAcquireTest {
  @Test
  void allSidesFindRoom() {
    LimiterAcquire acquire = new LimiterAcquire();
    acquire.prepare();

    assertThat(acquire.bareBucket()).isTrue();
    assertThat(acquire.oneRule().call().amount("tokens")).isEqualTo(1_000);
    assertThat(acquire.threeRules().call().amount("requests")).isEqualTo(1);
  }

  @Test
  void bareBucketIsABucket() {
    BareBucket bucket = new BareBucket(1_000, Duration.ofDays(100));

    assertThat(bucket.take(900)).isTrue();
    assertThat(bucket.take(900)).isFalse();
    bucket.giveBack(800);
    assertThat(bucket.take(900)).isTrue();
  }
}
