package dev.atom.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBucketsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps, as nanoTime may
  private final LimitTime time =
      new LimitTime() {
        @Override
        public long nanos() {
          return now.get();
        }

        @Override
        public void await(Semaphore signal, long untilNanos) throws InterruptedException {
          signal.acquire();
        }
      };
  private final MemoryBuckets buckets = new MemoryBuckets(time);
  private final Limiter limiter =
      Limiter.newBuilder()
          .time(time)
          .buckets(buckets)
          .rule(LimitRule.rate("r", 1, "requests", Duration.ofSeconds(1)).by(Fact.TENANT).build())
          .rule(LimitRule.atOnce("o", 1, "requests").by(Fact.TENANT).build())
          .build();

  @Test
  void bucketsThatAreFullAgainAreDropped() {
    Permit held = limiter.acquireNow(LimitedCall.of(CallFacts.of("held")));
    for (int i = 0; i < 1_000; i++) {
      limiter.acquireNow(LimitedCall.of(CallFacts.of("t" + i))).close();
    }
    assertThat(buckets.size()).isEqualTo(2_002);
    buckets.sweepAll();
    assertThat(buckets.size()).isEqualTo(1_002);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    buckets.sweepAll();
    assertThat(buckets.size()).isEqualTo(1);
    held.close();
    buckets.sweepAll();
    assertThat(buckets.size()).isZero();
  }

  @Test
  void whoeverComesDropsWhatIsFullBitByBit() {
    for (int i = 0; i < 1_000; i++) {
      limiter.acquireNow(LimitedCall.of(CallFacts.of("t" + i))).close();
    }
    for (int second = 0; second < 64; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      limiter.acquireNow(LimitedCall.of(CallFacts.of("last"))).close();
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(2);
  }
}
