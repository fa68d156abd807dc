package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final TestClock clock = new TestClock(NOW);
  private Vault vault = open();

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void findsAfterReopening() {
    put(vault, ADA, "one");
    put(vault, BOB, "two");
    put(vault, ADA, "three");
    for (int i = 0; i < 2; i++) {
      assertThat(text(vault, ADA)).contains("three");
      assertThat(text(vault, BOB)).contains("two");
      assertThat(text(vault, ref("eve", "openai"))).isEmpty();
      reopen();
    }
  }

  @Test
  void tellsATenantsOwnSecretFromItsUsers() {
    SecretRef own = new SecretRef("acme", Optional.empty(), "openai", SecretRef.DEFAULT_NAME);
    put(vault, own, "of the tenant");
    assertThat(vault.find(ADA)).isEmpty();
    put(vault, ADA, "of ada");
    assertThat(text(vault, own)).contains("of the tenant");
  }

  @Test
  void lendsThePlainBytesToAFunctionAndOverwritesThem() {
    put(vault, ADA, "lent");
    byte[][] seen = new byte[1][];
    Optional<Integer> length =
        vault.use(
            ADA,
            PlaintextAccess.granted(),
            plain -> {
              seen[0] = plain;
              return plain.length;
            });
    assertThat(length).contains(4);
    assertThat(seen[0]).containsOnly(0);
    assertThat(vault.use(BOB, PlaintextAccess.granted(), plain -> 1)).isEmpty();
  }

  @Test
  void versionsGoOnAfterADeletionADestructionAndAReopening() {
    try (Secret secret = Secret.of("x")) {
      assertThat(vault.put(ADA, secret)).isEqualTo(1);
      assertThat(vault.put(ADA, secret)).isEqualTo(2);
      assertThat(vault.delete(ADA)).isTrue();
      assertThat(vault.delete(ADA)).isFalse();
      assertThat(vault.find(ADA)).isEmpty();
      assertThat(vault.masked(ADA)).isEmpty();
      reopen();
      assertThat(vault.put(ADA, secret)).isEqualTo(3);
      assertThat(vault.destroy(ADA)).isTrue();
      assertThat(vault.destroy(ADA)).isFalse();
      assertThat(vault.find(ADA)).isEmpty();
      assertThat(vault.list("acme")).isEmpty();
      assertThat(vault.info(ADA).orElseThrow().state()).isEqualTo(SecretState.DESTROYED);
      assertThat(vault.put(ADA, secret)).isEqualTo(4);
    }
  }

  @Test
  void restoresWhatWasDeletedAndNotWhatWasDestroyed() {
    put(vault, ADA, "value");
    assertThat(vault.restore(ADA)).isFalse();
    vault.delete(ADA);
    assertThat(infos().getFirst().state()).isEqualTo(SecretState.DELETED);
    assertThat(vault.restore(ADA)).isTrue();
    assertThat(text(vault, ADA)).contains("value");
    vault.destroy(ADA);
    assertThat(vault.restore(ADA)).isFalse();
    assertThat(vault.delete(ref("nobody", "openai"))).isFalse();
    assertThat(vault.delete(new SecretRef("none", Optional.empty(), "p", "n"))).isFalse();
  }

  @Test
  void rollsBackToAVersionThatIsKept() {
    put(vault, ADA, "one");
    vault.put(ADA, Secret.of("two"), PutOptions.standard().until(NOW.plusSeconds(60)));
    put(vault, ADA, "three");
    SecretInfo info = vault.info(ADA).orElseThrow();
    assertThat(info.version()).isEqualTo(3);
    assertThat(info.older()).extracting(SecretInfo.Older::version).containsExactly(1L, 2L);
    assertThat(vault.rollBack(ADA, 2)).isEqualTo(4);
    assertThat(text(vault, ADA)).contains("two");
    assertThat(vault.info(ADA).orElseThrow().expires()).contains(NOW.plusSeconds(60));
    assertThat(vault.rollBack(ADA, 3)).isEqualTo(5);
    assertThat(text(vault, ADA)).contains("three");
    assertThat(vault.destroy(ADA, 1)).isTrue();
    assertThat(vault.destroy(ADA, 1)).isFalse();
    assertThatThrownBy(() -> vault.rollBack(ADA, 1)).isInstanceOf(NoSuchSecret.class);
    assertThatThrownBy(() -> vault.rollBack(BOB, 1)).isInstanceOf(NoSuchSecret.class);
  }

  @Test
  void keepsSoManyVersionsAndNoMore() {
    reopen(newBuilder().versions(3));
    for (int i = 1; i <= 6; i++) {
      put(vault, ADA, "value " + i);
    }
    assertThat(vault.info(ADA).orElseThrow().older())
        .extracting(SecretInfo.Older::version)
        .containsExactly(4L, 5L);
    assertThat(rows(dev.atom.vault.store.RowKind.VERSION)).isEqualTo(2);
    reopen(newBuilder().versions(1));
    put(vault, ADA, "alone");
    assertThat(vault.info(ADA).orElseThrow().older()).isEmpty();
    assertThat(rows(dev.atom.vault.store.RowKind.VERSION)).isZero();
  }

  @Test
  void givesThePreviousVersionForItsGracePeriod() {
    assertThat(vault.findPrevious(ADA)).isEmpty();
    put(vault, ADA, "old");
    assertThat(vault.findPrevious(ADA)).isEmpty();
    vault.put(ADA, Secret.of("new"), PutOptions.standard().graceOf(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(vault.findPrevious(ADA).map(Fixture::text)).contains("old");
    clock.advance(Duration.ofMillis(1));
    assertThat(vault.findPrevious(ADA)).isEmpty();
    assertThat(text(vault, ADA)).contains("new");
  }

  @Test
  void refusesAnExpiredSecretAndStillLists() {
    try (Secret secret = Secret.of("sk-0123456789abcdef")) {
      vault.put(ADA, secret, NOW.plusMillis(1));
      vault.put(BOB, secret, NOW);
      assertThat(text(vault, ADA)).contains("sk-0123456789abcdef");
      assertThatThrownBy(() -> vault.find(BOB))
          .isInstanceOf(SecretExpired.class)
          .hasMessageContaining("bob")
          .hasMessageContaining("2026-05-01T10:00:00Z");
      assertThat(vault.list("acme"))
          .hasSize(2)
          .allSatisfy(
              entry -> {
                var usable = (VaultEntry.Usable) entry;
                assertThat(usable.info().stored()).isEqualTo(NOW);
                assertThat(usable.info().expires()).isPresent();
                assertThat(usable.masked().text()).isEqualTo("••••cdef");
              });
      vault.expire(BOB, Instant.MAX);
      assertThat(text(vault, BOB)).isPresent();
      assertThat(vault.info(BOB).orElseThrow().expires()).isEmpty();
      vault.expire(BOB, Instant.MIN);
      assertThatThrownBy(() -> vault.find(BOB)).isInstanceOf(SecretExpired.class);
    }
  }

  @Test
  void listsOneTenantInOrder() {
    put(vault, BOB, "1");
    put(vault, ADA, "2");
    put(vault, ref("ada", "gemini"), "3");
    put(vault, new SecretRef("other", Optional.of("ada"), "openai", "default"), "4");
    put(vault, new SecretRef("acme", Optional.empty(), "openai", "default"), "5");
    assertThat(infos())
        .extracting(info -> info.ref().user().orElse("") + " " + info.ref().provider())
        .containsExactly(" openai", "ada gemini", "ada openai", "bob openai");
    assertThat(vault.list("nobody")).isEmpty();
  }

  @Test
  void findsSecretsByTheirValue() {
    put(vault, ADA, "same");
    put(vault, BOB, "same");
    put(vault, ref("eve", "openai"), "other");
    put(vault, ref("eve", "gemini"), "same");
    try (Secret value = Secret.of("same")) {
      assertThat(vault.search("acme", "openai", value)).containsExactlyInAnyOrder(ADA, BOB);
      assertThat(vault.search("other", "openai", value)).isEmpty();
    }
    assertThat(vault.fingerprint(ADA)).isEqualTo(vault.fingerprint(BOB)).isPresent();
    assertThat(vault.fingerprint(ref("eve", "gemini"))).isNotEqualTo(vault.fingerprint(ADA));
  }

  @Test
  void keepsLabelsUntilTheyAreReplaced() {
    vault.put(
        ADA, Secret.of("x"), PutOptions.standard().labelled(Map.of("team", "a", "env", "prod")));
    put(vault, ADA, "y");
    assertThat(infos().getFirst().labels()).isEqualTo(Map.of("team", "a", "env", "prod"));
    vault.label(ADA, Map.of("team", "b"));
    assertThat(infos().getFirst().labels()).isEqualTo(Map.of("team", "b"));
    assertThat(text(vault, ADA)).contains("y");
    assertThatThrownBy(() -> vault.label(BOB, Map.of())).isInstanceOf(NoSuchSecret.class);
    Map<String, String> tooMany = new java.util.HashMap<>();
    for (int i = 0; i < 33; i++) {
      tooMany.put("label " + i, "");
    }
    assertThatThrownBy(() -> vault.label(ADA, tooMany))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void putsOnlyInPlaceOfTheVersionThatWasSeen() {
    try (Secret secret = Secret.of("x")) {
      PutOptions options = PutOptions.standard();
      assertThat(vault.put(ADA, secret, options.replacing(0))).isEqualTo(1);
      assertThatThrownBy(() -> vault.put(ADA, secret, options.replacing(0)))
          .isInstanceOf(VersionTaken.class);
      assertThat(vault.put(ADA, secret, options.replacing(1))).isEqualTo(2);
      assertThatThrownBy(() -> vault.put(ADA, secret, options.replacing(1)))
          .isInstanceOf(VersionTaken.class)
          .hasMessageContaining("version 2");
    }
    assertThat(PutOptions.standard().replaces()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void theDefaultOfSeveralKeysIsOneOfThem() {
    SecretRef second = new SecretRef("acme", Optional.of("ada"), "openai", "second");
    put(vault, ADA, "first");
    put(vault, second, "second");
    vault.makeDefault(second);
    assertThat(text(vault, ADA)).contains("second");
    put(vault, second, "second, renewed");
    assertThat(text(vault, ADA)).contains("second, renewed");
    assertThat(vault.info(ADA).orElseThrow().standsFor()).contains("second");
    vault.rollBack(ADA, 1);
    assertThat(text(vault, ADA)).contains("first");
    assertThatThrownBy(() -> vault.makeDefault(ADA)).isInstanceOf(IllegalArgumentException.class);
    vault.delete(second);
    assertThatThrownBy(() -> vault.makeDefault(second)).isInstanceOf(NoSuchSecret.class);
  }

  @Test
  void aMaskIsNeverTakenForASecret() {
    put(vault, ADA, "sk-0123456789abcdef");
    String mask = vault.masked(ADA).orElseThrow().text();
    assertThat(mask).isEqualTo("••••cdef");
    for (String back : List.of(mask, "••••", "••••anything")) {
      assertThatThrownBy(() -> put(vault, ADA, back))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("screen");
    }
    assertThat(text(vault, ADA)).contains("sk-0123456789abcdef");
    reopen(newBuilder().masks(false));
    assertThat(vault.masked(ADA).orElseThrow().text()).isEqualTo("••••");
    assertThat(((VaultEntry.Usable) vault.list("acme").getFirst()).masked().text())
        .isEqualTo("••••");
  }

  @Test
  void refusesWhatIsTooLongOrMalformed() {
    try (Secret longest = Secret.of(new byte[OpenedSecret.LONGEST]);
        Secret longer = Secret.of(new byte[OpenedSecret.LONGEST + 1])) {
      vault.put(ADA, longest);
      assertThat(vault.use(ADA, PlaintextAccess.granted(), plain -> plain.length))
          .contains(OpenedSecret.LONGEST);
      assertThatThrownBy(() -> vault.put(ADA, longer)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> vault.put(ref("\ud800", "openai"), longest))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("surrogate");
      assertThatThrownBy(() -> vault.put(ref("a".repeat(5_000), "openai"), longest))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void countsUsesAndSaysWhenTheLastWas() {
    put(vault, ADA, "used");
    assertThat(vault.info(ADA).orElseThrow().lastUsed()).isEmpty();
    text(vault, ADA);
    clock.advance(Duration.ofSeconds(3));
    text(vault, ADA);
    reopen();
    SecretInfo info = vault.info(ADA).orElseThrow();
    assertThat(info.uses()).isEqualTo(2);
    assertThat(info.lastUsed()).contains(NOW.plusSeconds(3));
    assertThat(infos().getFirst()).isEqualTo(info);
  }

  @Test
  void manySecretsOfOneTenantAreFoundAndListed() {
    int many = 700;
    for (int i = 0; i < many; i++) {
      put(vault, ref("user " + i, "openai"), "value " + i);
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < many; i += 7) {
        assertThat(text(vault, ref("user " + i, "openai"))).contains("value " + i);
      }
      assertThat(infos()).hasSize(many);
      assertThat(vault.list("acme")).hasSize(many);
      reopen();
    }
    assertThat(text(vault, ref("nobody", "openai"))).isEmpty();
    put(vault, ref("user 5", "openai"), "renewed");
    assertThat(text(vault, ref("user 5", "openai"))).contains("renewed");
    assertThat(rows(dev.atom.vault.store.RowKind.MANIFEST)).isEqualTo(16);
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        SecretRef ref = ref("user " + i % 30, "openai");
        tasks.add(
            () -> {
              try (Secret secret = Secret.of("x")) {
                long version = vault.put(ref, secret);
                assertThat(text(vault, ref)).contains("x");
                return version;
              }
            });
      }
      for (Future<Long> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isPositive();
      }
    }
    for (int i = 0; i < 30; i++) {
      assertThat(vault.info(ref("user " + i, "openai")).orElseThrow().version()).isEqualTo(10);
    }
  }

  @Test
  void twoVaultsOnOneStoreSeeEachOthersChangesAtOnce() {
    try (Vault other = newBuilder().open()) {
      put(vault, ADA, "one");
      assertThat(text(other, ADA)).contains("one");
      put(other, ADA, "two");
      assertThat(text(vault, ADA)).contains("two");
      vault.delete(ADA);
      assertThat(other.find(ADA)).isEmpty();
      put(other, BOB, "three");
      assertThat(text(vault, BOB)).contains("three");
    }
  }

  @Test
  void aClosedVaultSaysSo() {
    vault.close();
    vault.close();
    assertThatThrownBy(() -> vault.find(ADA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private List<SecretInfo> infos() {
    return vault.list("acme").stream().map(entry -> ((VaultEntry.Usable) entry).info()).toList();
  }

  private int rows(dev.atom.vault.store.RowKind kind) {
    return store
        .scan(kind, dev.atom.vault.store.Bytes.EMPTY, dev.atom.vault.store.Bytes.EMPTY, 10_000)
        .size();
  }

  private VaultBuilder newBuilder() {
    return Vault.newBuilder(store, KEY).clock(clock).accessInterval(Duration.ofHours(1));
  }

  private Vault open() {
    return newBuilder().open();
  }

  private void reopen() {
    reopen(newBuilder());
  }

  private void reopen(VaultBuilder builder) {
    vault.close();
    vault = builder.open();
  }
}
