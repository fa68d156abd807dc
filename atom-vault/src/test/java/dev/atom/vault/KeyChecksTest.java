package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.KeyHealth.State;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyChecksTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");
  private static final KeyVerdict YES = KeyVerdict.Accepted.PLAIN;
  private static final KeyVerdict NO = new KeyVerdict.Rejected("key_rejected", "make a new one");
  private static final KeyVerdict LATER = unknown(Optional.empty());

  private final TestClock clock = new TestClock(NOW);
  private final MemoryVaultStore store = new MemoryVaultStore();
  private final Vault vault = Vault.newBuilder(store, KEY).clock(clock).open();
  private final List<KeyChange> changes = new ArrayList<>();
  private final Queue<SecretRef> asked = new ConcurrentLinkedQueue<>();
  private KeyVerdict verdict = YES;
  private final KeyChecks checks = checks((ref, secret, context) -> verdict);

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void checkedNowIsInListInfoAndAudit() {
    put(vault, ADA, "value");
    KeyHealth health = checks.check(ADA);
    assertThat(health.state()).isEqualTo(State.ACCEPTED);
    assertThat(health.known()).contains(State.ACCEPTED);
    assertThat(health.checked()).isEqualTo(NOW);
    assertThat(health.version()).isEqualTo(1);
    assertThat(Duration.between(NOW, health.next())).isBetween(hours(21), hours(27));
    assertThat(vault.info(ADA).orElseThrow().health()).contains(health);
    assertThat(((VaultEntry.Usable) vault.list("acme").getFirst()).info().health())
        .contains(health);
    verdict = NO;
    KeyHealth rejected = checks.check(ADA);
    assertThat(rejected.detail()).isEqualTo("key_rejected: make a new one");
    assertThat(vault.audit().read("acme", 0, 100))
        .filteredOn(entry -> entry.action() == AuditAction.CHECK)
        .extracting(AuditRecord::detail)
        .containsExactly("accepted", "rejected key_rejected");
    assertThat(vault.info(ADA).orElseThrow().uses()).isZero();
    assertThat(vault.admin().verify().sound()).isTrue();
  }

  @Test
  void onlyChangesAreTold() {
    put(vault, ADA, "value");
    List<KeyVerdict> verdicts = List.of(YES, YES, LATER, YES, LATER, NO, NO, LATER, NO, YES, LATER);
    for (KeyVerdict one : verdicts) {
      verdict = one;
      checks.check(ADA);
    }
    assertThat(changes)
        .extracting(change -> change.health().state())
        .containsExactly(State.REJECTED, State.ACCEPTED);
    assertThat(changes.getFirst().before()).contains(State.ACCEPTED);
    verdict = LATER;
    put(vault, BOB, "other");
    checks.check(BOB);
    verdict = NO;
    checks.check(BOB);
    assertThat(changes).hasSize(3);
    assertThat(changes.getLast().ref()).isEqualTo(BOB);
    assertThat(changes.getLast().before()).isEmpty();
  }

  @Test
  void distancesGrowAndEnd() {
    put(vault, ADA, "value");
    verdict = NO;
    List<Duration> rejected = distances(12);
    assertThat(rejected.getFirst()).isBetween(minutes(54), minutes(66));
    assertThat(rejected.get(3)).isBetween(minutes(8 * 54), minutes(8 * 66));
    assertThat(rejected.getLast()).isBetween(hours(151), hours(185));
    verdict = LATER;
    List<Duration> unknown = distances(12);
    assertThat(unknown.getFirst()).isBetween(Duration.ofSeconds(30), minutes(1));
    assertThat(unknown.get(4)).isBetween(minutes(8), minutes(16));
    assertThat(unknown.getLast()).isBetween(hours(3), hours(6));
    put(vault, ADA, "new value");
    assertThat(checks.check(ADA).times()).isEqualTo(1);
    verdict = unknown(Optional.of(hours(2)));
    assertThat(checks.check(ADA).next()).isEqualTo(clock.instant().plus(hours(2)));
    verdict = unknown(Optional.of(Duration.ofDays(10_000)));
    assertThat(checks.check(ADA).next()).isEqualTo(clock.instant().plus(hours(24)));
    verdict = new KeyVerdict.Unknown("no_key_check", "none", false, Optional.empty());
    assertThat(Duration.between(clock.instant(), checks.check(ADA).next()))
        .isBetween(hours(21), hours(27));
  }

  private List<Duration> distances(int count) {
    List<Duration> distances = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      distances.add(Duration.between(clock.instant(), checks.check(ADA).next()));
    }
    return distances;
  }

  @Test
  void dueOnesAreCheckedAndOthersAreNotOpened() {
    put(vault, ADA, "of ada");
    put(vault, BOB, "of bob");
    assertThat(checks.checkDue(10).checked()).isEqualTo(2);
    assertThat(checks.checkDue(10).checked()).isZero();
    clock.advance(hours(20));
    assertThat(checks.checkDue(10).checked()).isZero();
    clock.advance(hours(8));
    asked.clear();
    assertThat(checks.checkDue(1).checked()).isEqualTo(1);
    assertThat(checks.checkDue(1).checked()).isEqualTo(1);
    assertThat(checks.checkDue(1).checked()).isZero();
    assertThat(asked).containsExactlyInAnyOrder(ADA, BOB);
    asked.clear();
    put(vault, BOB, "of bob, new");
    vault.label(ADA, Map.of("a", "label"));
    assertThat(checks.checkDue(10).checked()).isEqualTo(1);
    assertThat(asked).containsExactly(BOB);
  }

  @Test
  void whatCannotBeCheckedIsLeft() {
    put(vault, ref("carl", "openai"), "deleted");
    vault.delete(ref("carl", "openai"));
    put(vault, ref("dora", "openai"), "destroyed");
    vault.destroy(ref("dora", "openai"));
    try (Secret secret = Secret.of("x")) {
      vault.put(ref("eve", "openai"), secret, NOW.minusSeconds(1));
      vault.put(ref("fay", "db"), secret, PutOptions.standard().ofKind(SecretKind.OTHER));
    }
    SecretRef named = new SecretRef("acme", Optional.of("ada"), "openai", "named");
    put(vault, named, "named");
    vault.makeDefault(named);
    assertThat(checks.checkDue(10).checked()).isEqualTo(1);
    assertThat(asked).containsExactly(named);
    checks.check(ADA);
    assertThat(asked).containsExactly(named, named);
    assertThatThrownBy(() -> checks.check(ref("carl", "openai"))).isInstanceOf(NoSuchSecret.class);
    assertThatThrownBy(() -> checks.check(ref("eve", "openai"))).isInstanceOf(SecretExpired.class);
    assertThat(checks.check(ref("fay", "db")).state()).isEqualTo(State.ACCEPTED);
  }

  @Test
  void everySecretHasItsTurnThroughSmallCalls() {
    for (int i = 0; i < 97; i++) {
      put(vault, new SecretRef("t" + i % 7, Optional.of("u" + i), "p", "n"), "value");
    }
    for (int limit : List.of(1, 3, 50, 200)) {
      for (int looks : List.of(1, 4, 96, 97, 98, 1_000)) {
        clock.advance(Duration.ofDays(2));
        asked.clear();
        KeyChecks small = builder((ref, secret, context) -> verdict).looks(looks).build();
        int calls = 0;
        KeyCheckReport report;
        int rounds = 0;
        do {
          report = small.checkDue(limit);
          assertThat(report.looked()).isLessThanOrEqualTo(looks);
          assertThat(report.checked()).isLessThanOrEqualTo(limit);
          rounds += report.round() ? 1 : 0;
          assertThat(++calls).isLessThan(1_000);
        } while (rounds < 1);
        assertThat(asked).doesNotHaveDuplicates();
        while (rounds < 2) {
          rounds += small.checkDue(limit).round() ? 1 : 0;
        }
        assertThat(asked).hasSize(97).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void hangingAndFailingValidatorsConcernNobodyElse() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    List<SecretRef> refs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      refs.add(ref("u" + i, "openai"));
      put(vault, refs.get(i), "value-of-" + i);
    }
    KeyValidator odd =
        (ref, secret, context) -> {
          switch (ref.user().orElseThrow()) {
            case "u0" -> hang(interrupted);
            case "u1" -> throw new IllegalStateException("holds value-of-1");
            case "u2" -> throw new VaultUnavailable("holds value-of-2");
            case "u3" -> throw new AssertionError("holds value-of-3");
            case "u4" -> {
              return none();
            }
            default -> {
              return YES;
            }
          }
          return NO;
        };
    KeyCheckReport report = builder(odd).timeout(Duration.ofSeconds(2)).build().checkDue(10);
    assertThat(report).isEqualTo(new KeyCheckReport(6, 1, 0, 5, report.round(), List.of()));
    assertThat(interrupted.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    Map<String, String> details = new HashMap<>();
    for (SecretRef ref : refs) {
      details.put(
          ref.user().orElseThrow(), vault.info(ref).orElseThrow().health().orElseThrow().detail());
    }
    assertThat(details)
        .containsEntry("u0", "check_timeout: the check took too long")
        .containsEntry("u1", "check_failed: the validator failed")
        .containsEntry("u2", "vault_unavailable: the check failed")
        .containsEntry("u3", "check_failed: the validator failed")
        .containsEntry("u4", "check_failed: the validator gave no verdict")
        .containsEntry("u5", "");
  }

  @SuppressWarnings({"NullAway", "ReturnMissingNullable"})
  private static KeyVerdict none() {
    return null;
  }

  private static void hang(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  @Test
  void nothingOfTheSecretIsKeptWhateverTheValidatorSays() {
    String canary = "sk-canary-0123456789";
    int tried = 0;
    put(vault, ADA, canary);
    for (int from = 0; from + 6 <= canary.length(); from++) {
      String piece = canary.substring(from, from + 6);
      for (KeyVerdict leaky :
          List.of(
              new KeyVerdict.Rejected("key_rejected", "the key " + piece + " is wrong"),
              new KeyVerdict.Rejected(piece, "wrong"),
              new KeyVerdict.Unknown(
                  "rate_limited", "x".repeat(190) + " \n" + piece, true, Optional.empty()),
              new KeyVerdict.Unknown(piece.replace('-', '_'), piece, true, Optional.empty()))) {
        verdict = leaky;
        KeyHealth health = checks.check(ADA);
        assertThat(health.toString()).doesNotContain(piece);
        assertThat(health.detail().length()).isLessThanOrEqualTo(250);
        tried++;
      }
    }
    assertThat(tried).isEqualTo(60);
    assertThat(vault.audit().read("acme", 0, 1_000).toString()).doesNotContain("canary", "012345");
    assertThat(changes.toString()).doesNotContain("canary", "012345");
  }

  @Test
  void policyIsAskedAndWhatCannotBeTrustedHidesNoOther() {
    put(vault, ADA, "of ada");
    put(vault, BOB, "of bob");
    put(vault, ref("carl", "openai"), "of carl");
    Bytes acme = vault.core().tenants.id("acme");
    Row row = store.scan(RowKind.SECRET, acme, Bytes.EMPTY, 1).getFirst();
    byte[] content = row.content().toArray();
    content[content.length - 1] ^= 1;
    store.commit(
        List.of(
            new Change.Put(
                new Row(row.key(), row.revision() + 1, Bytes.of(content)), row.revision())));
    KeyCheckReport report = checks.checkDue(10);
    assertThat(report.checked()).isEqualTo(2);
    assertThat(report.problems()).singleElement().asString().contains("can't be trusted");
    try (Vault refusing =
        Vault.newBuilder(store, KEY)
            .clock(clock)
            .policy(access -> access.action() != AuditAction.CHECK)
            .open()) {
      KeyChecks refused = KeyChecks.newBuilder(refusing, (ref, secret, context) -> YES).build();
      assertThatThrownBy(() -> refused.check(ADA)).isInstanceOf(AccessRefused.class);
      clock.advance(Duration.ofDays(2));
      assertThat(refused.checkDue(10).checked()).isZero();
    }
  }

  @Test
  void versionThatChangesDuringItsCheckIsDueAtOnce() {
    put(vault, ADA, "old");
    AtomicInteger calls = new AtomicInteger();
    KeyChecks racing =
        builder(
                (ref, secret, context) -> {
                  if (calls.incrementAndGet() == 1) {
                    put(vault, ADA, "new");
                  }
                  return YES;
                })
            .build();
    assertThat(racing.check(ADA).version()).isEqualTo(1);
    assertThat(racing.checkDue(10).checked()).isEqualTo(1);
    assertThat(vault.info(ADA).orElseThrow().health().orElseThrow().version()).isEqualTo(2);
    assertThat(racing.checkDue(10).checked()).isZero();
    KeyChecks destroying =
        builder(
                (ref, secret, context) -> {
                  vault.destroy(ADA);
                  return YES;
                })
            .build();
    destroying.check(ADA);
    assertThat(store.scan(RowKind.STATUS, Bytes.EMPTY, Bytes.EMPTY, 5)).isEmpty();
    assertThat(vault.admin().verify().sound()).isTrue();
  }

  @Test
  void listenerThatThrowsHarmsNothing() {
    put(vault, ADA, "value");
    verdict = NO;
    KeyChecks loud =
        builder((ref, secret, context) -> verdict)
            .listener(
                change -> {
                  throw new IllegalStateException("loud");
                })
            .build();
    assertThat(loud.check(ADA).state()).isEqualTo(State.REJECTED);
    assertThat(vault.info(ADA).orElseThrow().health()).isPresent();
  }

  @Test
  void interruptedCallerStopsAndKeepsItsFlag() {
    put(vault, ADA, "value");
    CountDownLatch interrupted = new CountDownLatch(1);
    KeyChecks hanging =
        builder(
                (ref, secret, context) -> {
                  hang(interrupted);
                  return YES;
                })
            .build();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> hanging.check(ADA)).isInstanceOf(VaultUnavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(vault.info(ADA).orElseThrow().health()).isEmpty();
  }

  private KeyChecks checks(KeyValidator validator) {
    return builder(validator).build();
  }

  private KeyChecksBuilder builder(KeyValidator validator) {
    return KeyChecks.newBuilder(
            vault,
            (ref, secret, context) -> {
              asked.add(ref);
              return validator.check(ref, secret, context);
            })
        .random(new Random(7))
        .listener(changes::add);
  }

  private static KeyVerdict unknown(Optional<Duration> after) {
    return new KeyVerdict.Unknown("unreachable", "no answer", true, after);
  }

  private static Duration hours(long hours) {
    return Duration.ofHours(hours);
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
