package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.text;
import static dev.atom.vault.RotationContract.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MasterKeyRotationTest {
  private static final SecretRef ADA = ref("acme", "ada");
  private static final SecretRef BOB = ref("other", "bob");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final List<Vault> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Vault::close);
  }

  @Test
  void changesTheMasterKeyOfAVaultInUse() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    Fixture.put(vault, BOB, "of bob");
    MasterKey newKey = OTHER_KEY;
    // @start region="rotate"
    MasterKeyRotation rotation = vault.rotation().masterKey(newKey);
    MasterKeyPlan plan = rotation.plan();
    MasterKeyReport report = rotation.run();
    // @end
    assertThat(plan).isEqualTo(new MasterKeyPlan(false, 1, 2, 2, Optional.empty(), true));
    // The vault's own record came with its first entry.
    assertThat(report).isEqualTo(new MasterKeyReport(true, 2, 3, 0, List.of()));
    assertThat(text(vault, ADA)).contains("of ada");
    Fixture.put(vault, ref("third", "eve"), "of eve");
    assertThat(text(open(OTHER_KEY), BOB)).contains("of bob");
    assertThat(text(open(OTHER_KEY), ref("third", "eve"))).contains("of eve");
    refused(KEY);
    assertThat(roots()).containsOnly(2);
    assertThat(audited(vault))
        .containsExactly(
            "begun with root key 2",
            "finished: root key 2 wraps 3 data keys, root keys [1] are dropped");
  }

  @Test
  void bothKeysOpenBetweenBeginAndFinishAndOnlyOneBeforeAndAfter() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    refused(OTHER_KEY);
    MasterKeyRotation rotation = vault.rotation().masterKey(OTHER_KEY);
    refused(OTHER_KEY);
    rotation.begin();
    assertThat(text(open(KEY), ADA)).contains("of ada");
    assertThat(text(open(OTHER_KEY), ADA)).contains("of ada");
    assertThat(rotation.rewrap(100)).isTrue();
    assertThat(rotation.rewrap(100)).isFalse();
    assertThat(text(open(KEY), ADA)).contains("of ada");
    assertThat(text(open(OTHER_KEY), ADA)).contains("of ada");
    assertThat(rotation.plan().underWay()).isTrue();
    assertThat(rotation.finish().finished()).isTrue();
    refused(KEY);
    assertThat(text(open(OTHER_KEY), ADA)).contains("of ada");
    assertThat(rotation.finish().finished()).isTrue();
    assertThat(rotation.run().rootKey()).isEqualTo(2);
  }

  @Test
  void finishesNothingThatWasNotBegun() {
    Vault vault = open(KEY);
    assertThat(vault.rotation().masterKey(OTHER_KEY).finish().finished()).isFalse();
    assertThat(vault.rotation().unfinished()).isEmpty();
    refused(OTHER_KEY);
  }

  @Test
  void anotherProcessThatHasTheOldKeyOnlyCanFinish() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    vault.rotation().masterKey(OTHER_KEY).begin();
    Vault other = open(KEY);
    assertThat(other.rotation().unfinished().orElseThrow().run().finished()).isTrue();
    refused(KEY);
    // It has met the new root key, so it goes on.
    assertThat(text(other, ADA)).contains("of ada");
    Fixture.put(other, BOB, "new tenant");
    assertThat(text(open(OTHER_KEY), BOB)).contains("new tenant");
  }

  @Test
  void aProcessThatMissedAllOfTheChangeIsToldWhatToDo() {
    Vault idle = open(KEY);
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    vault.rotation().masterKey(OTHER_KEY).run();
    assertThatThrownBy(() -> idle.find(ADA))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("open it again with the new one");
  }

  @Test
  void shutsALeakedKeyOutAtOnce() {
    Vault running = open(KEY);
    Fixture.put(running, ADA, "of ada");
    Vault vault = open(KEY);
    Fixture.put(vault, BOB, "of bob");
    MasterKeyRotation rotation = vault.rotation().masterKey(OTHER_KEY).oldKeyLeaked();
    assertThat(rotation.plan().oldKeyWorksUntilFinish()).isFalse();
    rotation.begin();
    refused(KEY);
    assertThat(text(running, ADA)).contains("of ada");
    while (rotation.rewrap(1)) {
      assertThat(text(vault, BOB)).contains("of bob");
    }
    assertThatThrownBy(() -> running.find(BOB))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("open it again with the new one");
    assertThat(rotation.finish().finished()).isTrue();
    assertThat(text(open(OTHER_KEY), BOB)).contains("of bob");
  }

  @Test
  void aChangeThatBeganGentlyCanBecomeStrict() {
    Vault vault = open(KEY);
    vault.rotation().masterKey(OTHER_KEY).begin();
    assertThat(open(KEY)).isNotNull();
    vault.rotation().masterKey(OTHER_KEY).oldKeyLeaked().begin();
    refused(KEY);
    assertThat(vault.rotation().masterKey(OTHER_KEY).run().rootKey()).isEqualTo(2);
    assertThat(open(OTHER_KEY)).isNotNull();
  }

  @Test
  void theRecoveryRecipientIsKeptChangedOrTakenAway() {
    try (RecoveryKey first = RecoveryKey.generate();
        RecoveryKey second = RecoveryKey.generate()) {
      Vault vault = take(Vault.newBuilder(store, KEY).recovery(first.recipient()).open());
      Fixture.put(vault, ADA, "of ada");
      assertThat(vault.rotation().masterKey(OTHER_KEY).run().finished()).isTrue();
      assertThat(text(open(first), ADA)).contains("of ada");
      vault.rotation().masterKey(KEY).recovery(second.recipient()).run();
      refused(first);
      assertThat(text(open(second), ADA)).contains("of ada");
      MasterKeyRotation without = vault.rotation().masterKey(OTHER_KEY).withoutRecovery();
      assertThat(without.plan().recovery()).isEmpty();
      without.run();
      refused(second);
      assertThat(text(open(OTHER_KEY), ADA)).contains("of ada");
    }
  }

  @Test
  void movesFromAPassphraseToAKeyServiceAndClosesWhatItNeedsNoMore() {
    MasterKey phrase = phrase("correct horse");
    Vault vault = open(phrase);
    Fixture.put(vault, ADA, "of ada");
    phrase.close();
    Vault running = open(phrase("correct horse"));
    MasterKey next = phrase("battery staple");
    MasterKeyRotation rotation = vault.rotation().masterKey(next);
    rotation.begin();
    next.close();
    assertThat(text(running, ADA)).contains("of ada");
    assertThat(rotation.run().finished()).isTrue();
    refused(phrase("correct horse"));
    assertThat(text(open(phrase("battery staple")), ADA)).contains("of ada");
    KeyService service = new KeyService("key/1");
    assertThat(vault.rotation().masterKey(service).run().finished()).isTrue();
    refused(phrase("battery staple"));
    assertThat(text(take(Vault.newBuilder(store, service).open()), ADA)).contains("of ada");
    // The old and the new root key, each once; reading goes on without the service.
    assertThat(service.calls).isEqualTo(3);
    assertThatThrownBy(() -> Vault.newBuilder(store, new KeyService("key/2")).open())
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("key/1");
  }

  @Test
  void wrapsTheSameRootKeyAgain() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    Vault running = open(KEY);
    KeyService service = new KeyService("key/1");
    vault.rotation().masterKey(service).wrapOnly();
    refused(KEY);
    assertThat(text(running, ADA)).contains("of ada");
    Fixture.put(running, BOB, "new tenant");
    Vault reopened = take(Vault.newBuilder(store, service).open());
    assertThat(text(reopened, BOB)).contains("new tenant");
    assertThat(roots()).containsOnly(1);
    reopened.rotation().masterKey(OTHER_KEY).begin();
    assertThatThrownBy(() -> reopened.rotation().masterKey(OTHER_KEY).wrapOnly())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSecondChangeWaitsForTheFirst() {
    Vault vault = open(KEY);
    MasterKeyRotation first = vault.rotation().masterKey(OTHER_KEY);
    MasterKeyRotation second = vault.rotation().masterKey(MasterKey.generate());
    first.begin();
    assertThatThrownBy(second::begin).isInstanceOf(IllegalStateException.class);
    assertThat(first.run().finished()).isTrue();
    // The second was prepared from what is no more.
    assertThatThrownBy(second::begin).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noDataKeyComesToHangOnTheOldRootKeyOnceTheNewOneIsThere() {
    Vault vault = open(KEY);
    MasterKeyRotation rotation = vault.rotation().masterKey(OTHER_KEY);
    DyingStore late = DyingStore.beforeCommit(store, rotation::begin);
    // Its data key is wrapped by root key 1, then root key 2 comes, then it is written.
    Vault slow = take(Vault.open(late, KEY));
    Fixture.put(slow, BOB, "of bob");
    assertThat(roots()).contains(2);
    Row key = keys("other").getFirst();
    assertThat(root(key)).isEqualTo(2);
    assertThat(rotation.run().finished()).isTrue();
    assertThat(text(open(OTHER_KEY), BOB)).contains("of bob");
  }

  @Test
  void aDataKeyThatDoesNotOpenKeepsTheOldRootKey() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    Fixture.put(vault, BOB, "of bob");
    Row good = keys("other").getFirst();
    byte[] content = good.content().toArray();
    content[content.length - 1] ^= 1;
    Row bad = new Row(good.key(), good.revision() + 1, Bytes.of(content));
    store.commit(List.of(new Change.Put(bad, good.revision())));
    MasterKeyReport report = vault.rotation().masterKey(OTHER_KEY).run();
    assertThat(report.finished()).isFalse();
    assertThat(report.left()).isEqualTo(1);
    assertThat(report.problems()).singleElement().asString().contains(good.key().id().toHex());
    assertThat(open(KEY)).isNotNull();
    store.commit(List.of(new Change.Delete(bad.key(), bad.revision())));
    store.commit(List.of(new Change.Put(good, 0)));
    assertThat(vault.rotation().unfinished().orElseThrow().run().finished()).isTrue();
    assertThat(text(open(OTHER_KEY), BOB)).contains("of bob");
  }

  @Test
  void anOldWrapOfADataKeyIsRefusedAfterwards() {
    Vault vault = open(KEY);
    Fixture.put(vault, ADA, "of ada");
    Row old = keys("acme").getFirst();
    vault.rotation().masterKey(OTHER_KEY).run();
    Row now = keys("acme").getFirst();
    store.commit(List.of(new Change.Delete(now.key(), now.revision())));
    store.commit(List.of(new Change.Put(old, 0)));
    assertThatThrownBy(() -> open(OTHER_KEY).find(ADA)).isInstanceOf(TamperedRecord.class);
  }

  @Test
  void anOldHeaderIsRefusedByAProcessThatKnowsTheNewOne() {
    Vault vault = open(KEY);
    Row old = store.get(Header.KEY).orElseThrow();
    vault.rotation().masterKey(OTHER_KEY).run();
    Row now = store.get(Header.KEY).orElseThrow();
    store.commit(List.of(new Change.Delete(now.key(), now.revision())));
    store.commit(List.of(new Change.Put(old, 0)));
    assertThatThrownBy(() -> vault.rotation().masterKey(KEY)).isInstanceOf(RolledBack.class);
  }

  @Test
  void manyProcessesChangeToTheSameKeyAtOnce() throws Exception {
    Vault first = open(KEY);
    for (int i = 0; i < 40; i++) {
      Fixture.put(first, ref("t" + i, "u"), "value " + i);
    }
    List<MasterKeyRotation> rotations = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      rotations.add(open(KEY).rotation().masterKey(OTHER_KEY));
    }
    long rewrapped = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MasterKeyReport>> all = new ArrayList<>();
      for (MasterKeyRotation rotation : rotations) {
        all.add(threads.submit(() -> rotation.run()));
      }
      for (Future<MasterKeyReport> one : all) {
        assertThat(one.get().rootKey()).isEqualTo(2);
        rewrapped += one.get().rewrapped();
      }
    }
    assertThat(rewrapped).isEqualTo(41);
    assertThat(roots()).containsOnly(2);
    refused(KEY);
    Vault after = open(OTHER_KEY);
    for (int i = 0; i < 40; i++) {
      assertThat(text(after, ref("t" + i, "u"))).contains("value " + i);
    }
    assertThat(after.admin().verify().problems()).isEmpty();
  }

  @Test
  void thePolicyIsAsked() {
    Vault vault =
        take(
            Vault.newBuilder(store, KEY)
                .policy(access -> access.action() != AuditAction.ROTATE_MASTER_KEY)
                .open());
    assertThatThrownBy(() -> vault.rotation().masterKey(OTHER_KEY))
        .isInstanceOf(AccessRefused.class);
    assertThatThrownBy(() -> vault.rotation().unfinished()).isInstanceOf(AccessRefused.class);
  }

  /** Wraps with a key that doesn't leave it. */
  private static final class KeyService implements KekProvider {
    private final String id;
    private int calls;

    private KeyService(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public byte[] wrap(byte[] key, Map<String, String> context) {
      calls++;
      return mixed(key);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, Map<String, String> context) {
      calls++;
      return mixed(wrapped);
    }

    private byte[] mixed(byte[] bytes) {
      byte[] mixed = bytes.clone();
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] ^= (byte) (id.hashCode() + i);
      }
      return mixed;
    }
  }

  private static MasterKey phrase(String text) {
    try (Secret secret = Secret.of(text)) {
      return MasterKey.fromPassphrase(secret, MasterKey.MIN_ITERATIONS);
    }
  }

  private Vault open(MasterKey key) {
    return take(options(Vault.newBuilder(store, key)).open());
  }

  private Vault open(RecoveryKey key) {
    return take(options(Vault.newBuilder(store, key)).open());
  }

  private static VaultBuilder options(VaultBuilder builder) {
    return builder.freshness(Duration.ZERO).accessInterval(Duration.ofDays(1));
  }

  private Vault take(Vault vault) {
    opened.add(vault);
    return vault;
  }

  private void refused(MasterKey key) {
    assertThatThrownBy(() -> Vault.open(store, key)).isInstanceOf(WrongMasterKey.class);
  }

  private void refused(RecoveryKey key) {
    assertThatThrownBy(() -> Vault.newBuilder(store, key).open())
        .isInstanceOf(WrongMasterKey.class);
  }

  private List<Row> keys(String tenant) {
    VaultCore core = opened.getFirst().core();
    return store.scan(RowKind.DATA_KEY, core.tenants.id(tenant), Bytes.EMPTY, 100);
  }

  /** The root keys that data keys hang on. */
  private List<Integer> roots() {
    VaultStore rows = store;
    return rows.scan(RowKind.DATA_KEY, Bytes.EMPTY, Bytes.EMPTY, 1_000).stream()
        .map(MasterKeyRotationTest::root)
        .toList();
  }

  private static int root(Row row) {
    try {
      return DataKeys.Content.parse(row).root();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> audited(Vault vault) {
    return vault.audit().read("", 0, 100).stream().map(AuditRecord::detail).toList();
  }
}
