package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Backups of a vault on any engine, restored into any engine. */
public abstract class BackupContract {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  private final TestClock clock = new TestClock(NOW);

  /** An empty store of the engine under test. */
  protected abstract VaultStore newStore();

  @Test
  void restoresAllThatWasThere() {
    VaultStore store = newStore();
    Vault vault = open(store);
    fill(vault);
    BackupReport taken = vault.admin().backup(new ByteArrayOutputStream());
    byte[] backup = backup(vault);
    BackupReport verified = Backup.openedBy(KEY).verify(in(backup));
    VaultStore other = newStore();
    BackupReport restored = Backup.openedBy(KEY).restore(in(backup), other);
    assertThat(restored).isEqualTo(verified);
    assertThat(restored.problems()).isEmpty();
    assertThat(restored.taken()).isEqualTo(NOW);
    assertThat(restored.id()).isNotEqualTo(taken.id());
    assertThat(restored.tenants()).isEqualTo(taken.tenants()).isEqualTo(3);
    assertThat(restored.secrets()).isEqualTo(taken.secrets()).isEqualTo(206);
    assertThat(restored.versions()).isEqualTo(taken.versions()).isEqualTo(3);
    assertThat(restored.audits()).isEqualTo(taken.audits() + 1);
    try (Vault again = open(other)) {
      for (String tenant : List.of("acme", "globex", "big")) {
        assertThat(again.list(tenant)).hasSameSizeAs(vault.list(tenant));
        assertThat(again.list(tenant).toString()).isEqualTo(vault.list(tenant).toString());
        assertThat(again.audit().verify(tenant)).isEqualTo(vault.audit().verify(tenant));
        assertThat(again.audit().anchor(tenant)).isEqualTo(vault.audit().anchor(tenant));
      }
      assertThat(again.audit().verify("").sound()).isTrue();
      assertThat(text(again, ADA)).contains("three");
      again.rollBack(ADA, 1);
      assertThat(text(again, ADA)).contains("one");
      put(again, BOB, "goes on");
      assertThat(text(again, BOB)).contains("goes on");
    }
    vault.close();
  }

  @Test
  void leasesStayBehindAndNothingIsInPlain() {
    VaultStore store = newStore();
    try (Vault vault = open(store)) {
      put(vault, ADA, "canary-in-a-backup");
      RowKey lease = new RowKey(RowKind.LEASE, Bytes.of(new byte[32]));
      store.commit(List.of(new Change.Put(new Row(lease, 1, Bytes.of(new byte[3])), 0)));
      byte[] backup = backup(vault);
      assertThat(new String(backup, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("canary", "acme", "ada", "openai");
      VaultStore other = newStore();
      Backup.openedBy(KEY).restore(in(backup), other);
      assertThat(other.get(lease)).isEmpty();
    }
  }

  @Test
  void storeThatHasAnythingIsRefusedAndLeftAlone() {
    byte[] backup = small();
    for (RowKind kind : RowKind.values()) {
      VaultStore store = newStore();
      Row row = new Row(new RowKey(kind, Bytes.EMPTY), 1, Bytes.of(new byte[1]));
      store.commit(List.of(new Change.Put(row, 0)));
      assertThatThrownBy(() -> Backup.openedBy(KEY).restore(in(backup), store))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("empty");
      assertThat(rows(store)).containsExactly(row);
    }
  }

  @Test
  void interruptedRestoreNeverPassesForAVault() {
    Vault vault = open(newStore());
    for (int i = 0; i < 30; i++) {
      put(vault, ref("user" + i, "openai"), "value " + i);
      put(vault, new SecretRef("tenant" + i, Optional.empty(), "p", "n"), "value");
    }
    for (int i = 0; i < 450; i++) {
      vault.label(ref("user0", "openai"), Map.of("n", "" + i));
    }
    byte[] backup = backup(vault);
    AtomicInteger commits = new AtomicInteger();
    HookedStore counted = new HookedStore(newStore());
    counted.afterCommit = commits::incrementAndGet;
    Backup.openedBy(KEY).restore(in(backup), counted);
    assertThat(commits.get()).isGreaterThanOrEqualTo(3);
    for (int i = 1; i <= commits.get(); i++) {
      interrupted(backup, i, true, i == commits.get());
      interrupted(backup, i, false, i == commits.get());
    }
    vault.close();
  }

  private void interrupted(byte[] backup, int at, boolean before, boolean last) {
    VaultStore store = newStore();
    HookedStore dying = new HookedStore(store);
    AtomicInteger commits = new AtomicInteger();
    Runnable die =
        () -> {
          throw new VaultUnavailable("the process ends here");
        };
    dying.beforeCommit =
        () -> {
          if (commits.incrementAndGet() == at && before) {
            die.run();
          }
        };
    dying.afterCommit =
        () -> {
          if (commits.get() == at) {
            die.run();
          }
        };
    assertThatThrownBy(() -> Backup.openedBy(KEY).restore(in(backup), dying))
        .isInstanceOf(VaultUnavailable.class);
    if (last && !before) {
      try (Vault whole = open(store)) {
        assertThat(text(whole, ref("user7", "openai"))).contains("value 7");
      }
    } else if (at > 1 || !before) {
      assertThatThrownBy(() -> Backup.openedBy(KEY).restore(in(backup), store))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> open(store))
          .isInstanceOf(VaultCorrupt.class)
          .hasMessageContaining("restore was interrupted");
    } else {
      assertThat(rows(store)).isEmpty();
    }
  }

  @Test
  void refusedRestoreLeavesAnEmptyStore() {
    Vault vault = open(newStore());
    fill(vault);
    byte[] backup = backup(vault);
    byte[] cut = java.util.Arrays.copyOf(backup, backup.length - 1);
    VaultStore store = newStore();
    assertThatThrownBy(() -> Backup.openedBy(KEY).restore(in(cut), store))
        .isInstanceOf(BackupDamaged.class);
    assertThat(rows(store)).isEmpty();
    assertThat(Backup.openedBy(KEY).restore(in(backup), store).sound()).isTrue();
    vault.close();
  }

  @Test
  void tenantThatChangesMeanwhileIsCopiedAgain() {
    int most = BackupWriter.FREE_TRIES + BackupWriter.HELD_TRIES;
    for (int changes : List.of(0, 1, 2, 3, 4, 20, most - 1, most)) {
      HookedStore store = new HookedStore(newStore());
      Vault vault = open(store);
      fill(vault);
      Vault writer = open(store);
      Bytes acme = vault.core().tenants.id("acme");
      AtomicInteger left = new AtomicInteger(changes);
      store.onScan =
          (kind, prefix) -> {
            boolean now =
                kind == RowKind.MANIFEST && prefix.equals(acme) && left.getAndDecrement() > 0;
            if (now) {
              put(writer, ADA, "of change " + left.get());
            }
          };
      if (changes == most) {
        assertThatThrownBy(() -> backup(vault))
            .isInstanceOf(VaultConflict.class)
            .hasMessageContaining("faster");
      } else {
        VaultStore other = newStore();
        byte[] backup = backup(vault);
        BackupReport report = Backup.openedBy(KEY).restore(in(backup), other);
        assertThat(report.problems()).isEmpty();
        assertThat(report).isEqualTo(Backup.openedBy(KEY).verify(in(backup)));
        try (Vault restored = open(other)) {
          assertThat(text(restored, ADA)).contains(changes == 0 ? "three" : "of change 0");
          assertThat(rows(other)).hasSameSizeAs(rows(store));
        }
      }
    }
  }

  @Test
  void auditThatIsCutMeanwhileIsCutInTheBackupToo() {
    HookedStore store = new HookedStore(newStore());
    Vault vault = open(store);
    fill(vault);
    Bytes acme = vault.core().tenants.id("acme");
    clock.advance(Duration.ofDays(2));
    AtomicInteger scans = new AtomicInteger();
    store.onScan =
        (kind, prefix) -> {
          // The second scan of the audit is behind its last row.
          boolean now = kind == RowKind.AUDIT && prefix.equals(acme);
          if (now && scans.incrementAndGet() == 2) {
            Retention retention = new Retention(Optional.empty(), Optional.of(Duration.ofDays(1)));
            vault.admin().sweep(retention);
          }
        };
    VaultStore other = newStore();
    assertThat(Backup.openedBy(KEY).restore(in(backup(vault)), other).problems()).isEmpty();
    assertThat(other.scan(RowKind.AUDIT, acme, Bytes.EMPTY, 100))
        .isEqualTo(store.scan(RowKind.AUDIT, acme, Bytes.EMPTY, 100))
        .hasSizeLessThan(5);
  }

  @Test
  void rootKeyThatChangesMeanwhileDoesNotSpoilTheBackup() throws Exception {
    HookedStore store = new HookedStore(newStore());
    Vault vault = open(store);
    fill(vault);
    AtomicInteger scans = new AtomicInteger();
    store.onScan =
        (kind, prefix) -> {
          if (kind == RowKind.MANIFEST && scans.incrementAndGet() == 1) {
            changeRoot(store, vault.core().roots());
          }
        };
    VaultStore other = newStore();
    BackupReport report = Backup.openedBy(KEY).restore(in(backup(vault)), other);
    assertThat(report.problems()).isEmpty();
    try (Vault restored = open(other);
        Vault changed = open(store)) {
      assertThat(restored.core().roots().opened().header().newest().generation()).isEqualTo(1);
      assertThat(changed.core().roots().opened().header().newest().generation()).isEqualTo(2);
      assertThat(text(restored, ADA)).isEqualTo(text(changed, ADA)).contains("three");
    }
  }

  /** Puts a new root key in the place of the one there is, in one commit. */
  private static void changeRoot(VaultStore store, Roots roots) {
    byte[] root = TinkKeyset.generate(roots.random());
    try {
      List<Change> changes = new ArrayList<>();
      Roots.Opened now = roots.opened();
      Kek kek = roots.keksOf(now.header().newest()).getFirst();
      List<Header.Root> only =
          List.of(new Header.Root(2, List.of(kek.wrap(root, roots.vaultId(), 2))));
      TinkKeyset newest = Kek.keyset(root);
      Row header = Roots.changed(now, only, Bytes.EMPTY, newest);
      changes.add(new Change.Put(header, header.revision() - 1));
      DataKeys keys = new DataKeys(store, roots);
      for (Row row : store.scan(RowKind.DATA_KEY, Bytes.EMPTY, Bytes.EMPTY, 100)) {
        long revision = row.revision() + 1;
        byte[] data = roots.associatedData(row.key().id(), revision, 2, DataKeys.ACTIVE);
        Bytes wrapped = newest.wrap(keys.unwrapped(row), data);
        Bytes content = new DataKeys.Content(2, DataKeys.ACTIVE, wrapped).toBytes();
        changes.add(new Change.Put(new Row(row.key(), revision, content), row.revision()));
      }
      store.commit(changes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tenantsAreConsistentWhileOthersWrite() throws Exception {
    VaultStore store = newStore();
    Vault vault = open(store);
    List<Set<String>> states = new ArrayList<>();
    CyclicBarrier barrier = new CyclicBarrier(3);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 2; i++) {
        // The one writes through the vault that is backed up, the other as another process would.
        Vault own = i == 0 ? vault : open(store);
        Set<String> existed = ConcurrentHashMap.newKeySet();
        existed.add("Optional.empty Optional.empty");
        states.add(existed);
        String tenant = "t" + i;
        put(own, new SecretRef(tenant, Optional.empty(), "p", "x"), "x");
        threads.submit(
            () -> {
              for (int round = 0; round < rounds(); round++) {
                barrier.await(60, TimeUnit.SECONDS);
                write(own, tenant, existed, round * WRITES);
                barrier.await(60, TimeUnit.SECONDS);
              }
              return true;
            });
      }
      Set<String> seen = new HashSet<>();
      for (int round = 0; round < rounds(); round++) {
        barrier.await(60, TimeUnit.SECONDS);
        byte[] backup = backup(vault);
        VaultStore other = newStore();
        assertThat(Backup.openedBy(KEY).restore(in(backup), other).problems()).isEmpty();
        try (Vault restored = open(other)) {
          for (int i = 0; i < 2; i++) {
            String state = state(restored, "t" + i);
            assertThat(states.get(i)).contains(state);
            seen.add(state);
          }
        }
        barrier.await(60, TimeUnit.SECONDS);
      }
      assertThat(seen).hasSizeGreaterThan(1);
    }
  }

  private static final int WRITES = 10;

  /** How many backups are made while others write. */
  protected int rounds() {
    return 60;
  }

  private static void write(Vault vault, String tenant, Set<String> existed, int from) {
    SecretRef one = new SecretRef(tenant, Optional.empty(), "p", "one");
    SecretRef two = new SecretRef(tenant, Optional.empty(), "p", "two");
    for (int n = from; n < from + WRITES; n++) {
      // What will be is written down first; a backup may hold it before put() returns.
      String before = n == 0 ? "Optional.empty" : "Optional[" + (n - 1) + "]";
      existed.add("Optional[" + n + "] " + before);
      put(vault, one, "" + n);
      existed.add("Optional[" + n + "] Optional[" + n + "]");
      put(vault, two, "" + n);
    }
  }

  private static String state(Vault vault, String tenant) {
    return text(vault, new SecretRef(tenant, Optional.empty(), "p", "one"))
        + " "
        + text(vault, new SecretRef(tenant, Optional.empty(), "p", "two"));
  }

  @Test
  void damageThatTheVaultHadIsToldAndTheRestIsRestored() {
    VaultStore store = newStore();
    Vault vault = open(store);
    fill(vault);
    Tenants tenants = vault.core().tenants;
    Row row = store.get(tenants.ids().secret(tenants.id("acme"), BOB)).orElseThrow();
    byte[] changed = row.content().toArray();
    changed[changed.length - 20] ^= 1;
    store.commit(
        List.of(
            new Change.Put(
                new Row(row.key(), row.revision() + 1, Bytes.of(changed)), row.revision())));
    Row old = store.scan(RowKind.VERSION, Bytes.EMPTY, Bytes.EMPTY, 1).getFirst();
    store.commit(List.of(new Change.Delete(old.key(), old.revision())));
    VaultStore other = newStore();
    byte[] backup = backup(vault);
    BackupReport report = Backup.openedBy(KEY).restore(in(backup), other);
    assertThat(report.problems())
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(p -> p.contains("acme") || p.contains("globex"));
    assertThat(report).isEqualTo(Backup.openedBy(KEY).verify(in(backup)));
    try (Vault restored = open(other)) {
      assertThat(text(restored, new SecretRef("globex", Optional.empty(), "p", "n")))
          .contains("of globex");
      assertThat(restored.list("acme")).hasSize(4);
    }
  }

  @Test
  void opensWithTheRecoveryKeyAndTellsAWrongKeyFromDamage() {
    try (RecoveryKey recovery = RecoveryKey.generate();
        RecoveryKey wrong = RecoveryKey.generate();
        Vault vault = Vault.newBuilder(newStore(), KEY).recovery(recovery.recipient()).open()) {
      put(vault, ADA, "value");
      byte[] backup = backup(vault);
      assertThat(Backup.openedBy(recovery).restore(in(backup), newStore()).sound()).isTrue();
      for (Backup key : List.of(Backup.openedBy(OTHER_KEY), Backup.openedBy(wrong))) {
        VaultStore store = newStore();
        assertThatThrownBy(() -> key.restore(in(backup), store)).isInstanceOf(WrongMasterKey.class);
        assertThatThrownBy(() -> key.verify(in(backup))).isInstanceOf(WrongMasterKey.class);
        assertThat(rows(store)).isEmpty();
        assertThat(key).hasToString("Backup[hidden]");
      }
    }
  }

  private Vault open(VaultStore store) {
    return Vault.newBuilder(store, KEY)
        .clock(clock)
        .freshness(Duration.ZERO)
        .accessInterval(Duration.ofHours(1))
        .open();
  }

  private byte[] small() {
    try (Vault vault = open(newStore())) {
      put(vault, ADA, "value");
      return backup(vault);
    }
  }

  static byte[] backup(Vault vault) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    vault.admin().backup(out);
    return out.toByteArray();
  }

  static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** Three tenants with all that a vault can hold. */
  static void fill(Vault vault) {
    put(vault, ADA, "one");
    put(vault, ADA, "two");
    put(vault, ADA, "three");
    put(vault, BOB, "of bob");
    vault.label(BOB, Map.of("team", "sales"));
    put(vault, ref("carl", "openai"), "deleted");
    vault.delete(ref("carl", "openai"));
    put(vault, ref("dora", "openai"), "destroyed");
    vault.destroy(ref("dora", "openai"));
    SecretRef usual = new SecretRef("acme", Optional.of("ada"), "other", "default");
    SecretRef named = new SecretRef("acme", Optional.of("ada"), "other", "named");
    try (Secret secret = Secret.of("named")) {
      vault.put(named, secret, PutOptions.standard().until(NOW.plusSeconds(60)));
    }
    vault.delete(named);
    vault.destroy(named);
    put(vault, usual, "ends");
    SecretRef globex = new SecretRef("globex", Optional.empty(), "p", "n");
    put(vault, globex, "first of globex");
    put(vault, globex, "of globex");
    for (int i = 0; i < 199; i++) {
      put(vault, new SecretRef("big", Optional.of("u" + i), "p", "n"), "value " + i);
    }
    text(vault, ADA);
    vault.flush();
  }

  /** All rows of a store. */
  static List<Row> rows(VaultStore store) {
    List<Row> rows = new ArrayList<>();
    for (RowKind kind : RowKind.values()) {
      rows.addAll(store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 10_000));
    }
    return rows;
  }
}
