package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Usage;
import org.junit.jupiter.api.Test;

class CacheHitTest {
  @Test
  void onlyTheHitIsForNothing() {
    CacheHit benchmark = new CacheHit();
    benchmark.prepare();
    assertThat(benchmark.hit().text()).isEqualTo(benchmark.bareRoutedCall().text());
    assertThat(benchmark.hit().usage()).isEqualTo(Usage.ZERO);
    assertThat(benchmark.bareRoutedCall().usage()).isEqualTo(Usage.of(1_000, 200));
  }
}
