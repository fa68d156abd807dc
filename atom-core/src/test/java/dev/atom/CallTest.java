package dev.atom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Clock clock =
      new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return time.get();
        }
      };

  @Test
  void aDeadlinePassesWithItsClock() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(5), clock);
    assertThat(deadline.remaining()).contains(Duration.ofSeconds(5));
    time.set(NOW.plusSeconds(4));
    assertThat(deadline.remaining()).contains(Duration.ofSeconds(1));
    assertThat(deadline.passed()).isFalse();
    time.set(NOW.plusSeconds(5));
    assertThat(deadline.passed()).isTrue();
    time.set(NOW.plusSeconds(9));
    assertThat(deadline.remaining()).contains(Duration.ZERO);
  }

  @Test
  void aDeadlineHasNoExtremesThatOverflow() {
    assertThat(Deadline.never().remaining()).isEmpty();
    assertThat(Deadline.never().passed()).isFalse();
    assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), clock))
        .isEqualTo(Deadline.never());
    assertThat(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), clock).passed()).isTrue();
    assertThat(Deadline.after(Duration.ZERO, clock).passed()).isTrue();
  }

  @Test
  void derivedContextsShareTheCancellation() {
    CallContext root = CallContext.create();
    CallContext derived = root.tenant("acme").user("anna").timeout(Duration.ofHours(1));
    assertThat(derived.tenant()).isEqualTo("acme");
    assertThat(derived.user()).contains("anna");
    assertThat(root.user()).isEmpty();
    root.cancel();
    assertThat(derived.cancellation().cancelled()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> root.tenant(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> root.user(""));
  }

  @Test
  void aChildIsCancelledWithItsParentButNotTheOtherWayRound() {
    CallContext parent =
        CallContext.create().tenant("acme").user("anna").timeout(Duration.ofHours(1));
    CallContext alone = parent.child();
    CallContext child = parent.child();
    assertThat(child.tenant()).isEqualTo("acme");
    assertThat(child.user()).contains("anna");
    assertThat(child.deadline()).isEqualTo(parent.deadline());
    alone.cancel();
    assertThat(alone.cancellation().cancelled()).isTrue();
    assertThat(parent.cancellation().cancelled()).isFalse();
    List<String> ran = new ArrayList<>();
    child.child().cancellation().onCancel(() -> ran.add("grandchild"));
    parent.cancel();
    assertThat(child.cancellation().cancelled()).isTrue();
    assertThat(ran).containsExactly("grandchild");
    child.cancellation().onCancel(() -> ran.add("late"));
    parent.child().cancellation().onCancel(() -> ran.add("later"));
    child.cancel();
    assertThat(ran).containsExactly("grandchild", "late", "later");
  }

  @Test
  void aChildThatIsDoneLeavesNothingWithItsParent() {
    CallContext parent = CallContext.create();
    for (int i = 0; i < 10; i++) {
      Cancellation child = parent.child().cancellation();
      Cancellation.Registration first = child.onCancel(() -> {});
      Cancellation.Registration second = child.onCancel(() -> {});
      assertThat(parent.cancellation().registered()).isEqualTo(1);
      first.close();
      second.close();
      second.close();
      assertThat(parent.cancellation().registered()).isZero();
    }
    CallContext cancelled = parent.child();
    cancelled.cancellation().onCancel(() -> {});
    cancelled.cancel();
    assertThat(parent.cancellation().registered()).isZero();
  }

  @Test
  void cancellationRunsEachActionOnceAndLateOnesAtOnce() {
    List<String> ran = new ArrayList<>();
    Cancellation cancellation = CallContext.create().cancellation();
    cancellation.onCancel(() -> ran.add("a"));
    Cancellation.Registration closed = cancellation.onCancel(() -> ran.add("closed"));
    closed.close();
    cancellation.cancel();
    cancellation.cancel();
    cancellation.onCancel(() -> ran.add("late")).close();
    assertThat(ran).containsExactly("a", "late");
  }

  @Test
  void closingARegistrationTwiceLeavesAnotherOfTheSameActionAlone() {
    List<String> ran = new ArrayList<>();
    Runnable action = () -> ran.add("a");
    Cancellation cancellation = CallContext.create().cancellation();
    Cancellation.Registration first = cancellation.onCancel(action);
    cancellation.onCancel(action);
    first.close();
    first.close();
    cancellation.cancel();
    assertThat(ran).containsExactly("a");
  }

  @Test
  void anActionThatThrowsDoesNotKeepTheOthersFromRunning() {
    List<String> ran = new ArrayList<>();
    Cancellation cancellation = CallContext.create().cancellation();
    cancellation.onCancel(
        () -> {
          throw new IllegalStateException("first");
        });
    cancellation.onCancel(() -> ran.add("second"));
    assertThatIllegalStateException().isThrownBy(cancellation::cancel).withMessage("first");
    assertThat(ran).containsExactly("second");
  }

  @Test
  void idsAreUuidsOfVersionSevenThatSortByTime() {
    IdSource ids = IdSource.timeOrdered(clock, new Random(1));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(ids.next());
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
      made.add(id.toString());
      time.updateAndGet(now -> now.plusMillis(1));
    }
    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    IdSource ids = IdSource.timeOrdered(clock, new Random(1));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      made.add(ids.next());
    }
    assertThat(made).doesNotHaveDuplicates();
  }
}
