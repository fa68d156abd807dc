package dev.atom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewJob;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How outcomes are grouped, and what becomes of them when the engine fails. */
@Timeout(60)
class SettlementsTest {
  private static final Subject CASE = new Subject("acme", "case", "1");
  private static final JobKind KIND = JobKind.newBuilder("call", Effect.KEYED, run -> {}).build();

  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final MemoryStore real = MemoryStore.create(clock);
  private final List<Integer> groups = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final AtomicReference<StoreTap> tap = new AtomicReference<>(new StoreTap() {});
  private List<Job> claimed = List.of();

  private final Settlements settlements =
      new Settlements(
          StoreTap.on(
              real,
              new StoreTap() {
                @Override
                public void before(String method, Object[] arguments) throws Exception {
                  if (method.equals("change")) {
                    groups.add(((List<?>) arguments[0]).size());
                    tap.get().before(method, arguments);
                  }
                }

                @Override
                public void after(String method, Object[] arguments) throws Exception {
                  if (method.equals("change")) {
                    tap.get().after(method, arguments);
                  }
                }
              }),
          clock,
          event -> {},
          (settlement, made) -> ended.add(settlement.attempt().claimed().name() + " " + made));

  @BeforeEach
  void claim() {
    for (int i = 0; i < 6; i++) {
      real.append(Append.to(CASE).plan(NewJob.effect("e" + i, "call", Json.Obj.EMPTY)).build());
    }
    claimed = real.claim(JobClaim.of("w", Set.of("call"), 10, Duration.ofSeconds(15))).jobs();
  }

  private Settlement done(int i) {
    Job job = claimed.get(i);
    return new Settlement(
        new Attempt(KIND, job, clock, Duration.ofSeconds(15)),
        JobChange.done(job),
        new JobEvent.Succeeded(job, Duration.ZERO, Optional.empty()));
  }

  private static StoreException down() {
    return new StoreException(true, "down", new IllegalStateException());
  }

  @Test
  void aLoneOneIsWrittenAtOnce() {
    settlements.add(done(0));
    settlements.add(done(1));
    assertThat(groups).containsExactly(1, 1);
    assertThat(ended).containsExactly("e0 true", "e1 true");
  }

  @Test
  void whatComesWhileOneIsWrittenIsWrittenAsOneGroup() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    tap.set(
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) throws InterruptedException {
            writing.countDown();
            go.await();
          }
        });
    Thread first = Thread.ofVirtual().start(() -> settlements.add(done(0)));
    writing.await();
    for (int i = 1; i < 6; i++) {
      settlements.add(done(i)); // returns at once
    }
    go.countDown();
    first.join();
    assertThat(groups).containsExactly(1, 5);
    assertThat(ended).hasSize(6);
  }

  @Test
  void whatTheEngineRefusesIsKeptAndTriedAgainLater() {
    tap.set(
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) {
            throw down();
          }
        });
    settlements.add(done(0));
    settlements.add(done(1));
    assertThat(groups).containsExactly(1); // it waits before it asks again
    assertThat(settlements.retryAt()).isEqualTo(clock.instant().plusMillis(50));
    clock.advance(Duration.ofMillis(50));
    settlements.retry(clock.instant());
    assertThat(settlements.retryAt()).isEqualTo(clock.instant().plusMillis(100));
    tap.set(new StoreTap() {});
    clock.advance(Duration.ofMillis(99));
    settlements.retry(clock.instant());
    assertThat(ended).isEmpty();
    clock.advance(Duration.ofMillis(1));
    settlements.retry(clock.instant());
    assertThat(ended).containsExactlyInAnyOrder("e0 true", "e1 true");
    assertThat(real.jobs(JobQuery.all().states(JobState.DONE))).hasSize(2);
  }

  @Test
  void whatWasWrittenThoughTheEngineFailedIsNotTakenForLost() {
    tap.set(
        new StoreTap() {
          @Override
          public void after(String method, Object[] arguments) {
            throw down();
          }
        });
    settlements.add(done(0));
    assertThat(ended).isEmpty();
    tap.set(new StoreTap() {});
    settlements.flush();
    assertThat(ended).containsExactly("e0 true");
  }

  @Test
  void oneThatTheEngineNeverTakesHoldsUpNoOther() {
    tap.set(
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) {
            boolean bad =
                ((List<?>) arguments[0])
                    .stream().anyMatch(c -> ((JobChange) c).job().name().equals("e0"));
            if (bad) {
              throw down();
            }
          }
        });
    for (int i = 0; i < 6; i++) {
      settlements.add(done(i));
    }
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofSeconds(5));
      settlements.retry(clock.instant());
    }
    assertThat(ended)
        .containsExactlyInAnyOrder("e1 true", "e2 true", "e3 true", "e4 true", "e5 true");
  }

  @Test
  void anErrorOfTheEngineLosesNoOutcome() {
    tap.set(
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) {
            throw new StackOverflowError();
          }
        });
    settlements.add(done(0));
    tap.set(new StoreTap() {});
    settlements.flush();
    assertThat(ended).containsExactly("e0 true");
  }

  @Test
  void twoChangesOfOneJobAreNeverInOneGroup() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    tap.set(
        new StoreTap() {
          @Override
          public void before(String method, Object[] arguments) throws InterruptedException {
            writing.countDown();
            go.await();
          }
        });
    Thread first = Thread.ofVirtual().start(() -> settlements.add(done(0)));
    writing.await();
    settlements.add(done(1));
    settlements.add(done(1));
    go.countDown();
    first.join();
    assertThat(ended).containsExactly("e0 true", "e1 true", "e1 false");
  }
}
