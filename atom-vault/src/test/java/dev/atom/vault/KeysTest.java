package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Every way into a vault, and how long keys stay in memory. */
class KeysTest {
  private static final SecretRef ADA = ref("ada", "openai");

  private final MemoryVaultStore store = new MemoryVaultStore();

  @Test
  void aPassphraseOpensWhatItMade() {
    try (MasterKey key = MasterKey.fromPassphrase(Secret.of("correct horse"), 100_000);
        Vault vault = Vault.open(store, key)) {
      put(vault, ADA, "value");
    }
    try (MasterKey key = MasterKey.fromPassphrase(Secret.of("correct horse"), 200_000);
        Vault vault = Vault.open(store, key)) {
      assertThat(text(vault, ADA)).contains("value");
    }
    try (MasterKey wrong = MasterKey.fromPassphrase(Secret.of("wrong horse"), 100_000)) {
      assertThatThrownBy(() -> Vault.open(store, wrong)).isInstanceOf(WrongMasterKey.class);
    }
    assertThatThrownBy(() -> Vault.open(store, KEY))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("passphrase");
  }

  @Test
  void theMasterKeyMayBeClosedOnceTheVaultIsOpen() {
    try (MasterKey key = MasterKey.fromPassphrase(Secret.of("correct horse"), 100_000);
        Vault vault = Vault.open(store, key)) {
      key.close();
      put(vault, ADA, "value");
      vault.core().roots().reload();
      assertThat(text(vault, ADA)).contains("value");
    }
  }

  @Test
  void aKeyServiceIsAskedOnceAndNotPerSecret() {
    KeyService service = new KeyService("arn:key/1");
    try (Vault vault = Vault.newBuilder(store, service).open()) {
      for (int i = 0; i < 50; i++) {
        put(vault, ref("user " + i, "openai"), "value " + i);
      }
    }
    assertThat(service.calls).isLessThanOrEqualTo(2);
    try (Vault vault = Vault.newBuilder(store, service).open()) {
      assertThat(text(vault, ref("user 7", "openai"))).contains("value 7");
    }
    assertThat(service.calls).isLessThanOrEqualTo(3);
    assertThatThrownBy(() -> Vault.newBuilder(store, new KeyService("arn:key/2")).open())
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("arn:key/1");
    KeyService other = new KeyService("arn:key/1");
    assertThatThrownBy(() -> Vault.newBuilder(store, other).open())
        .isInstanceOf(WrongMasterKey.class);
  }

  @Test
  void aKeyServiceThatFailsIsUnavailableAndNotWrong() {
    KeyService service = new KeyService("arn:key/1");
    Vault.newBuilder(store, service).open().close();
    service.down = true;
    assertThatThrownBy(() -> Vault.newBuilder(store, service).open())
        .isInstanceOf(VaultUnavailable.class)
        .hasMessageContaining("arn:key/1");
    assertThatThrownBy(() -> Vault.newBuilder(new MemoryVaultStore(), service).open())
        .isInstanceOf(VaultUnavailable.class);
  }

  @Test
  void theRecoveryKeyOpensEverythingWhenTheMasterKeyIsLost() {
    Secret printed;
    try (RecoveryKey recovery = RecoveryKey.generate();
        Vault vault = Vault.newBuilder(store, KEY).recovery(recovery.recipient()).open()) {
      printed = recovery.encoded();
      put(vault, ADA, "value");
    }
    try (RecoveryKey recovery = RecoveryKey.parse(printed);
        Vault vault = Vault.newBuilder(store, recovery).open()) {
      assertThat(text(vault, ADA)).contains("value");
      put(vault, ADA, "renewed");
    }
    try (Vault vault = Vault.open(store, KEY)) {
      assertThat(text(vault, ADA)).contains("renewed");
    }
    try (RecoveryKey stranger = RecoveryKey.generate()) {
      assertThatThrownBy(() -> Vault.newBuilder(store, stranger).open())
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> Vault.newBuilder(new MemoryVaultStore(), stranger).open())
          .isInstanceOf(VaultCorrupt.class);
    }
  }

  @Test
  void aRecoveryKeyIsReadBackAndNothingElseIs() {
    try (RecoveryKey recovery = RecoveryKey.generate();
        Secret encoded = recovery.encoded();
        RecoveryKey same = RecoveryKey.parse(encoded)) {
      assertThat(same.recipient()).isEqualTo(recovery.recipient()).hasSize(64);
      assertThat(recovery.toString()).isEqualTo("RecoveryKey[hidden]");
      String text =
          encoded.use(
              PlaintextAccess.granted(), bytes -> new String(bytes, StandardCharsets.US_ASCII));
      try (RecoveryKey spaced = RecoveryKey.parse(Secret.of("  " + text + "\n"))) {
        assertThat(spaced.recipient()).isEqualTo(recovery.recipient());
      }
      for (String wrong :
          new String[] {"hello", text.substring(1), text.substring(0, 60), text + "AAAA"}) {
        assertThatThrownBy(() -> RecoveryKey.parse(Secret.of(wrong)))
            .isInstanceOf(MasterKeyUnusable.class)
            .hasMessageNotContaining(text.substring(30, 40));
      }
    }
    assertThatThrownBy(() -> Vault.newBuilder(store, KEY).recovery("abc"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dataKeysInMemoryAreBoundedInNumberAndTime() {
    AtomicLong nanos = new AtomicLong();
    try (Vault vault =
        Vault.newBuilder(store, KEY)
            .openDataKeys(10)
            .dataKeyLife(Duration.ofMinutes(1))
            .nanos(nanos::get)
            .open()) {
      for (int i = 0; i < 300; i++) {
        put(vault, tenant(i), "value " + i);
        assertThat(vault.core().tenants.size()).isLessThanOrEqualTo(10);
      }
      for (int i = 0; i < 300; i += 3) {
        assertThat(text(vault, tenant(i))).contains("value " + i);
        assertThat(vault.core().tenants.size()).isLessThanOrEqualTo(10);
      }
      Tenant kept = vault.core().tenants.find("tenant 297").orElseThrow();
      assertThat(vault.core().tenants.find("tenant 297")).containsSame(kept);
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(vault.core().tenants.find("tenant 297").orElseThrow()).isNotSameAs(kept);
      vault.close();
      assertThat(vault.core().tenants.size()).isZero();
    }
  }

  @Test
  void whatWasRevokedElsewhereIsNotGivenOutAgainByARunningRead() {
    try (Vault here = Vault.open(store, KEY);
        Vault there = Vault.open(store, KEY)) {
      put(here, ADA, "value");
      // A read that is under way when the secret is revoked leaves nothing behind that a later one
      // could take for fresh.
      here.use(
          ADA,
          PlaintextAccess.granted(),
          plain -> {
            there.delete(ADA);
            return 1;
          });
      assertThat(here.find(ADA)).isEmpty();
    }
  }

  @Test
  void otherKeysOfTheSameKindAreWrong() {
    Vault.open(store, KEY).close();
    assertThatThrownBy(() -> Vault.open(store, OTHER_KEY))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("master key");
  }

  private static SecretRef tenant(int number) {
    return new SecretRef("tenant " + number, Optional.empty(), "openai", "default");
  }

  /** A key service as clouds have it: keeps a secret and mixes it with key and context. */
  private static final class KeyService implements KekProvider {
    private final String id;
    private final Map<String, byte[]> kept = new HashMap<>();
    private int calls;
    private boolean down;

    private KeyService(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public byte[] wrap(byte[] key, Map<String, String> context) {
      requireUp();
      String handle = "handle " + kept.size() + " " + context.hashCode();
      kept.put(handle, key.clone());
      return handle.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, Map<String, String> context) throws WrappedByAnother {
      requireUp();
      String handle = new String(wrapped, StandardCharsets.UTF_8);
      byte[] key = kept.get(handle);
      if (key == null || !handle.endsWith(" " + context.hashCode())) {
        throw new WrappedByAnother("no such key");
      }
      return Arrays.copyOf(key, key.length);
    }

    private void requireUp() {
      calls++;
      if (down) {
        throw new IllegalStateException("503");
      }
    }
  }
}
