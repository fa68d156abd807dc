package dev.atom.vault.grant;

import static dev.atom.vault.grant.GrantsContract.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.Deadline;
import dev.atom.secret.Secret;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.grant.GrantProcess.Accident;
import dev.atom.vault.grant.RotatingProvider.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Three processes whose clocks differ, in random order: asking, failing, dying, waiting for an answer
 * while the others go on. Whatever the order, a grant is only lost if an answer was.
 */
public abstract class GrantsModelContract extends GrantsFixture {
  private static final int PROCESSES = 3;
  private static final List<Duration> TIMES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(61),
          Duration.ofMinutes(10),
          Duration.ofMinutes(57),
          Duration.ofMinutes(61));

  private final List<GrantProcess> processes = new ArrayList<>();
  private final List<AtomicReference<Held>> planned = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private boolean mayBeLost;
  private boolean withdrawn;

  /** Whether somebody who left at once may have left a refresh under way. */
  private boolean background;

  private int losses;
  private long version;

  /** A process that waits for its provider. */
  private static final class Held {
    private final boolean afterwards;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private Thread thread = Thread.currentThread();

    private Held(boolean afterwards) {
      this.afterwards = afterwards;
    }
  }

  /** What is done next. */
  enum Kind {
    TOKEN,
    REFUSED,
    ADVANCE,
    FAULT,
    DIE,
    COMMIT_FAILS,
    CONSENT,
    WITHDRAW,
    LABEL,
    HOLD,
    RELEASE
  }

  record Step(Kind kind, int process, int number) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(8, Kind.TOKEN),
            net.jqwik.api.Tuple.of(2, Kind.REFUSED),
            net.jqwik.api.Tuple.of(8, Kind.ADVANCE),
            net.jqwik.api.Tuple.of(2, Kind.FAULT),
            net.jqwik.api.Tuple.of(1, Kind.DIE),
            net.jqwik.api.Tuple.of(2, Kind.COMMIT_FAILS),
            net.jqwik.api.Tuple.of(1, Kind.CONSENT),
            net.jqwik.api.Tuple.of(1, Kind.WITHDRAW),
            net.jqwik.api.Tuple.of(1, Kind.LABEL),
            net.jqwik.api.Tuple.of(3, Kind.HOLD),
            net.jqwik.api.Tuple.of(3, Kind.RELEASE));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, PROCESSES - 1),
            Arbitraries.integers().between(0, 59))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void aGrantIsLostOnlyIfAnAnswerWas(@ForAll("steps") List<Step> steps) throws Exception {
    begin();
    try {
      for (Step step : steps) {
        take(step);
        GrantInfo info = info(processes.getFirst());
        assertThat(info.version()).isGreaterThanOrEqualTo(version);
        version = info.version();
        assertThat(provider.reuses()).isLessThanOrEqualTo(losses);
        if (!mayBeLost && !withdrawn) {
          assertThat(info.state()).isEqualTo(GrantState.ACTIVE);
        }
        assertThat(told.stream().map(GrantInfo::version).distinct()).hasSameSizeAs(told);
      }
    } finally {
      while (!held.isEmpty()) {
        release(held.removeFirst());
      }
      close();
    }
  }

  private void begin() {
    anewForProperties();
    processes.clear();
    planned.clear();
    held.clear();
    background = false;
    version = 0;
    losses = 0;
    for (int i = 0; i < PROCESSES; i++) {
      planned.add(new AtomicReference<>());
      processes.add(started(i));
    }
    consented(processes.getFirst());
  }

  /** Also the first time, when nothing is open yet. */
  private void anewForProperties() {
    if (store == null) {
      open();
    }
    anew();
  }

  private GrantProcess started(int index) {
    AtomicReference<Held> plan = planned.get(index);
    return process(
        clock.ahead(Duration.ofSeconds(15L * (index - 1))),
        AccessPolicy.everything(),
        request -> {
          Held now = plan.getAndSet(null);
          if (now == null) {
            return provider.refresh(request);
          }
          Optional<RefreshOutcome> before =
              now.afterwards ? Optional.of(provider.refresh(request)) : Optional.empty();
          now.reached.countDown();
          awaited(now.release);
          if (before.isPresent()) {
            return before.get();
          }
          // A host keeps its deadline.
          return request.deadline().passed()
              ? new RefreshOutcome.Lost("deadline")
              : provider.refresh(request);
        },
        options());
  }

  private void take(Step step) throws InterruptedException {
    GrantProcess process = processes.get(step.process());
    switch (step.kind()) {
      case TOKEN -> token(process);
      case REFUSED -> refused(process, step.number());
      case ADVANCE -> {
        // A clock that jumps while somebody calls is a process that stood still in the call.
        if (!held.isEmpty() || background) {
          maybeLost();
        }
        clock.advance(TIMES.get(step.number() % TIMES.size()));
      }
      case FAULT -> {
        Fault fault = Fault.values()[step.number() % Fault.values().length];
        provider.next(fault);
        if (fault == Fault.ANSWER_LOST || fault == Fault.CLIENT_BREAKS) {
          maybeLost();
        }
      }
      case DIE -> die(process, step);
      case COMMIT_FAILS -> {
        process.plan(
            1 + step.number() % 3,
            step.number() % 2 == 0 ? Accident.FAILS_BEFORE : Accident.FAILS_AFTER);
        token(process);
        process.recover();
      }
      case CONSENT -> consented(process);
      case WITHDRAW -> {
        provider.withdraw();
        withdrawn = true;
      }
      case LABEL -> process.vault.label(ADA, Map.of("n", String.valueOf(step.number())));
      case HOLD -> hold(process, step);
      case RELEASE -> {
        if (!held.isEmpty()) {
          release(held.remove(step.number() % held.size()));
        }
      }
    }
  }

  private void consented(GrantProcess process) {
    provider.next(Fault.NONE);
    consent(process);
    mayBeLost = false;
    withdrawn = false;
    if (!held.isEmpty() || background) {
      // What waits has a token of the consent before.
      maybeLost();
    }
  }

  private void maybeLost() {
    mayBeLost = true;
    losses++;
  }

  private void token(GrantProcess process) {
    boolean alone = held.isEmpty();
    background |= !alone;
    Deadline deadline = alone ? Deadline.never() : Deadline.after(Duration.ZERO);
    try (Secret token = process.grants.accessToken(ADA, deadline)) {
      if (alone && !mayBeLost && !withdrawn) {
        assertThat(provider.accepts(RotatingProvider.text(token))).isTrue();
      }
    } catch (RefreshDelayed e) {
      assertThat(e.retryable()).isTrue();
    } catch (ConsentNeeded e) {
      assertThat(mayBeLost || withdrawn).isTrue();
    }
  }

  private void refused(GrantProcess process, int number) {
    try (Secret refused = Secret.of("access-canary-1-" + number / 6)) {
      boolean alone = held.isEmpty();
      background |= !alone;
      Deadline deadline = alone ? Deadline.never() : Deadline.after(Duration.ZERO);
      process.grants.refresh(ADA, refused, deadline).close();
    } catch (RefreshDelayed e) {
      assertThat(e.retryable()).isTrue();
    } catch (ConsentNeeded e) {
      assertThat(mayBeLost || withdrawn).isTrue();
    }
  }

  private void die(GrantProcess process, Step step) {
    boolean before = step.number() % 2 == 0;
    process.plan(1 + step.number() / 2, before ? Accident.DIES_BEFORE : Accident.DIES_AFTER);
    maybeLost();
    try {
      token(process);
    } catch (GrantProcess.Dead e) {
      // As planned.
    }
    process.die();
    processes.set(step.process(), started(step.process()));
    clock.advance(Duration.ofMinutes(2));
  }

  private void hold(GrantProcess process, Step step) throws InterruptedException {
    if (!held.isEmpty()) {
      return;
    }
    Held now = new Held(step.number() % 2 == 0);
    AtomicReference<Held> plan = planned.get(step.process());
    plan.set(now);
    CountDownLatch any = now.reached;
    now.thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    process.grants.accessToken(ADA).close();
                  } catch (RefreshDelayed | ConsentNeeded | GrantProcess.Dead e) {
                    // Checked by what the others see.
                  } finally {
                    any.countDown();
                  }
                });
    any.await();
    if (plan.compareAndSet(now, null)) {
      now.thread.join();
    } else {
      held.add(now);
    }
  }

  private static void release(Held one) throws InterruptedException {
    one.release.countDown();
    one.thread.join();
  }
}
