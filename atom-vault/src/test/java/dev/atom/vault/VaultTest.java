package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Masked;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  @TempDir Path folder;

  @Test
  void firstSuccess() {
    String shown;
    String opened;
    // @start region="first"
    Path file = folder.resolve("keys.vault");
    MasterKey masterKey = MasterKey.loadOrGenerate(folder.resolve("elsewhere/master.key"), file);
    SecretRef key = new SecretRef("acme", Optional.of("ada"), "openai", SecretRef.DEFAULT_NAME);
    try (Vault vault = Vault.open(file, masterKey);
        Secret pasted = Secret.of("sk-ada-0123456789")) {
      vault.put(key, pasted);
      shown = vault.masked(key).map(Masked::text).orElse("none"); // ••••6789
      try (Secret found = vault.find(key).orElseThrow()) {
        opened = text(found);
      }
    }
    // @end
    assertThat(shown).isEqualTo("••••6789");
    assertThat(opened).isEqualTo("sk-ada-0123456789");
  }

  @Test
  void findsAfterReopening() {
    try (Vault vault = open()) {
      put(vault, ADA, "one");
      put(vault, BOB, "two");
      put(vault, ADA, "three");
    }
    try (Vault vault = open()) {
      assertThat(text(vault, ADA)).contains("three");
      assertThat(text(vault, BOB)).contains("two");
      assertThat(text(vault, ref("eve", "openai"))).isEmpty();
      assertThat(vault.health()).isEqualTo(new VaultHealth(0, List.of()));
    }
  }

  @Test
  void tellsATenantsOwnSecretFromItsUsers() {
    SecretRef own = new SecretRef("acme", Optional.empty(), "openai", SecretRef.DEFAULT_NAME);
    try (Vault vault = open()) {
      put(vault, own, "of the tenant");
      assertThat(vault.find(ADA)).isEmpty();
      put(vault, ADA, "of ada");
      assertThat(text(vault, own)).contains("of the tenant");
    }
  }

  @Test
  void versionsGoOnAfterADeletionAndAReopening() {
    try (Vault vault = open();
        Secret secret = Secret.of("x")) {
      assertThat(vault.put(ADA, secret)).isEqualTo(1);
      assertThat(vault.put(ADA, secret)).isEqualTo(2);
      assertThat(vault.delete(ADA)).isTrue();
      assertThat(vault.delete(ADA)).isFalse();
      assertThat(vault.find(ADA)).isEmpty();
      assertThat(vault.masked(ADA)).isEmpty();
      assertThat(vault.list("acme")).isEmpty();
    }
    try (Vault vault = open();
        Secret secret = Secret.of("y")) {
      assertThat(vault.put(ADA, secret)).isEqualTo(4);
    }
  }

  @Test
  void refusesAnExpiredSecretAndStillLists() {
    try (Vault vault = open();
        Secret secret = Secret.of("sk-0123456789abcdef")) {
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
                assertThat(usable.stored()).isEqualTo(NOW);
                assertThat(usable.expires()).isPresent();
                assertThat(usable.masked().text()).isEqualTo("••••cdef");
              });
    }
  }

  @Test
  void anEndBeyondAllMillisecondsIsNone() {
    try (Vault vault = Vault.open(folder.resolve("far"), KEY);
        Secret secret = Secret.of("for ever")) {
      SecretRef ref = ref("ada", "openai");
      vault.put(ref, secret, Instant.MAX);
      assertThat(text(vault, ref)).contains("for ever");
      vault.put(ref, secret, Instant.MIN);
      assertThatThrownBy(() -> vault.find(ref)).isInstanceOf(SecretExpired.class);
      assertThat(vault.list("acme")).hasSize(1);
    }
  }

  @Test
  void listsOneTenantInOrder() {
    try (Vault vault = open()) {
      put(vault, BOB, "1");
      put(vault, ADA, "2");
      put(vault, ref("ada", "gemini"), "3");
      put(vault, new SecretRef("other", Optional.empty(), "openai", "default"), "4");
      assertThat(vault.list("acme"))
          .extracting(VaultEntry::ref)
          .containsExactly(ref("ada", "gemini"), ADA, BOB);
      assertThat(vault.list("nobody")).isEmpty();
    }
  }

  @Test
  void fingerprintsAreEqualForEqualSecretsOfOneTenantAndProviderOnly() {
    SecretRef elsewhere = new SecretRef("other", Optional.of("ada"), "openai", "default");
    try (Vault vault = open()) {
      for (SecretRef ref : List.of(ADA, BOB, ref("ada", "gemini"), elsewhere)) {
        put(vault, ref, "same");
      }
      String print = vault.fingerprint(ADA).orElseThrow();
      assertThat(print).matches("[0-9a-f]{32}");
      assertThat(vault.fingerprint(BOB)).contains(print);
      assertThat(vault.fingerprint(ref("ada", "gemini"))).isPresent().get().isNotEqualTo(print);
      assertThat(vault.fingerprint(elsewhere)).isPresent().get().isNotEqualTo(print);
      put(vault, BOB, "another");
      assertThat(vault.fingerprint(BOB)).isPresent().get().isNotEqualTo(print);
    }
    try (Vault again = open()) {
      assertThat(again.fingerprint(ADA)).isEqualTo(again.fingerprint(ADA)).isPresent();
    }
  }

  @Test
  void keepsAtMostSoManyDataKeysOpen() {
    try (Vault vault = builder().openDataKeys(3).open()) {
      for (int i = 0; i < 10; i++) {
        put(vault, tenant(i), "key " + i);
      }
      for (int i = 0; i < 10; i++) {
        assertThat(text(vault, tenant(i))).contains("key " + i);
        assertThat(vault.openDataKeys()).isBetween(1, 3);
      }
    }
  }

  @Test
  void refusesWorkOnceClosed() {
    Vault vault = open();
    vault.close();
    vault.close();
    assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> put(vault, ADA, "x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.list("acme")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void worksOnAfterTheMasterKeyIsClosed() {
    MasterKey key = MasterKey.generate();
    try (Vault vault = Vault.open(folder.resolve("v"), key)) {
      key.close();
      put(vault, tenant(1), "x");
      assertThat(text(vault, tenant(1))).contains("x");
    }
  }

  @Test
  void refusesWhatIsTooLongAndGoesOn() {
    try (Vault vault = open();
        Secret tooLong = Secret.of(new byte[64 * 1024 + 1]);
        Secret longest = Secret.of(new byte[64 * 1024])) {
      assertThatThrownBy(() -> vault.put(ADA, tooLong))
          .isInstanceOf(IllegalArgumentException.class);
      SecretRef longId = ref("u".repeat(2_000_000), "openai");
      assertThatThrownBy(() -> vault.put(longId, longest))
          .isInstanceOf(IllegalArgumentException.class);
      vault.put(BOB, longest);
      put(vault, ADA, "fits");
    }
    try (Vault vault = open()) {
      assertThat(text(vault, ADA)).contains("fits");
      assertThat(text(vault, BOB).orElseThrow()).hasSize(64 * 1024);
    }
  }

  @Test
  void keepsEveryPutOfEightThreads() throws Exception {
    List<SecretRef> refs = new ArrayList<>();
    try (Vault vault = builder().compactFromBytes(20_000).open();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int number = thread;
        SecretRef shared = tenant(99);
        tasks.add(
            () -> {
              for (int i = 0; i < 25; i++) {
                SecretRef mine =
                    new SecretRef("t" + i % 5, Optional.of("u" + number), "p", "n" + i);
                put(vault, mine, "old");
                put(vault, mine, number + "/" + i);
                put(vault, shared, number + "/" + i);
                assertThat(text(vault, mine)).contains(number + "/" + i);
              }
              return null;
            });
        for (int i = 0; i < 25; i++) {
          refs.add(new SecretRef("t" + i % 5, Optional.of("u" + thread), "p", "n" + i));
        }
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
    try (Vault vault = open()) {
      assertThat(refs)
          .hasSize(200)
          .allSatisfy(
              ref ->
                  assertThat(text(vault, ref))
                      .contains(
                          ref.user().orElseThrow().substring(1) + "/" + ref.name().substring(1)));
      assertThat(vault.list("tenant99")).extracting(VaultEntry::version).containsExactly(200L);
    }
  }

  private static SecretRef tenant(int number) {
    return new SecretRef("tenant" + number, Optional.empty(), "openai", "default");
  }

  private Vault open() {
    return builder().open();
  }

  private Vault.Builder builder() {
    return Vault.newBuilder(folder.resolve("vault"), KEY).clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
