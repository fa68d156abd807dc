package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.Unreachable;
import dev.atom.router.health.BreakerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A crowd calls, again and again, targets that fail in all ways for a while: those that are down are
 * probed by one call at a time, however many threads find the pause over at the same moment.
 */
@Timeout(120)
class ProbeStormTest {
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());
  private static final int CROWD = 32;
  private static final int ROUNDS = 600;
  private static final List<Function<Failure, ModelException>> FAILURES =
      List.of(
          Overloaded::new,
          ProviderFailed::new,
          Unreachable::new,
          RateLimited::new,
          QuotaExhausted::new);

  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final List<Sick> sick =
      List.of(new Sick(new ModelRef("one", "m")), new Sick(new ModelRef("two", "m")));
  private final Router router = router();

  /** A target that is ill or not; of what it is asked while a round lasts it counts all. */
  private static final class Sick {
    final ModelRef ref;
    final AtomicInteger asked = new AtomicInteger();
    volatile int illness = -1;

    Sick(ModelRef ref) {
      this.ref = ref;
    }

    void act(CallContext context) {
      asked.incrementAndGet();
      int ill = illness;
      Thread.yield(); // others come meanwhile
      if (ill >= 0) {
        throw FAILURES.get(ill).apply(Failure.at(ref).build());
      }
    }
  }

  private Router router() {
    Route.Builder route = Route.newBuilder("main").retries(Retries.NONE);
    for (Sick one : sick) {
      route.target(Target.of(new ActingModel(TestTargets.saying(one.ref, "well"), one::act)));
    }
    BreakerSettings settings =
        new BreakerSettings(
            Duration.ofSeconds(30),
            5,
            0.5,
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2));
    return Router.newBuilder().route(route.build()).clock(clock).breaker(settings).build();
  }

  @Test
  void crowdAtATargetThatIsDownIsOneProbe() throws Exception {
    Random random = new Random(SEED);
    int crowds = 0;
    int probed = 0;
    int back = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        clock.advance(Duration.ofMillis(random.nextInt(3_000)));
        List<Boolean> closed = new ArrayList<>();
        for (Sick one : sick) {
          boolean down = isDown(one);
          if (random.nextInt(10) == 0) {
            // Of one illness at a time: who is reached again may still be overloaded.
            one.illness = one.illness >= 0 || down ? -1 : random.nextInt(FAILURES.size());
          }
          one.asked.set(0);
          closed.add(down);
        }
        call(threads);
        for (int i = 0; i < sick.size(); i++) {
          Sick one = sick.get(i);
          if (closed.get(i) && one.illness >= 0) {
            assertThat(one.asked)
                .as("%s in round %d, seed %d", one.ref, round, SEED)
                .hasValueLessThanOrEqualTo(1);
            crowds++;
            probed += one.asked.get();
          } else if (closed.get(i) && one.asked.get() > 0) {
            back++;
          }
        }
      }
    }
    System.out.printf(
        "probes: %d times a crowd at a target that is down, %d probes, %d back, seed %d%n",
        crowds, probed, back, SEED);
    assertThat(List.of(crowds, probed, back)).allMatch(count -> count > 5);
  }

  private boolean isDown(Sick one) {
    return router.health().all().stream()
        .filter(health -> health.target().equals(one.ref.toString()))
        .anyMatch(
            health ->
                switch (health.status()) {
                  case OPEN, PROBING, REJECTED_KEY -> true;
                  case HEALTHY, DEGRADED -> false;
                });
  }

  private void call(ExecutorService threads) throws Exception {
    List<Future<?>> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(
          threads.submit(
              () -> {
                try {
                  router.chat("Hello");
                } catch (ModelException e) {
                  assertThat(e.getStackTrace()).isNotEmpty(); // nobody was well
                }
              }));
    }
    for (Future<?> each : crowd) {
      each.get();
    }
  }
}
