package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
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
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataKeyRotationTest {
  private static final SecretRef ADA = ref("acme", "ada");
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final TestClock clock = new TestClock(NOW);
  private final Vault vault = open();
  private final Vault other = open();

  @AfterEach
  void close() {
    vault.close();
    other.close();
  }

  @Test
  void sealsAllButTheAuditAnew() {
    for (int i = 1; i <= 4; i++) {
      Fixture.put(vault, ADA, "version " + i);
    }
    text(vault, ADA);
    vault.flush();
    Audit.Anchor anchor = vault.audit().anchor("acme");
    // @start region="rotate"
    DataKeyRotation rotation = vault.rotation().dataKey("acme");
    DataKeyPlan plan = rotation.plan();
    DataKeyReport report = rotation.run();
    // @end
    // The newest, three older ones, and when it was used.
    assertThat(plan.toReseal()).isEqualTo(5);
    assertThat(plan.generation()).isEqualTo(1);
    assertThat(plan.made()).isEqualTo(NOW);
    // A put seals two parts of the secret, the older version, the audit and the tenant.
    assertThat(plan.seals()).isBetween(15L, 30L);
    assertThat(plan.recommended()).isFalse();
    assertThat(report.rotated()).isTrue();
    assertThat(report.generation()).isEqualTo(2);
    // The newest again, since it names the revisions of the older ones.
    assertThat(report.resealed()).isEqualTo(5);
    assertThat(report.dropped()).isEmpty();
    assertThat(report.left()).containsExactly(new DataKeyReport.Left(1, 5, 0, 0));
    assertThat(report.problems()).isEmpty();
    for (Vault any : List.of(vault, other)) {
      assertThat(text(any, ADA)).contains("version 4");
      assertThat(previous(any)).isEqualTo("version 3");
      assertThat(any.info(ADA).orElseThrow().older()).hasSize(3);
      any.audit().require(anchor);
      assertThat(any.audit().verify("acme").sound()).isTrue();
    }
    assertThat(vault.rollBack(ADA, 1)).isEqualTo(5);
    assertThat(text(other, ADA)).contains("version 1");
    assertThat(vault.admin().verify().problems()).isEmpty();
  }

  @Test
  void deletesAKeyWhenItsLastEntryOfTheAuditIsDropped() {
    Fixture.put(vault, ADA, "value");
    vault.rotation().dataKey("acme").run();
    vault.rotation().dataKey("acme").run();
    assertThat(vault.rotation().dataKey("acme").plan().retired()).containsExactly(1, 2);
    clock.advance(Duration.ofDays(10));
    Fixture.put(vault, ADA, "newer");
    assertThat(vault.audit().forget("host", "acme", clock.instant())).isEqualTo(3);
    DataKeyReport report = other.rotation().dataKey("acme").resume();
    assertThat(report.dropped()).containsExactly(1, 2);
    assertThat(report.left()).isEmpty();
    assertThat(report.rotated()).isFalse();
    assertThat(keys("acme")).hasSize(1);
    for (Vault any : List.of(vault, other, open())) {
      assertThat(text(any, ADA)).contains("newer");
      assertThat(any.audit().verify("acme").sound()).isTrue();
    }
  }

  @Test
  void whatIsWrittenAfterBeginIsUnderTheNewKeyAndWhatIsOldStillOpens() {
    SecretRef bob = ref("acme", "bob");
    Fixture.put(vault, ADA, "old");
    assertThat(vault.rotation().dataKey("acme").begin()).isEqualTo(2);
    assertThat(text(other, ADA)).contains("old");
    Fixture.put(other, bob, "new");
    KeyCount count = count("acme");
    assertThat(count.rows().get(2)).containsEntry(RowKind.SECRET, 1L);
    assertThat(count.rows().get(1)).containsEntry(RowKind.SECRET, 1L);
    assertThat(text(vault, bob)).contains("new");
    assertThat(text(vault, ADA)).contains("old");
  }

  @Test
  void anOldRowIsRefusedOnceItWasSealedAnew() {
    Fixture.put(vault, ADA, "value");
    Row old = store.get(secret("acme", ADA)).orElseThrow();
    vault.rotation().dataKey("acme").run();
    Row now = store.get(old.key()).orElseThrow();
    assertThat(now.revision()).isEqualTo(old.revision() + 1);
    store.commit(List.of(new Change.Delete(now.key(), now.revision())));
    store.commit(List.of(new Change.Put(old, 0)));
    assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(TamperedRecord.class);
    assertThatThrownBy(() -> open().find(ADA)).isInstanceOf(TamperedRecord.class);
  }

  @Test
  void rowsThatCanNotBeTrustedStayAndKeepTheirKey() {
    SecretRef bob = ref("acme", "bob");
    Fixture.put(vault, ADA, "value");
    Fixture.put(vault, ADA, "value 2");
    Fixture.put(vault, bob, "of bob");
    RowKey version = Ids.version(secret("acme", ADA), 1);
    Row good = store.get(version).orElseThrow();
    byte[] content = good.content().toArray();
    content[20] ^= 1;
    store.commit(List.of(new Change.Delete(version, 1)));
    store.commit(List.of(new Change.Put(new Row(version, 1, Bytes.of(content)), 0)));
    RowKey planted = Ids.version(secret("acme", bob), 7);
    store.commit(List.of(new Change.Put(new Row(planted, 1, good.content()), 0)));
    DataKeyReport report = vault.rotation().dataKey("acme").run();
    assertThat(report.problems()).hasSize(2);
    assertThat(report.left()).containsExactly(new DataKeyReport.Left(1, 3, 0, 2));
    assertThat(text(vault, ADA)).contains("value 2");
    assertThat(text(vault, bob)).contains("of bob");
    store.commit(List.of(new Change.Delete(version, 1), new Change.Delete(planted, 1)));
    store.commit(List.of(new Change.Put(good, 0)));
    report = vault.rotation().dataKey("acme").resume();
    assertThat(report.problems()).isEmpty();
    assertThat(report.left()).containsExactly(new DataKeyReport.Left(1, 3, 0, 0));
    assertThat(previous(vault)).isEqualTo("value");
  }

  @Test
  void aPartOfALargeManifestWhoseSecretsCanNotBeTrustedIsSealedAnew() {
    for (int i = 0; i < Manifests.WHOLE + 8; i++) {
      Fixture.put(vault, ref("large", "u" + i), "value");
    }
    Bytes id = vault.core().tenants.id("large");
    for (Row row : store.scan(RowKind.SECRET, id, Bytes.EMPTY, 1_000)) {
      if (row.key().id().at(16) >= 0) {
        byte[] content = row.content().toArray();
        content[content.length - 20] ^= 1;
        store.commit(List.of(new Change.Delete(row.key(), row.revision())));
        Row bad = new Row(row.key(), row.revision(), Bytes.of(content));
        store.commit(List.of(new Change.Put(bad, 0)));
      }
    }
    DataKeyReport report = vault.rotation().dataKey("large").run();
    assertThat(report.problems()).isNotEmpty();
    List<Row> parts = store.scan(RowKind.MANIFEST, id, Bytes.EMPTY, 100);
    assertThat(parts).hasSize(2);
    assertThat(count("large").rows().get(2)).containsEntry(RowKind.MANIFEST, 2L);
    Tenants tenants = other.core().tenants;
    TenantState state = tenants.find("large").orElseThrow().state();
    assertThat(tenants.manifests().digest(parts)).isEqualTo(state.manifest().digest());
  }

  @Test
  void aSlowReaderIsNotTakenForAnAttack() {
    Fixture.put(vault, ADA, "value");
    clock.advance(Duration.ofDays(1));
    for (int at = 0; at < 24; at++) {
      // Between two looks of a process that knows no key yet, the key it needs is deleted.
      int call = at / 2;
      if (at % 2 == 0) {
        // The secret is still under the key before.
        vault.rotation().dataKey("acme").begin();
      }
      DyingStore slow =
          DyingStore.beforeCall(
              store,
              () -> {
                vault.rotation().dataKey("acme").run();
                clock.advance(Duration.ofDays(1));
                vault.audit().forget("host", "acme", clock.instant());
                vault.rotation().dataKey("acme").run();
                assertThat(keys("acme")).hasSizeLessThanOrEqualTo(4);
              });
      try (Vault reader = open(slow)) {
        slow.in(call);
        assertThat(text(reader, ADA)).contains("value");
      }
    }
  }

  @Test
  void changesTheKeysOfAllTenantsThatAreOldEnough() {
    for (int i = 0; i < 5; i++) {
      Fixture.put(vault, ref("t" + i, "u"), "value " + i);
    }
    vault.core().auditVault(AuditEvent.ofTenant(0, "test", AuditAction.EXPORT, ""));
    clock.advance(Duration.ofDays(1));
    Instant before = clock.instant();
    Fixture.put(vault, ref("young", "u"), "young");
    DataKeysRotation rotation = vault.rotation().dataKeys(before);
    assertThat(rotation.plan()).isEqualTo(new DataKeysPlan(7, 6, 0, 7, 5, List.of(), List.of()));
    assertThat(rotation.run(2)).isTrue();
    String next = rotation.report().next().orElseThrow();
    assertThat(rotation.report().tenants()).isEqualTo(2);
    // Another process goes on, and one that knows nothing of the place finds nothing left to do.
    DataKeysReport rest = other.rotation().dataKeys(before).from(next).run();
    assertThat(rest.tenants()).isEqualTo(5);
    assertThat(rest.next()).isEmpty();
    assertThat(rest.rotated() + rotation.report().rotated()).isEqualTo(6);
    DataKeysReport again = other.rotation().dataKeys(before).run();
    assertThat(again.rotated()).isZero();
    assertThat(again.resealed()).isZero();
    assertThat(again.left()).hasSize(6);
    assertThat(vault.rotation().dataKey("young").plan().generation()).isEqualTo(1);
    assertThat(text(other, ref("t3", "u"))).contains("value 3");
    assertThat(vault.admin().verify().problems()).isEmpty();
  }

  @Test
  void aTenantThatCanNotBeTrustedDoesNotStopTheOthers() {
    Fixture.put(vault, ADA, "value");
    Fixture.put(vault, ref("bad", "u"), "value");
    RowKey bad = Ids.tenantRow(vault.core().tenants.id("bad"));
    Row row = store.get(bad).orElseThrow();
    byte[] content = row.content().toArray();
    content[30] ^= 1;
    store.commit(
        List.of(
            new Change.Put(new Row(bad, row.revision() + 1, Bytes.of(content)), row.revision())));
    clock.advance(Duration.ofDays(1));
    try (Vault fresh = open()) {
      DataKeysReport report = fresh.rotation().dataKeys(clock.instant()).run();
      assertThat(report.rotated()).isEqualTo(1);
      assertThat(report.problems()).hasSize(1);
      assertThat(fresh.rotation().dataKeys(clock.instant()).plan().problems()).hasSize(1);
    }
  }

  @Test
  void recommendsAChangeBeforeAKeyHasSealedTooOften() {
    DataKeyPlan plan = new DataKeyPlan("acme", 1, NOW, DataKeyPlan.MOST_SEALS / 2, List.of(), 0);
    assertThat(plan.recommended()).isTrue();
    Fixture.put(vault, ADA, "value");
    TenantState state = vault.core().tenants.find("acme").orElseThrow().state();
    long before = state.key().seals();
    Fixture.put(vault, ADA, "value");
    state = vault.core().tenants.find("acme").orElseThrow().state();
    // Name and body of the secret, the older version, the audit, the tenant.
    assertThat(state.key().seals() - before).isEqualTo(5);
  }

  @Test
  void twoProcessesSealTheSameTenantAnewWhileItIsWritten() throws Exception {
    for (int i = 0; i < 200; i++) {
      Fixture.put(vault, ref("acme", "u" + i), "value " + i);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      all.add(threads.submit(() -> vault.rotation().dataKey("acme").run()));
      all.add(threads.submit(() -> other.rotation().dataKey("acme").run()));
      all.add(threads.submit(() -> puts(other)));
      for (Future<?> one : all) {
        one.get();
      }
    }
    DataKeyReport report = vault.rotation().dataKey("acme").resume();
    assertThat(report.generation()).isEqualTo(3);
    assertThat(report.left()).allMatch(left -> left.rows() == 0);
    for (int i = 0; i < 200; i++) {
      assertThat(text(other, ref("acme", "u" + i))).contains((i < 50 ? "new " : "value ") + i);
    }
    assertThat(vault.admin().verify().problems()).isEmpty();
  }

  @Test
  void refusesWhatIsNotThereAndWhoMayNot() {
    assertThatThrownBy(() -> vault.rotation().dataKey("nobody").run())
        .isInstanceOf(NoSuchSecret.class);
    assertThatThrownBy(() -> vault.rotation().dataKey("nobody").plan())
        .isInstanceOf(NoSuchSecret.class);
    Fixture.put(vault, ADA, "value");
    try (Vault strict =
        Vault.newBuilder(store, KEY)
            .policy(access -> access.action() != AuditAction.ROTATE_DATA_KEY)
            .open()) {
      assertThatThrownBy(() -> strict.rotation().dataKey("acme")).isInstanceOf(AccessRefused.class);
      assertThatThrownBy(() -> strict.rotation().dataKeys(NOW)).isInstanceOf(AccessRefused.class);
    }
  }

  private void puts(Vault through) {
    for (int i = 0; i < 50; i++) {
      Fixture.put(through, ref("acme", "u" + i), "new " + i);
    }
  }

  private static String previous(Vault vault) {
    try (Secret secret = vault.findPrevious(ADA).orElseThrow()) {
      return text(secret);
    }
  }

  private RowKey secret(String tenant, SecretRef ref) {
    return vault.core().tenants.ids().secret(vault.core().tenants.id(tenant), ref);
  }

  private List<Row> keys(String tenant) {
    return store.scan(RowKind.DATA_KEY, vault.core().tenants.id(tenant), Bytes.EMPTY, 100);
  }

  private KeyCount count(String tenant) {
    return KeyCount.of(store, vault.core().tenants.id(tenant));
  }

  private Vault open() {
    return open(store);
  }

  private Vault open(dev.atom.vault.store.VaultStore rows) {
    return Vault.newBuilder(rows, KEY)
        .clock(clock)
        .freshness(Duration.ZERO)
        .accessInterval(Duration.ofDays(1))
        .open();
  }
}
