package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.Cancellation;
import dev.atom.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VirtualClockTest {
  private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");

  private final VirtualClock clock = VirtualClock.at(START);

  @Test
  void standsStillUntilItIsMoved() {
    assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
    clock.advance(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    clock.advanceTo(START.plusSeconds(9));
    assertThat(clock.millis()).isEqualTo(START.plusSeconds(9).toEpochMilli());
  }

  @Test
  void callbacksRunInOrderAtTheirInstants() {
    List<String> ran = new ArrayList<>();
    clock.schedule(Duration.ofSeconds(3), () -> ran.add("c" + clock.instant()));
    clock.schedule(Duration.ofSeconds(1), () -> ran.add("a" + clock.instant()));
    clock.schedule(Duration.ofSeconds(1), () -> ran.add("b" + clock.instant()));
    clock.advance(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("a2026-01-01T08:00:01Z", "b2026-01-01T08:00:01Z");
    assertThat(clock.pending()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ran).endsWith("c2026-01-01T08:00:03Z");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void callbackScheduledOnTheWayRunsToo() {
    List<Instant> ran = new ArrayList<>();
    clock.schedule(
        Duration.ofSeconds(1),
        () -> clock.schedule(Duration.ofSeconds(1), () -> ran.add(clock.instant())));
    clock.advance(Duration.ofSeconds(10));
    assertThat(ran).containsExactly(START.plusSeconds(2));
  }

  @Test
  void callbackTakenBackDoesNotRun() {
    List<String> ran = new ArrayList<>();
    Cancellation.Registration first = clock.schedule(Duration.ofSeconds(1), () -> ran.add("1"));
    clock.schedule(Duration.ofSeconds(1), () -> ran.add("2"));
    first.close();
    first.close();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ran).containsExactly("2");
  }

  @Test
  void failingCallbackLeavesTheLaterOnesScheduled() {
    clock.schedule(
        Duration.ofSeconds(1),
        () -> {
          throw new IllegalStateException("boom");
        });
    List<String> ran = new ArrayList<>();
    clock.schedule(Duration.ofSeconds(2), () -> ran.add("later"));
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(5))).hasMessage("boom");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(ran).containsExactly("later");
  }

  @Test
  void refusesToRunBackOrToBeMovedByItsOwnCallback() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
    clock.schedule(Duration.ZERO, () -> clock.advance(Duration.ofSeconds(1)));
    assertThatThrownBy(() -> clock.advance(Duration.ZERO))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sharesItsTimeWithClocksOfOtherZones() {
    Clock paris = clock.withZone(ZoneId.of("Europe/Paris"));
    clock.advance(Duration.ofHours(1));
    assertThat(paris.instant()).isEqualTo(START.plusSeconds(3600));
    assertThat(paris.getZone()).isEqualTo(ZoneId.of("Europe/Paris"));
    assertThat(paris.withZone(clock.getZone())).isEqualTo(clock).hasSameHashCodeAs(clock);
    assertThat(paris).isNotEqualTo(clock);
    assertThat(VirtualClock.at(clock.instant())).isNotEqualTo(clock);
  }

  // @start region="clock"
  @Test
  void deadlinePassesWithoutWaiting() {
    VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
    Deadline deadline = Deadline.after(Duration.ofMinutes(5), clock);

    clock.advance(Duration.ofMinutes(5));

    assertThat(deadline.passed()).isTrue();
  }

  // @end

  @Test
  void sleeperWakesWhenTheClockIsMoved() throws InterruptedException {
    List<Instant> woke = Collections.synchronizedList(new ArrayList<>());
    Thread sleeper =
        Thread.startVirtualThread(
            () -> {
              try {
                clock.sleep(Duration.ofDays(1));
                woke.add(clock.instant());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    clock.awaitPending(1, Duration.ofSeconds(10));
    clock.advance(Duration.ofDays(1));
    sleeper.join();
    assertThat(woke).containsExactly(START.plusSeconds(86400));
    assertThat(clock.pending()).isZero();
  }

  @Test
  void awaitingWhatDoesNotComeFailsWithTheCount() {
    clock.schedule(Duration.ofSeconds(1), () -> {});
    assertThatThrownBy(() -> clock.awaitPending(2, Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("only 1 of 2");
  }

  @Test
  void runsEachCallbackOnceWhenManyThreadsMoveIt() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    for (int i = 1; i <= 1000; i++) {
      clock.schedule(Duration.ofMillis(i), ran::incrementAndGet);
    }
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 10; t++) {
      threads.add(Thread.startVirtualThread(() -> moveHundredTimes(clock)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ran).hasValue(1000);
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1000));
  }

  private static void moveHundredTimes(VirtualClock clock) {
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void sequentialIdsAreKnownBeforehandAndUnique() throws InterruptedException {
    SequentialIds ids = SequentialIds.of("order-");
    assertThat(ids.next()).isEqualTo("order-1");
    Set<String> all = new ConcurrentSkipListSet<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  all.add(ids.next());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(all).hasSize(800).contains("order-801").doesNotContain("order-1");
  }
}
