package dev.atom.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedRulesTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final LimitedCall call = LimitedCall.of(CallFacts.of(CallContext.create()));

  @Test
  void whatWasTakenStaysTakenUnderAnotherAmount() {
    Limiter limiter = Limiter.newBuilder().rule(perDay(2)).build();
    limiter.acquireNow(call).close();
    limiter.acquireNow(call).close();
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);

    // Two of two a day are a whole day: as much as four of four.
    limiter.rules(List.of(perDay(4)));
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);
    limiter.rules(List.of());
    limiter.acquireNow(call).close();
  }

  @Test
  void permitsOfTheOldRulesGiveBack() {
    Limiter limiter = Limiter.newBuilder().rule(atOnce(1)).build();
    Permit old = limiter.acquireNow(call);
    limiter.rules(List.of(atOnce(2)));
    Permit second = limiter.acquireNow(call);
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);

    old.close();
    limiter.acquireNow(call).close();
    second.close();
  }

  @Test
  void ruleThatCountsAtOnceNowBeginsAnew() {
    Limiter limiter = Limiter.newBuilder().rule(perDay(1)).build();
    Permit old = limiter.acquireNow(call);
    limiter.rules(List.of(atOnce(1)));
    Permit running = limiter.acquireNow(call);
    old.release();
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);
    running.close();
    limiter.rules(List.of(perDay(1)));
    limiter.acquireNow(call).close();
  }

  @Test
  void twoRulesOfOneNameChangeNothing() {
    Limiter limiter = Limiter.newBuilder().rule(atOnce(1)).build();
    assertThatThrownBy(() -> limiter.rules(List.of(atOnce(5), perDay(5))))
        .isInstanceOf(IllegalArgumentException.class);
    Permit running = limiter.acquireNow(call);
    assertThatThrownBy(() -> limiter.acquireNow(call)).isInstanceOf(LimitExceeded.class);
    running.close();
  }

  @Test
  void longestWaitCanBeChanged() {
    Limiter limiter = Limiter.newBuilder().rule(perDay(1)).build();
    limiter.acquireNow(call).close();
    limiter.waiting(0, 0, Duration.ZERO);
    assertThatThrownBy(() -> limiter.acquire(call, CallContext.create()))
        .isInstanceOf(LimitExceeded.class);
    assertThat(limiter.waiting()).isZero();
  }

  private static LimitRule perDay(long amount) {
    return LimitRule.rate("all", amount, LimitedCall.REQUESTS, DAY).build();
  }

  private static LimitRule atOnce(long amount) {
    return LimitRule.atOnce("all", amount, LimitedCall.REQUESTS).build();
  }
}
