package dev.atom.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BreakerProperties {
  private static final long SECOND = 1_000_000_000L;

  /** A call that runs, and whether it is the only one that may. */
  private record Call(int ticket, boolean probe) {}

  @Property(tries = 300)
  void neverTwoProbesAtOnceWhateverTheOrder(@ForAll long seed) {
    Random random = new Random(seed);
    Breaker breaker = new Breaker(BreakerSettings.DEFAULT);
    List<Call> running = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 500; i++) {
      now += random.nextInt(2_000) * 1_000_000L;
      boolean closedBefore = !breaker.ready(now);
      if (random.nextBoolean() || running.isEmpty()) {
        int ticket = breaker.enter(now, random.nextBoolean());
        if (ticket != 0) {
          assertThat(closedBefore).as("seed %d, step %d", seed, i).isFalse();
          boolean probe = breaker.state() == Breaker.State.PROBING;
          if (probe) {
            // A lost probe may be replaced after a minute; here all end in time or are given up.
            running.removeIf(Call::probe);
          }
          running.add(new Call(ticket, probe));
        }
      } else {
        end(breaker, running.remove(random.nextInt(running.size())).ticket, now, random);
      }
      if (breaker.state() == Breaker.State.PROBING) {
        assertThat(breaker.enter(now, true)).as("seed %d, step %d", seed, i).isZero();
      }
    }
  }

  private static void end(Breaker breaker, int ticket, long now, Random random) {
    switch (random.nextInt(6)) {
      case 0, 1 -> breaker.succeeded(ticket, now);
      case 2 -> breaker.failed(ticket, now, random.nextBoolean(), "x");
      case 3 -> breaker.refused(ticket, now, random.nextInt(10) * SECOND - SECOND, "x");
      case 4 -> breaker.keyOut(ticket, now, "x");
      default -> breaker.left(ticket, now);
    }
  }

  /** A crowd that waits for a target to come back must not run it down again. */
  @Test
  void crowdSendsOneProbe() throws InterruptedException {
    Breaker breaker = new Breaker(BreakerSettings.DEFAULT);
    AtomicLong now = new AtomicLong();
    for (int i = 0; i < 5; i++) {
      breaker.failed(breaker.enter(0, false), 0, false, "x");
    }
    for (int round = 0; round < 20; round++) {
      now.addAndGet(breaker.nanosUntilReady(now.get()));
      AtomicInteger entered = new AtomicInteger();
      AtomicInteger ticket = new AtomicInteger();
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> crowd = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        crowd.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        go.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      int mine = breaker.enter(now.get(), true);
                      if (mine != 0) {
                        entered.incrementAndGet();
                        ticket.set(mine);
                      }
                    }));
      }
      go.countDown();
      for (Thread one : crowd) {
        one.join();
      }
      assertThat(entered).hasValue(1);
      breaker.failed(ticket.get(), now.get(), false, "x");
    }
  }
}
