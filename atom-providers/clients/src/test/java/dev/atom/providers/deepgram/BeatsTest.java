package dev.atom.providers.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BeatsTest {
  @Test
  void beatsUntilTheBeatSaysNo() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    AtomicReference<Thread> thread = new AtomicReference<>();
    CountDownLatch third = new CountDownLatch(3);
    Beats.timed()
        .start(
            Duration.ofMillis(1),
            () -> {
              thread.set(Thread.currentThread());
              third.countDown();
              return beats.incrementAndGet() < 3;
            });
    assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.get().join(Duration.ofSeconds(10))).isTrue();
    assertThat(thread.get().isVirtual()).isTrue();
    assertThat(beats).hasValue(3);
  }

  @Test
  void stopsWhenStopped() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CountDownLatch first = new CountDownLatch(1);
    Beats.Rhythm rhythm =
        Beats.timed()
            .start(
                Duration.ofMillis(1),
                () -> {
                  thread.set(Thread.currentThread());
                  first.countDown();
                  return true;
                });
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    rhythm.stop();
    rhythm.stop();
    assertThat(thread.get().join(Duration.ofSeconds(10))).isTrue();
  }
}
