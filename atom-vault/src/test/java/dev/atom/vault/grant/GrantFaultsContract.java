package dev.atom.vault.grant;

import static dev.atom.vault.grant.GrantsContract.awaited;
import static dev.atom.vault.grant.GrantsContract.json;
import static dev.atom.vault.grant.RotatingProvider.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.NoSuchSecret;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.grant.GrantProcess.Accident;
import dev.atom.vault.grant.RotatingProvider.Fault;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of grants when processes die, stores fail and answers are lost. */
public abstract class GrantFaultsContract extends GrantsFixture {
  @Test
  void aProcessThatDiesAtAnyCallOfTheStoreLosesNoGrantThatAnybodyCouldKeep() {
    int lost = 0;
    int cases = 0;
    for (Accident accident : List.of(Accident.DIES_BEFORE, Accident.DIES_AFTER)) {
      boolean died = true;
      for (int n = 1; died; n++) {
        anew();
        GrantProcess dying = process();
        GrantProcess living = process();
        consent(dying);
        expire();
        dying.plan(n, accident);
        tokenOrNothing(dying);
        died = dying.hadAccident();
        dying.die();
        cases++;
        lost += requireKept(living) ? 0 : 1;
      }
    }
    System.out.println(cases + " deaths of a process that refreshes, " + lost + " lost an answer");
    assertThat(cases).isGreaterThan(20);
    // Those between the provider's answer and the commit that stores it.
    assertThat(lost).isPositive().isLessThan(cases / 2);
  }

  @Test
  void aProcessThatDiesWhileItAsksTheProviderLeavesAMark() {
    for (boolean taken : List.of(false, true)) {
      anew();
      GrantProcess[] dying = new GrantProcess[1];
      dying[0] =
          process(
              request -> {
                RefreshOutcome outcome =
                    taken ? provider.refresh(request) : new RefreshOutcome.Lost("dies");
                dying[0].die();
                return outcome;
              });
      GrantProcess living = process();
      consent(dying[0]);
      expire();
      tokenOrNothing(dying[0]);
      assertThat(info(living).uncertain()).isTrue();
      assertThat(requireKept(living)).isEqualTo(!taken);
    }
  }

  @Test
  void aCommitThatFailsOnceHarmsNothingWhetherItWasWrittenOrNot() {
    int cases = 0;
    for (Accident accident : List.of(Accident.FAILS_BEFORE, Accident.FAILS_AFTER)) {
      for (Fault fault : List.of(Fault.NONE, Fault.BUSY, Fault.ANSWER_LOST)) {
        for (int n = 1; n <= 2; n++) {
          anew();
          GrantProcess process = process();
          consent(process);
          expire();
          provider.next(fault);
          process.plan(n, accident);
          tokenOrNothing(process);
          assertThat(process.hadAccident()).isTrue();
          assertThat(provider.calls()).isEqualTo(1);
          assertThat(info(process).failures()).isEqualTo(fault == Fault.NONE ? 0 : 1);
          assertThat(info(process).uncertain()).isEqualTo(fault == Fault.ANSWER_LOST);
          assertThat(refreshes(process)).hasSize(1);
          if (fault == Fault.NONE) {
            assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
          }
          cases++;
        }
      }
    }
    assertThat(cases).isEqualTo(12);
  }

  @Test
  void aRefusalWhoseCommitFailsIsToldOnce() {
    for (Accident accident : List.of(Accident.FAILS_BEFORE, Accident.FAILS_AFTER)) {
      anew();
      GrantProcess process = process();
      consent(process);
      expire();
      provider.withdraw();
      process.plan(2, accident);
      assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(ConsentNeeded.class);
      assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(ConsentNeeded.class);
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aStoreThatIsDownBeforeTheLeaseCostsNothing() {
    GrantProcess process = process();
    consent(process);
    expire();
    process.plan(1, Accident.DOWN);
    assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(VaultUnavailable.class);
    assertThat(provider.calls()).isZero();
    process.recover();
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
  }

  @Test
  void aStoreThatIsDownForLongAfterTheAnswerIsALostAnswer() {
    GrantProcess process = process();
    consent(process);
    expire();
    process.plan(2, Accident.DOWN);
    assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(VaultUnavailable.class);
    process.recover();
    assertThatThrownBy(() -> process.token(ADA))
        .isInstanceOfSatisfying(
            ConsentNeeded.class, e -> assertThat(e.reason()).isEqualTo(ConsentReason.ANSWER_LOST));
  }

  @Test
  void aLostAnswerIsTriedOnceMoreAndOnlyARefusalNeedsConsent() {
    List<Boolean> repeated = new ArrayList<>();
    GrantRefresher watched =
        request -> {
          repeated.add(request.repeated());
          return provider.refresh(request);
        };
    for (Fault fault : List.of(Fault.ANSWER_LOST, Fault.CLIENT_BREAKS)) {
      anew();
      repeated.clear();
      GrantProcess process = process(watched);
      consent(process);
      expire();
      for (Fault next : List.of(fault, Fault.BUSY, Fault.NOT_SENT)) {
        provider.next(next);
        assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(RefreshDelayed.class);
        assertThat(info(process).state()).isEqualTo(GrantState.ACTIVE);
        assertThat(info(process).uncertain()).isTrue();
        clock.advance(Duration.ofMinutes(10));
      }
      assertThat(repeated).containsExactly(false, true, true);
      assertThatThrownBy(() -> process.token(ADA))
          .isInstanceOfSatisfying(
              ConsentNeeded.class,
              e -> assertThat(e.reason()).isEqualTo(ConsentReason.ANSWER_LOST));
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void anAnswerThatWasOnlyLateForgetsTheDoubt() {
    GrantProcess process =
        process(
            request ->
                request.repeated()
                    ? provider.refresh(request)
                    : new RefreshOutcome.Lost("timeout"));
    consent(process);
    expire();
    assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(RefreshDelayed.class);
    clock.advance(Duration.ofMinutes(10));
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
    assertThat(info(process).uncertain()).isFalse();
  }

  @Test
  void aRefusalAfterARivalsSuccessIsNoRefusal() {
    GrantProcess[] rival = new GrantProcess[1];
    GrantProcess process =
        process(
            request -> {
              consent(rival[0]);
              return new RefreshOutcome.Refused("invalid_grant");
            });
    rival[0] = process();
    consent(process);
    expire();
    assertThat(process.token(ADA)).isEqualTo("access-canary-2-0");
    assertThat(info(process).state()).isEqualTo(GrantState.ACTIVE);
    assertThat(told).isEmpty();
  }

  @Test
  void whoComesTooLateOverwritesNothing() throws Exception {
    for (RefreshOutcome late : lateOutcomes()) {
      anew();
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      GrantProcess slow =
          process(
              request -> {
                asked.countDown();
                awaited(answer);
                return late;
              });
      GrantProcess fast = process(request -> request.answered(200, json("fast"), Optional.empty()));
      consent(slow);
      expire();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> token = threads.submit(() -> slow.token(ADA));
        asked.await();
        outlastLease();
        assertThat(fast.token(ADA)).isEqualTo("fast");
        answer.countDown();
        assertThat(token.get()).isEqualTo("fast");
      }
      assertThat(slow.token(ADA)).isEqualTo("fast");
      assertThat(told).isEmpty();
      assertThat(info(fast).version()).isEqualTo(2);
    }
  }

  @Test
  void whoComesLateAndHasNoRivalIsNotTooLate() {
    GrantProcess process =
        process(
            request -> {
              clock.advance(Duration.ofHours(1));
              return provider.refresh(request);
            });
    consent(process);
    expire();
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
  }

  @Test
  void aLeaseWhoseRowIsGoneOrForeignHoldsNobodyUpForLong() {
    GrantProcess process = process();
    consent(process);
    for (int i = 1; i <= 3; i++) {
      expire();
      String expected = "access-canary-1-" + (i == 3 ? 4 : i);
      assertThat(process.token(ADA)).isEqualTo(expected);
      for (Row row : store.scan(RowKind.LEASE, Bytes.EMPTY, Bytes.EMPTY, 10)) {
        store.commit(List.of(new Change.Delete(row.key(), row.revision())));
        if (i == 2) {
          Row foreign = new Row(row.key(), 1, Bytes.of(new byte[40]));
          store.commit(List.of(new Change.Put(foreign, 0)));
        }
      }
      if (i == 2) {
        takenOnlyWhenSeenForLong(process);
      }
    }
    assertThat(provider.reuses()).isZero();
  }

  private void takenOnlyWhenSeenForLong(GrantProcess process) {
    expire();
    int looks = process.leaseReads();
    Thread thread = Thread.ofVirtual().start(() -> tokenOrNothing(process));
    while (process.leaseReads() < looks + 2 && thread.isAlive()) {
      Thread.yield();
    }
    assertThat(provider.calls()).isEqualTo(2);
    outlastLease();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(provider.calls()).isEqualTo(3);
  }

  @Test
  void whatHappensToAGrantMeanwhileIsRespected() {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    List<String> revoked = new ArrayList<>();
    GrantProcess process =
        process(
            clock,
            AccessPolicy.everything(),
            request -> {
              RefreshOutcome outcome = provider.refresh(request);
              meanwhile.get().run();
              return outcome;
            },
            options().revoker((ref, grant) -> revoked.add(text(grant.accessToken()))));
    consent(process);

    meanwhile.set(() -> process.vault.label(ADA, Map.of("team", "blue")));
    expire();
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
    assertThat(process.vault.info(ADA).orElseThrow().labels()).containsEntry("team", "blue");

    meanwhile.set(() -> process.vault.delete(ADA));
    expire();
    assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(NoSuchSecret.class);
    process.vault.restore(ADA);
    assertThat(process.token(ADA)).as("a restored grant has no spent token").endsWith("1-2");

    meanwhile.set(() -> process.grants.revoke(ADA));
    expire();
    assertThatThrownBy(() -> process.token(ADA)).isInstanceOf(NoSuchSecret.class);
    assertThat(revoked).containsExactly("access-canary-1-2", "access-canary-1-3");
  }

  @Test
  void aLeaseIsRespectedThoughClocksDifferByHalfAMinute() throws Exception {
    int cases = 0;
    for (long seconds = -30; seconds <= 30; seconds += 10) {
      anew();
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch answer = new CountDownLatch(1);
      GrantProcess holder =
          process(
              request -> {
                asked.countDown();
                awaited(answer);
                return provider.refresh(request);
              });
      GrantProcess other =
          process(
              clock.ahead(Duration.ofSeconds(seconds)),
              AccessPolicy.everything(),
              provider,
              options());
      consent(holder);
      expire();
      clock.advance(Duration.ofSeconds(60));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> token = threads.submit(() -> holder.token(ADA));
        asked.await();
        // To the last moment that the holder has.
        clock.advance(options().lease());
        dev.atom.Deadline now = dev.atom.Deadline.after(Duration.ofMillis(30));
        assertThatThrownBy(() -> other.grants.accessToken(ADA, now))
            .isInstanceOf(RefreshDelayed.class);
        assertThat(provider.calls()).isZero();
        answer.countDown();
        assertThat(token.get()).isEqualTo("access-canary-1-1");
      }
      assertThat(other.token(ADA)).isEqualTo("access-canary-1-1");
      assertThat(provider.reuses()).isZero();
      cases++;
    }
    assertThat(cases).isEqualTo(7);
  }

  @Test
  void aDeadHolderWhoseClockWasYearsAheadBlocksNobodyForYears() throws Exception {
    GrantProcess[] dying = new GrantProcess[1];
    dying[0] =
        process(
            clock.ahead(Duration.ofDays(3_650)),
            AccessPolicy.everything(),
            request -> {
              dying[0].die();
              return new RefreshOutcome.Lost("dies");
            },
            options());
    GrantProcess living = process();
    consent(living);
    expire();
    tokenOrNothing(dying[0]);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> token = threads.submit(() -> living.token(ADA));
      // After the second look it has remembered the first.
      while (living.leaseReads() < 2 && !token.isDone()) {
        Thread.yield();
      }
      outlastLease();
      assertThat(token.get()).isEqualTo("access-canary-1-1");
    }
  }

  /** Whether the grant lives on; if not, only because the provider's answer was nowhere stored. */
  private boolean requireKept(GrantProcess living) {
    boolean taken = provider.taken() == 1;
    boolean stored = info(living).version() == 2;
    outlastLease();
    clock.advance(Duration.ofSeconds(2));
    if (taken && !stored) {
      assertThatThrownBy(() -> living.token(ADA))
          .isInstanceOfSatisfying(
              ConsentNeeded.class,
              e -> assertThat(e.reason()).isEqualTo(ConsentReason.ANSWER_LOST));
      assertThat(living.grants.needsConsent("acme")).hasSize(1);
      assertThat(told).hasSize(1);
      return false;
    }
    String token = living.token(ADA);
    assertThat(provider.accepts(token)).isTrue();
    assertThat(provider.reuses()).isZero();
    assertThat(told).isEmpty();
    return true;
  }

  private static List<RefreshOutcome> lateOutcomes() {
    Secret late = Secret.of("late");
    return List.of(
        new RefreshOutcome.Refreshed(Grant.newBuilder(late, NOW).build()),
        new RefreshOutcome.Refused("invalid_grant"),
        new RefreshOutcome.Unavailable("http_503", Optional.empty()),
        new RefreshOutcome.Lost("timeout"));
  }

  private static void tokenOrNothing(GrantProcess process) {
    try {
      process.token(ADA);
    } catch (GrantProcess.Dead | RefreshDelayed | ConsentNeeded e) {
      // What the others find is what counts.
    }
  }
}
