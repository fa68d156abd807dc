package dev.atom.vault.grant;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.AuditAction;
import dev.atom.vault.AuditRecord;
import dev.atom.vault.store.VaultStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of grants share: a store, a provider, and processes on both. */
public abstract class GrantsFixture {
  static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  static final Duration LIFE = Duration.ofSeconds(RotatingProvider.LIFE_SECONDS);
  static final SecretRef ADA =
      new SecretRef("acme", Optional.of("ada"), "calendar", SecretRef.DEFAULT_NAME);

  VaultStore store;
  RotatingProvider provider = new RotatingProvider();
  SetClock clock = SetClock.at(NOW);
  final List<GrantInfo> told = new CopyOnWriteArrayList<>();
  private final List<GrantProcess> processes = new ArrayList<>();

  /** Opens an empty engine that several vaults can have at once. */
  protected abstract VaultStore newStore();

  @BeforeEach
  void open() {
    store = newStore();
  }

  @AfterEach
  void close() {
    processes.forEach(GrantProcess::close);
    processes.clear();
    store.close();
  }

  /** Starts all over, for a test of many cases. */
  void anew() {
    close();
    told.clear();
    provider = new RotatingProvider();
    clock = SetClock.at(NOW);
    open();
  }

  GrantProcess process() {
    return process(provider);
  }

  GrantProcess process(GrantRefresher refresher) {
    return process(clock, AccessPolicy.everything(), refresher, options());
  }

  GrantProcess process(
      SetClock ownClock, AccessPolicy policy, GrantRefresher refresher, GrantOptions options) {
    GrantProcess started = GrantProcess.start(store, ownClock, policy, refresher, options);
    processes.add(started);
    return started;
  }

  GrantOptions options() {
    return GrantOptions.standard().listener(told::add).random(new Random(7));
  }

  /** The owner consents, and it is saved. */
  void consent(GrantProcess process) {
    try (Grant grant = provider.consent(process.clock.instant())) {
      process.grants.save(ADA, grant);
    }
  }

  GrantInfo info(GrantProcess process) {
    return process.grants.info(ADA).orElseThrow();
  }

  /** So long that a token of an hour has ended. */
  void expire() {
    clock.advance(LIFE);
  }

  /** So long that whoever died has lost its lease. */
  void outlastLease() {
    clock.advance(options().lease().plus(options().clockDifference()).plusMillis(1));
  }

  List<AuditRecord> refreshes(GrantProcess process) {
    return process.vault.audit().read("acme", 0, 10_000).stream()
        .filter(record -> record.action() == AuditAction.REFRESH)
        .toList();
  }
}
