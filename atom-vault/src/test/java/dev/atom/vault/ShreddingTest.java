package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.text;
import static dev.atom.vault.RotationContract.left;
import static dev.atom.vault.RotationContract.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ShreddingTest {
  private static final SecretRef ADA = ref("acme", "ada");
  private static final SecretRef BOB = ref("acme", "bob");
  private static final SecretRef EVE = ref("other", "eve");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final AtomicLong nanos = new AtomicLong();
  private final Vault vault = open(store);
  private final Vault other = open(store);

  @AfterEach
  void close() {
    vault.close();
    other.close();
  }

  @Test
  void nothingOfAShreddedTenantOpensAndNothingOfOthersIsTouched() {
    Fixture.put(vault, ADA, "of ada");
    Fixture.put(vault, ADA, "of ada 2");
    Fixture.put(vault, EVE, "of eve");
    vault.rotation().dataKey("acme").run();
    // @start region="shred"
    ShredReport report = vault.rotation().shred("acme");
    // @end
    assertThat(report.keysDestroyed()).isEqualTo(2);
    // A secret, its older version, the audit: two puts and a change of the key.
    assertThat(report.rowsDeleted()).isEqualTo(5);
    for (Vault any : List.of(vault, open(store))) {
      assertThat(any.find(ADA)).isEmpty();
      assertThat(any.info(ADA)).isEmpty();
      assertThat(any.list("acme")).isEmpty();
      assertThat(any.audit().read("acme", 0, 10)).isEmpty();
      assertThat(text(any, EVE)).contains("of eve");
      assertThat(any.admin().verify().problems()).isEmpty();
    }
    assertThat(left(vault, "acme")).isZero();
    assertThat(vault.audit().read("", 0, 10))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo(AuditAction.SHRED);
              assertThat(entry.detail()).isEqualTo("tenant 'acme': 2 data keys destroyed");
            });
    assertThat(vault.rotation().shred("acme")).isEqualTo(new ShredReport("acme", 0, 0));
    assertThat(vault.rotation().shred("nobody")).isEqualTo(new ShredReport("nobody", 0, 0));
    assertThat(vault.audit().read("", 0, 10)).hasSize(1);
  }

  @Test
  void aTenantOfTheSameNameBeginsAfresh() {
    for (int round = 1; round <= 3; round++) {
      Fixture.put(vault, ADA, "round " + round);
      Fixture.put(other, BOB, "round " + round);
      assertThat(text(other, ADA)).contains("round " + round);
      assertThat(vault.info(ADA).orElseThrow().version()).isEqualTo(1);
      assertThat(vault.list("acme")).hasSize(2);
      assertThat(vault.rotation().dataKey("acme").plan().generation()).isEqualTo(round);
      assertThat(vault.audit().verify("acme").entries()).isEqualTo(round == 1 ? 2 : 2);
      assertThat(vault.admin().verify().problems()).isEmpty();
      assertThat(vault.rotation().shred("acme").keysDestroyed()).isEqualTo(1);
      assertThat(keys()).hasSize(1);
    }
    assertThat(vault.rotation().masterKey(OTHER_KEY).run().finished()).isTrue();
    try (Vault later = Vault.open(store, OTHER_KEY)) {
      Fixture.put(later, ADA, "round 4");
      assertThat(later.rotation().dataKey("acme").plan().generation()).isEqualTo(4);
      assertThat(text(later, ADA)).contains("round 4");
    }
  }

  @Test
  void anotherProcessNoticesAtItsNextLook() {
    Fixture.put(vault, ADA, "of ada");
    assertThat(text(other, ADA)).contains("of ada");
    vault.rotation().shred("acme");
    // The freshness is a second, and the rows are gone already: it has to look.
    assertThat(text(other, ADA)).isEmpty();
    Fixture.put(other, ADA, "afresh");
    assertThat(text(vault, ADA)).contains("afresh");
  }

  @Test
  void anotherProcessThatStillBelievesTheTenantIsThereNoticesWithinTheFreshness() {
    Fixture.put(vault, ADA, "of ada");
    assertThat(text(other, ADA)).contains("of ada");
    DyingStore dying = new DyingStore(store, Long.MAX_VALUE, DyingStore.Fault.KILLED_AFTER);
    Vault killed = open(dying);
    Row record = store.get(record()).orElseThrow();
    for (int at = 0; store.get(record()).isPresent(); at++) {
      dying.in(at);
      assertThatThrownBy(() -> killed.rotation().shred("acme"))
          .isInstanceOf(DyingStore.Killed.class);
      dying.revive();
    }
    assertThat(record.revision()).isPositive();
    assertThat(left(vault, "acme")).isPositive();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(text(other, ADA)).isEmpty();
    assertThat(other.list("acme")).isEmpty();
    assertThat(vault.admin().verify().problems()).isEmpty();
    assertThat(other.rotation().finishShredding()).isPositive();
    assertThat(left(vault, "acme")).isZero();
    assertThat(other.rotation().finishShredding()).isZero();
  }

  @Test
  void whatIsPutBackIsRefused() {
    Fixture.put(vault, ADA, "of ada");
    Fixture.put(vault, BOB, "of bob");
    List<Row> before = new ArrayList<>();
    for (RowKind kind : RowKind.values()) {
      if (kind != RowKind.DATA_KEY && kind != RowKind.HEADER) {
        before.addAll(store.scan(kind, id(), Bytes.EMPTY, 100));
      }
    }
    assertThat(before).hasSize(5);
    vault.rotation().shred("acme");
    before.forEach(row -> store.commit(List.of(new Change.Put(row, 0))));
    for (Vault any : List.of(vault, other, open(store))) {
      assertThatThrownBy(() -> any.find(ADA))
          .isInstanceOf(TamperedRecord.class)
          .hasMessageContaining("Shred the tenant again");
      assertThatThrownBy(() -> Fixture.put(any, BOB, "new")).isInstanceOf(TamperedRecord.class);
    }
    assertThat(vault.admin().verify().sound()).isFalse();
    assertThat(vault.rotation().shred("acme").rowsDeleted()).isEqualTo(4);
    assertThat(vault.admin().verify().problems()).isEmpty();
    Fixture.put(other, ADA, "afresh");
    assertThat(text(vault, ADA)).contains("afresh");
    // Beside the new tenant they are no better.
    for (Row row : before) {
      Row now = store.get(row.key()).orElse(null);
      if (now != null) {
        store.commit(List.of(new Change.Delete(now.key(), now.revision())));
      }
      store.commit(List.of(new Change.Put(row, 0)));
      try (Vault fresh = open(store)) {
        boolean audit = row.key().kind() == RowKind.AUDIT;
        boolean refused = !fresh.admin().verify().sound();
        assertThat(refused).as(row.key().toString()).isTrue();
        if (!audit) {
          assertThatThrownBy(() -> texts(fresh)).isInstanceOf(VaultException.class);
        }
      }
      store.commit(List.of(new Change.Delete(row.key(), row.revision())));
      if (now != null) {
        store.commit(List.of(new Change.Put(now, 0)));
      }
    }
    assertThat(text(open(store), ADA)).contains("afresh");
  }

  @Test
  void aTenantThatCanNotBeTrustedIsShreddedToo() {
    Fixture.put(vault, ADA, "of ada");
    Row row = store.get(record()).orElseThrow();
    store.commit(List.of(new Change.Delete(row.key(), row.revision())));
    assertThatThrownBy(() -> open(store).find(ADA)).isInstanceOf(TamperedRecord.class);
    assertThat(vault.rotation().shred("acme").keysDestroyed()).isEqualTo(1);
    Fixture.put(vault, ADA, "afresh");
    Row key = keys().getLast();
    store.commit(List.of(new Change.Delete(key.key(), key.revision())));
    assertThatThrownBy(() -> open(store).find(ADA)).isInstanceOf(TamperedRecord.class);
    vault.rotation().shred("acme");
    Fixture.put(vault, ADA, "afresh again");
    assertThat(text(open(store), ADA)).contains("afresh again");
    assertThat(vault.admin().verify().problems()).isEmpty();
  }

  @Test
  void aSlowPurgeDoesNotTouchTheNextTenantOfThatName() {
    Fixture.put(vault, ADA, "of ada");
    for (int at = 0; at < 40; at++) {
      int call = at;
      DyingStore slow =
          DyingStore.beforeCall(
              store,
              () -> {
                vault.rotation().shred("acme");
                Fixture.put(vault, ADA, "afresh " + call);
              });
      try (Vault late = open(slow)) {
        slow.in(call);
        late.rotation().shred("acme");
        boolean shreddedLast = text(open(store), ADA).isEmpty();
        if (shreddedLast) {
          assertThat(left(vault, "acme")).isZero();
          Fixture.put(vault, ADA, "of ada");
        } else {
          assertThat(text(open(store), ADA)).contains("afresh " + call);
        }
        assertThat(vault.admin().verify().problems()).isEmpty();
      }
    }
  }

  @RepeatedTest(20)
  void shredsWhileOthersPut() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Vault through = i % 2 == 0 ? vault : other;
        SecretRef own = ref("acme", "u" + i);
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 100; j++) {
                    String value = "value " + j;
                    Fixture.put(through, own, value);
                    assertThat(text(through, own).orElse(value)).isEqualTo(value);
                  }
                }));
      }
      for (int j = 0; j < 20; j++) {
        vault.rotation().shred("acme");
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(vault.admin().verify().problems()).isEmpty();
    vault.rotation().shred("acme");
    assertThat(left(vault, "acme")).isZero();
    Fixture.put(other, ADA, "afresh");
    assertThat(text(vault, ADA)).contains("afresh");
  }

  @Test
  void aStoreOfOneProcessForgetsAtOnce() {
    VaultStore own =
        new DyingStore(new MemoryVaultStore(), Long.MAX_VALUE, DyingStore.Fault.DELAYED) {
          @Override
          public boolean shared() {
            return false;
          }
        };
    try (Vault alone = open(own)) {
      Fixture.put(alone, ADA, "of ada");
      alone.rotation().shred("acme");
      assertThat(text(alone, ADA)).isEmpty();
      Fixture.put(alone, ADA, "afresh");
      assertThat(text(alone, ADA)).contains("afresh");
    }
  }

  @Test
  void theVaultItselfCanNotBeShreddedAndThePolicyIsAsked() {
    assertThatThrownBy(() -> vault.rotation().shred(""))
        .isInstanceOf(IllegalArgumentException.class);
    try (Vault strict =
        Vault.newBuilder(store, KEY)
            .policy(access -> access.action() != AuditAction.SHRED)
            .open()) {
      assertThatThrownBy(() -> strict.rotation().shred("acme")).isInstanceOf(AccessRefused.class);
      assertThatThrownBy(() -> strict.rotation().finishShredding())
          .isInstanceOf(AccessRefused.class);
    }
  }

  private static List<String> texts(Vault vault) {
    List<String> texts = new ArrayList<>();
    for (SecretRef ref : List.of(ADA, BOB)) {
      text(vault, ref).ifPresent(texts::add);
    }
    return texts;
  }

  private Bytes id() {
    return vault.core().tenants.id("acme");
  }

  private RowKey record() {
    return Ids.tenantRow(id());
  }

  private List<Row> keys() {
    return store.scan(RowKind.DATA_KEY, id(), Bytes.EMPTY, 100);
  }

  private Vault open(VaultStore rows) {
    return Vault.newBuilder(rows, KEY).nanos(nanos::get).accessInterval(Duration.ofDays(1)).open();
  }
}
