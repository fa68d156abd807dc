package dev.atom.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void countsEachCallOfAllThreadsAndWhatTheyAllocate() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    AtomicReference<byte[]> kept = new AtomicReference<>();

    Load.Result result =
        Load.run(
            3,
            0.05,
            () -> {
              kept.set(new byte[100_000]);
              return calls.incrementAndGet();
            });

    assertThat(result.calls()).isEqualTo(calls.get());
    assertThat(result.median()).isPositive().isLessThanOrEqualTo(result.late());
    assertThat(result.perSecond()).isPositive();
    assertThat(result.bytes()).isGreaterThan(100_000);
  }

  @Test
  void settlesOnceNothingIsCompiledAnyMoreAndNotForEver() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    byte[] filled = new byte[100_000];
    int rounds =
        Load.settle(
            1,
            2,
            () -> {
              Arrays.fill(filled, (byte) calls.get());
              return calls.incrementAndGet();
            });
    assertThat(rounds).isBetween(1, 4);
    assertThat(calls).hasPositiveValue();
  }

  @Test
  void endsWithTheFailureOfACall() {
    assertThatThrownBy(
            () ->
                Load.run(
                    2,
                    0.05,
                    () -> {
                      throw new IllegalStateException("no answer");
                    }))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("no answer");
  }
}
