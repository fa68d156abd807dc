package dev.atom.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Breaker breaker = new Breaker(BreakerSettings.DEFAULT);
  private long now = 100 * SECOND;

  private int enter() {
    return breaker.enter(now, false);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(enter(), now, false, "provider_failed");
    }
  }

  private void open() {
    fail(5);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void opensWhenMoreThanHalfOfFiveCallsFail() {
    fail(4);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    fail(1);
    assertThat(enter()).isZero();
    assertThat(breaker.status(now)).isEqualTo(HealthStatus.OPEN);
    assertThat(breaker.reason()).contains("provider_failed");
  }

  @Test
  void staysClosedWhileHalfSucceed() {
    for (int i = 0; i < 100; i++) {
      breaker.succeeded(enter(), now);
      breaker.failed(enter(), now, false, "x");
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    assertThat(breaker.status(now)).isEqualTo(HealthStatus.DEGRADED);
  }

  /** Counters of others live as long as the pause, so failures 6 s apart never add up. */
  @Test
  void failuresFarApartWithinTheWindowAddUp() {
    for (int i = 0; i < 5; i++) {
      fail(1);
      now += 6 * SECOND;
    }
    assertThat(breaker.ready(now - SECOND)).isTrue();
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void failuresOlderThanTheWindowDoNotCount() {
    fail(4);
    now += 31 * SECOND;
    fail(1);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void threeFailuresToConnectInARowOpenIt() {
    for (int i = 0; i < 3; i++) {
      breaker.failed(enter(), now, true, "unreachable");
    }
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void oneSuccessBetweenFailuresToConnectKeepsItClosed() {
    breaker.succeeded(enter(), now);
    breaker.succeeded(enter(), now);
    for (int i = 0; i < 2; i++) {
      breaker.failed(enter(), now, true, "unreachable");
      breaker.succeeded(enter(), now);
    }
    breaker.failed(enter(), now, true, "unreachable");
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void oneProbeIsLetThroughAfterThePause() {
    open();
    now += SECOND;
    assertThat(enter()).isNotZero();
    assertThat(enter()).isZero();
    assertThat(breaker.status(now)).isEqualTo(HealthStatus.PROBING);
  }

  @Test
  void goodProbeRampsUpByTenthsThenHalvesThenAll() {
    open();
    now += SECOND;
    breaker.succeeded(enter(), now);
    assertThat(entered(100)).isEqualTo(10);
    now += 5 * SECOND;
    assertThat(entered(100)).isEqualTo(50);
    now += 5 * SECOND;
    assertThat(entered(100)).isEqualTo(100);
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  private int entered(int tries) {
    int entered = 0;
    for (int i = 0; i < tries; i++) {
      if (enter() != 0) {
        entered++;
      }
    }
    return entered;
  }

  @Test
  void forcedCallPassesWhileItRampsUp() {
    open();
    now += SECOND;
    breaker.succeeded(enter(), now);
    for (int i = 0; i < 5; i++) {
      assertThat(breaker.enter(now, true)).isNotZero();
    }
  }

  @Test
  void eachFailedProbeDoublesThePauseUpToTheLongest() {
    open();
    long pause = SECOND;
    for (int i = 0; i < 12; i++) {
      assertThat(breaker.nanosUntilReady(now)).isEqualTo(pause);
      now += pause;
      breaker.failed(enter(), now, false, "x");
      pause = Math.min(2 * pause, 300 * SECOND);
    }
    assertThat(pause).isEqualTo(300 * SECOND);
  }

  @Test
  void pauseIsShortAgainAfterItHasClosed() {
    open();
    now += SECOND;
    breaker.failed(enter(), now, false, "x");
    now += 2 * SECOND;
    breaker.succeeded(enter(), now);
    now += 10 * SECOND;
    breaker.succeeded(enter(), now);
    fail(5);
    assertThat(breaker.nanosUntilReady(now)).isEqualTo(SECOND);
  }

  @Test
  void refusalOpensItForAsLongAsTheTargetSays() {
    breaker.refused(enter(), now, 7 * SECOND, "rate_limited");
    assertThat(breaker.nanosUntilReady(now)).isEqualTo(7 * SECOND);
  }

  @Test
  void hintOfAnHourIsCutToTheLongestPause() {
    breaker.refused(enter(), now, 3_600 * SECOND, "rate_limited");
    assertThat(breaker.nanosUntilReady(now)).isEqualTo(300 * SECOND);
  }

  @Test
  void refusalWithoutAHintPausesAsAFailureDoes() {
    breaker.refused(enter(), now, -1, "rate_limited");
    assertThat(breaker.nanosUntilReady(now)).isEqualTo(SECOND);
  }

  @Test
  void longerHintOfAnEarlierCallProlongsThePause() {
    int earlier = enter();
    breaker.refused(enter(), now, SECOND, "rate_limited");
    breaker.refused(earlier, now, 5 * SECOND, "rate_limited");
    assertThat(breaker.nanosUntilReady(now)).isEqualTo(5 * SECOND);
  }

  @Test
  void rejectedKeyStaysOutForItsOwnTime() {
    breaker.keyOut(enter(), now, "key_rejected");
    assertThat(breaker.status(now)).isEqualTo(HealthStatus.REJECTED_KEY);
    now += Duration.ofMinutes(10).toNanos();
    assertThat(enter()).isNotZero();
  }

  @Test
  void resultsOfCallsThatBeganBeforeItOpenedChangeNothing() {
    int before = enter();
    open();
    now += SECOND;
    int probe = enter();
    breaker.succeeded(before, now);
    breaker.left(before, now);
    breaker.failed(before, now, false, "late");
    assertThat(breaker.state()).isEqualTo(Breaker.State.PROBING);
    assertThat(enter()).isZero();
    breaker.succeeded(probe, now);
    assertThat(breaker.state()).isEqualTo(Breaker.State.RAMPING);
  }

  @Test
  void probeThatWasCancelledMakesRoomForAnother() {
    open();
    now += SECOND;
    breaker.left(enter(), now);
    assertThat(enter()).isNotZero();
  }

  @Test
  void probeThatNeverEndsIsGivenUpAfterAMinute() {
    open();
    now += SECOND;
    int lost = enter();
    now += 60 * SECOND;
    int next = enter();
    assertThat(next).isNotZero().isNotEqualTo(lost);
    breaker.succeeded(lost, now);
    assertThat(breaker.state()).isEqualTo(Breaker.State.PROBING);
  }

  @Test
  void resetLetsEverythingThrough() {
    open();
    breaker.reset();
    assertThat(enter()).isNotZero();
    assertThat(breaker.status(now)).isEqualTo(HealthStatus.HEALTHY);
    assertThat(breaker.reason()).isEmpty();
  }

  @Test
  void clockThatIsSetBackDisturbsNoCount() {
    fail(4);
    now -= 10 * SECOND;
    fail(1);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
  }

  @Test
  void settingsWithoutSenseAreRefusedByName() {
    BreakerSettings d = BreakerSettings.DEFAULT;
    assertThatThrownBy(
            () ->
                new BreakerSettings(
                    Duration.ZERO,
                    d.leastCalls(),
                    d.failureShare(),
                    d.connectFailures(),
                    d.firstPause(),
                    d.longestPause(),
                    d.keyPause(),
                    d.rampStep()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window is PT0S");
  }
}
