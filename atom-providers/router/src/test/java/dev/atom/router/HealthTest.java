package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.VirtualClock;
import dev.atom.model.Unreachable;
import dev.atom.router.health.HealthChange;
import dev.atom.router.health.HealthStatus;
import dev.atom.router.health.Probe;
import dev.atom.router.health.TargetHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthTest {
  private final VirtualClock clock = VirtualClock.at("2026-10-01T08:00:00Z");
  private final AtomicBoolean down = new AtomicBoolean();
  private final List<HealthChange> changes = new ArrayList<>();
  private final MockModel first =
      MockModel.newBuilder()
          .model(FIRST)
          .otherwise(
              request ->
                  down.get()
                      ? MockReply.failure(facts -> new Unreachable(facts.build()))
                      : MockReply.text("a"))
          .build();

  private final Router router =
      Router.newBuilder()
          .target(first)
          .target(saying(SECOND, "b"))
          .clock(clock)
          .healthListener(changes::add)
          .build();

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      router.chat("Hello");
    }
  }

  // @start region="health"
  @Test
  void statusFollowsWhatCallsMeet() {
    down.set(true);
    call(5);
    assertThat(status()).isEqualTo(HealthStatus.OPEN);
    clock.advance(Duration.ofSeconds(1));
    assertThat(status()).isEqualTo(HealthStatus.PROBING);

    down.set(false);
    call(1);
    assertThat(status()).isEqualTo(HealthStatus.DEGRADED);
    clock.advance(Duration.ofSeconds(10));
    call(1);
    assertThat(status()).isEqualTo(HealthStatus.HEALTHY);

    assertThat(router.health().history())
        .extracting(HealthChange::to)
        .containsExactly(HealthStatus.OPEN, HealthStatus.DEGRADED, HealthStatus.HEALTHY);
  }

  // @end

  private HealthStatus status() {
    return router.health().all().get(0).status();
  }

  @Test
  void listenersHearOfChangesWithTheirReason() {
    down.set(true);
    call(5);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).target()).isEqualTo("one/first");
    assertThat(changes.get(0).reason()).isEqualTo("unreachable");
    assertThat(router.health().history()).isEqualTo(changes);
  }

  @Test
  void probeFindsATargetThatIsBackWithoutACall() {
    down.set(true);
    call(5);
    clock.advance(Duration.ofSeconds(1));
    down.set(false);
    router.probe(Probe.oneToken(), CallContext.create());
    assertThat(status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(first.lastRequest().maxOutputTokens()).contains(1);
  }

  @Test
  void probeFindsATargetThatIsDownBeforeACallDoes() {
    down.set(true);
    for (int i = 0; i < 3; i++) {
      router.probe(Probe.oneToken(), CallContext.create());
    }
    assertThat(status()).isEqualTo(HealthStatus.OPEN);
    assertThat(router.chat("Hello").text()).isEqualTo("b");
    assertThat(first.calls()).hasSize(3);
  }

  @Test
  void repeatedProbesEndWithTheirClose() throws Exception {
    CountDownLatch looks = new CountDownLatch(4);
    Probe counting = (client, model, context) -> looks.countDown();
    AutoCloseable probes = router.probeEvery(Duration.ofMillis(1), counting, CallContext.create());
    looks.await();
    probes.close();
    assertThat(router.health().all()).extracting(TargetHealth::inFlight).containsOnly(0);
  }

  @Test
  void targetsNobodyAskedAreListed() {
    assertThat(router.health().all())
        .extracting(TargetHealth::target, TargetHealth::key)
        .containsExactly(tuple("one/first", "-"), tuple("two/second", "-"));
  }
}
