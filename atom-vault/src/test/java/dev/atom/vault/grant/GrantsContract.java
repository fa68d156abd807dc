package dev.atom.vault.grant;

import static dev.atom.vault.grant.RotatingProvider.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.Deadline;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.AccessRefused;
import dev.atom.vault.AuditAction;
import dev.atom.vault.AuditRecord;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.NoSuchSecret;
import dev.atom.vault.SecretKind;
import dev.atom.vault.VaultEntry;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.grant.RotatingProvider.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What grants do, on any engine that several vaults can share. */
public abstract class GrantsContract extends GrantsFixture {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Test
  void givesTheTokenThatWasSavedAsLongAsItLasts() {
    GrantProcess process = process();
    assertThat(process.grants.find(ADA)).isEmpty();
    assertThatThrownBy(() -> process.grants.accessToken(ADA)).isInstanceOf(NoSuchSecret.class);
    assertThatThrownBy(() -> process.grants.refresh(ADA)).isInstanceOf(NoSuchSecret.class);
    consent(process);
    clock.advance(LIFE.minus(FIVE_MINUTES.multipliedBy(2)));
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-0");
    assertThat(process.grants.find(ADA).map(RotatingProvider::text)).contains("access-canary-1-0");
    assertThat(provider.calls()).isZero();
    GrantInfo info = info(process);
    assertThat(info.state()).isEqualTo(GrantState.ACTIVE);
    assertThat(info.scopes()).containsExactly("a", "b");
    assertThat(info.expires()).contains(NOW.plus(LIFE));
    assertThat(info.refreshable()).isTrue();
  }

  @Test
  void refreshesBeforeTheEndWithALeewayThatHasJitter() {
    GrantProcess process = process();
    List<Long> leeways = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      SecretRef ref = new SecretRef("acme", Optional.of("user" + i), "calendar", "default");
      SetClock from = SetClock.at(clock.instant());
      try (Grant grant = provider.consent(from.instant())) {
        process.grants.save(ref, grant);
      }
      int before = provider.calls();
      clock.advance(LIFE.minus(Duration.ofSeconds(460)));
      long left = 460;
      while (provider.calls() == before) {
        process.grants.accessToken(ref).close();
        clock.advance(Duration.ofSeconds(5));
        left -= 5;
      }
      leeways.add(left + 5);
      assertThat(process.token(ref)).isEqualTo("access-canary-" + (i + 1) + "-" + (i + 1));
    }
    assertThat(leeways).allMatch(leeway -> leeway >= 300 && leeway <= 450);
    assertThat(leeways.stream().distinct().count()).isGreaterThan(5);
  }

  @Test
  void aShortLivedTokenHasAShortLeeway() {
    GrantProcess process = process();
    try (Secret access = Secret.of("short-lived");
        Secret refresh = Secret.of("its-refresh");
        Grant grant =
            Grant.newBuilder(access, NOW)
                .refreshToken(refresh)
                .expires(NOW.plusSeconds(100))
                .build()) {
      process.grants.save(ADA, grant);
    }
    clock.advance(Duration.ofSeconds(84));
    assertThat(process.token(ADA)).isEqualTo("short-lived");
    assertThat(provider.calls()).isZero();
  }

  @Test
  void aTokenOfUnknownEndIsRefreshedOnDemandOnly() {
    GrantProcess process = process(request -> request.answered(200, json("new"), Optional.empty()));
    try (Secret access = Secret.of("endless");
        Secret refresh = Secret.of("kept");
        Grant grant =
            Grant.newBuilder(access, NOW).refreshToken(refresh).scopes(List.of("mail")).build()) {
      process.grants.save(ADA, grant);
    }
    clock.advance(Duration.ofDays(10_000));
    assertThat(process.token(ADA)).isEqualTo("endless");
    try (Secret fresh = process.grants.refresh(ADA)) {
      assertThat(text(fresh)).isEqualTo("new");
    }
    // What the answer doesn't say stays as it was.
    assertThat(info(process).refreshable()).isTrue();
    assertThat(info(process).scopes()).containsExactly("mail");
    assertThat(info(process).refreshes()).isEqualTo(1);
    assertThat(info(process).version()).isEqualTo(2);
  }

  @Test
  void aRefusedTokenIsRefreshedOnceHoweverLateItsUsersComplain() {
    GrantProcess one = process();
    GrantProcess two = process();
    consent(one);
    try (Secret refused = one.grants.accessToken(ADA)) {
      for (GrantProcess process : List.of(one, two, one)) {
        try (Secret fresh = process.grants.refresh(ADA, refused, Deadline.never())) {
          assertThat(text(fresh)).isEqualTo("access-canary-1-1");
        }
      }
    }
    assertThat(provider.calls()).isEqualTo(1);
  }

  @Test
  void oneRefreshAnEndForAllThreadsOfTwoProcesses() throws Exception {
    List<GrantProcess> two = List.of(process(), process());
    consent(two.getFirst());
    int rounds = 6;
    for (int round = 1; round <= rounds; round++) {
      expire();
      String expected = "access-canary-1-" + round;
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> results = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 128; i++) {
          GrantProcess process = two.get(i % 2);
          results.add(
              threads.submit(
                  () -> {
                    start.await();
                    return process.token(ADA);
                  }));
        }
        start.countDown();
        for (Future<String> result : results) {
          assertThat(result.get()).isEqualTo(expected);
        }
      }
      assertThat(provider.calls()).isEqualTo(round);
    }
    assertThat(provider.reuses()).isZero();
    assertThat(refreshes(two.getFirst())).hasSize(rounds);
  }

  @Test
  void whoLeavesHarmsNobody() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    GrantProcess process =
        process(
            request -> {
              asked.countDown();
              awaited(answer);
              return provider.refresh(request);
            });
    consent(process);
    expire();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> stays = threads.submit(() -> process.token(ADA));
      asked.await();
      Thread.currentThread().interrupt();
      // An engine may say itself that it doesn't go on for somebody who is interrupted.
      assertThatThrownBy(() -> process.token(ADA))
          .isInstanceOfAny(RefreshDelayed.class, VaultUnavailable.class);
      assertThat(Thread.interrupted()).isTrue();
      Deadline passed = Deadline.after(Duration.ZERO);
      assertThatThrownBy(() -> process.grants.accessToken(ADA, passed))
          .isInstanceOf(RefreshDelayed.class);
      answer.countDown();
      assertThat(stays.get()).isEqualTo("access-canary-1-1");
    }
    assertThat(provider.calls()).isEqualTo(1);
  }

  @Test
  void nothingIsLockedWhileTheProviderIsAsked() {
    GrantProcess[] other = new GrantProcess[1];
    SecretRef beside = new SecretRef("acme", Optional.of("ada"), "mail", "default");
    GrantProcess process =
        process(
            request -> {
              // The same vault, its tenant, its store, and another process: all work meanwhile.
              try (Secret key = Secret.of("beside")) {
                other[0].vault.put(beside, key);
              }
              assertThat(other[0].vault.list("acme")).hasSize(2);
              return provider.refresh(request);
            });
    other[0] = process;
    consent(process);
    expire();
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
  }

  @Test
  void anOutageLeavesTheGrantAndTheTokenThatLasts() {
    GrantProcess process =
        process(
            request ->
                provider.calls() == 0 || clock.instant().isBefore(NOW.plus(LIFE).plusSeconds(90))
                    ? busy(request)
                    : provider.refresh(request));
    consent(process);
    clock.advance(LIFE.minusSeconds(60));
    provider.next(Fault.BUSY);
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-0");
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-0");
    assertThat(provider.calls()).as("it is left alone for so long as it asked").isEqualTo(1);
    clock.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> process.token(ADA))
        .isInstanceOfSatisfying(
            RefreshDelayed.class,
            e -> {
              assertThat(e.retryable()).isTrue();
              // 120 s and up to half as much jitter, a minute ago.
              assertThat(e.retryAfter().orElseThrow())
                  .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
            });
    assertThat(info(process).failures()).isEqualTo(1);
    assertThat(info(process).lastError()).isEqualTo("http_503");
    clock.advance(Duration.ofSeconds(121));
    assertThat(process.token(ADA)).isEqualTo("access-canary-1-1");
    assertThat(info(process).failures()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void theClientsOwnMistakesDestroyNoGrant() {
    GrantProcess process =
        process(
            request ->
                request.answered(
                    401,
                    "{\"error\":\"invalid_client\"}".getBytes(StandardCharsets.UTF_8),
                    Optional.empty()));
    consent(process);
    expire();
    for (int i = 1; i <= 12; i++) {
      assertThatThrownBy(() -> process.token(ADA))
          .isInstanceOf(RefreshDelayed.class)
          .hasMessageContaining("invalid_client");
      assertThat(info(process).failures()).isEqualTo(i);
      clock.advance(Duration.ofHours(1));
    }
    assertThat(info(process).state()).isEqualTo(GrantState.ACTIVE);
  }

  @Test
  void aRefusalNeedsConsentAndIsToldOnce() throws Exception {
    List<GrantProcess> two = List.of(process(), process());
    consent(two.getFirst());
    expire();
    provider.withdraw();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        GrantProcess process = two.get(i % 2);
        threads.submit(
            () -> {
              try {
                process.token(ADA);
              } catch (ConsentNeeded e) {
                refused.incrementAndGet();
              }
            });
      }
    }
    assertThat(refused).hasValue(64);
    assertThat(provider.calls()).isEqualTo(1);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().reason()).contains(ConsentReason.REFUSED);
    for (GrantProcess process : two) {
      assertThat(process.grants.needsConsent("acme")).containsExactly(told.getFirst());
      assertThat(process.grants.needsConsent("nobody")).isEmpty();
      assertThatThrownBy(() -> process.grants.refresh(ADA))
          .isInstanceOfSatisfying(
              ConsentNeeded.class, e -> assertThat(e.reason()).isEqualTo(ConsentReason.REFUSED));
    }
    assertThat(provider.calls()).isEqualTo(1);
    consent(two.getLast());
    assertThat(two.getFirst().token(ADA)).isEqualTo("access-canary-2-0");
    assertThat(two.getFirst().grants.needsConsent("acme")).isEmpty();
    assertThat(two.getFirst().vault.info(ADA).orElseThrow().older())
        .as("what there was is kept")
        .hasSize(1);
  }

  @Test
  void aGrantWithoutARefreshTokenNeedsConsentAtItsEnd() {
    GrantProcess process = process();
    try (Secret access = Secret.of("alone");
        Grant grant = Grant.newBuilder(access, NOW).expires(NOW.plusSeconds(60)).build()) {
      process.grants.save(ADA, grant);
    }
    clock.advance(Duration.ofMillis(59_999));
    assertThat(process.token(ADA)).isEqualTo("alone");
    clock.advance(Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> process.token(ADA))
          .isInstanceOfSatisfying(
              ConsentNeeded.class,
              e -> assertThat(e.reason()).isEqualTo(ConsentReason.NO_REFRESH_TOKEN));
    }
    assertThat(told).hasSize(1);
    assertThat(provider.calls()).isZero();
  }

  @Test
  void policyAndAuditKnowWhoDidWhat() {
    AccessPolicy policy =
        access ->
            access.actor().equals("host")
                || access.actor().equals("user:ada") && access.action() == AuditAction.USE;
    GrantProcess process = process(clock, policy, provider, options());
    consent(process);
    Grants ada = process.grants.as("user:ada");
    expire();
    try (Secret fresh = ada.accessToken(ADA)) {
      assertThat(text(fresh)).isEqualTo("access-canary-1-1");
      assertThatThrownBy(() -> ada.refresh(ADA)).isInstanceOf(AccessRefused.class);
      assertThatThrownBy(() -> ada.refresh(ADA, fresh, Deadline.never()))
          .isInstanceOf(AccessRefused.class);
    }
    assertThatThrownBy(() -> ada.revoke(ADA)).isInstanceOf(AccessRefused.class);
    assertThatThrownBy(() -> ada.info(ADA)).isInstanceOf(AccessRefused.class);
    assertThatThrownBy(() -> ada.needsConsent("acme")).isInstanceOf(AccessRefused.class);
    try (Grant grant = provider.consent(clock.instant())) {
      assertThatThrownBy(() -> ada.save(ADA, grant)).isInstanceOf(AccessRefused.class);
    }
    Grants eve = process.grants.as("user:eve");
    assertThatThrownBy(() -> eve.accessToken(ADA)).isInstanceOf(AccessRefused.class);
    process.vault.flush();
    List<String> lines =
        process.vault.audit().read("acme", 0, 100).stream()
            .map(record -> record.actor() + " " + record.action() + " " + record.outcome())
            .toList();
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "host PUT DONE",
            "user:ada REFRESH DONE",
            "user:ada USE DONE",
            "user:ada REFRESH DENIED",
            "user:ada REFRESH DENIED",
            "user:ada DESTROY DENIED",
            "user:ada LIST DENIED",
            "user:ada LIST DENIED",
            "user:ada PUT DENIED",
            "user:eve USE DENIED");
    assertThat(process.vault.audit().verify("acme").sound()).isTrue();
    assertThat(refreshes(process).stream().filter(r -> r.outcome() == Outcome.DONE))
        .extracting(AuditRecord::version)
        .containsExactly(2L);
  }

  @Test
  void listsAGrantWithoutShowingAnyOfItsTokens() {
    GrantProcess process = process();
    consent(process);
    VaultEntry.Usable entry = (VaultEntry.Usable) process.vault.list("acme").getFirst();
    assertThat(entry.info().kind()).isEqualTo(SecretKind.OAUTH_GRANT);
    assertThat(entry.masked().text()).isEqualTo("••••");
    assertThat(process.vault.masked(ADA).orElseThrow().text()).isEqualTo("••••");
    consent(process);
    assertThatThrownBy(() -> process.vault.find(ADA))
        .isInstanceOf(NoSuchSecret.class)
        .hasMessageContaining("is a grant");
    assertThatThrownBy(() -> process.vault.read(ADA)).isInstanceOf(NoSuchSecret.class);
    assertThatThrownBy(() -> process.vault.findPrevious(ADA)).isInstanceOf(NoSuchSecret.class);
  }

  @Test
  void whatIsNoGrantIsNotTakenForOne() {
    GrantProcess process = process();
    try (Secret key = Secret.of("an API key")) {
      process.vault.put(ADA, key);
    }
    assertThat(process.grants.find(ADA)).isEmpty();
    assertThat(process.grants.info(ADA)).isEmpty();
    assertThat(process.grants.revoke(ADA)).isFalse();
    assertThat(process.vault.find(ADA)).isPresent();
  }

  @Test
  void revokingDestroysTheGrantAndTellsTheProvider() {
    List<String> revoked = new ArrayList<>();
    GrantProcess process =
        process(
            clock,
            AccessPolicy.everything(),
            provider,
            options()
                .revoker((ref, grant) -> revoked.add(text(grant.refreshToken().orElseThrow()))));
    assertThat(process.grants.revoke(ADA)).isFalse();
    consent(process);
    assertThat(process.grants.revoke(ADA)).isTrue();
    assertThat(revoked).containsExactly("refresh-canary-1-0");
    assertThat(process.grants.find(ADA)).isEmpty();
    assertThat(process.grants.revoke(ADA)).isFalse();
    assertThat(revoked).hasSize(1);
  }

  @Test
  void closingWaitsForWhatIsGoingOnAndStoresIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    GrantProcess process =
        process(
            request -> {
              asked.countDown();
              awaited(answer);
              return provider.refresh(request);
            });
    consent(process);
    expire();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> token = threads.submit(() -> process.token(ADA));
      asked.await();
      Future<?> closed = threads.submit(process.vault::close);
      answer.countDown();
      closed.get();
      // The one who asked may get it or find the vault closed; it is stored in any case.
      assertThat(token).isNotNull();
    }
    assertThat(process().token(ADA)).isEqualTo("access-canary-1-1");
    assertThat(provider.calls()).isEqualTo(1);
    assertThatThrownBy(() -> process.grants.accessToken(ADA))
        .isInstanceOf(IllegalStateException.class);
  }

  private RefreshOutcome busy(RefreshRequest request) {
    provider.refresh(request);
    return request.answered(503, new byte[0], Optional.of(Duration.ofSeconds(120)));
  }

  static byte[] json(String token) {
    return ("{\"access_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /** Waits for a test's sign; one that has failed before gives none. */
  static void awaited(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the test gave no sign");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
