package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.DyingStore.Fault;
import dev.atom.vault.DyingStore.Killed;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What rotation and shredding promise when the process is killed or the store fails, on an engine. A
 * test of an engine extends it and says how to open the engine.
 */
public abstract class RotationContract {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final int TENANTS = 3;

  final TestClock clock = new TestClock(NOW);

  /** A new empty place; each call of what is returned opens the engine there once more. */
  protected abstract Supplier<VaultStore> newPlace();

  /** At which call of the store something happens first in a walk. */
  protected int first() {
    return 0;
  }

  /** Every how many calls from then on; 1 for every one. */
  protected int step() {
    return 1;
  }

  /** The same for the walk through a large tenant, which is long: every one in the torture profile. */
  protected int largeStep() {
    return Integer.getInteger("atom.kills", 0) >= 200 ? 1 : 7;
  }

  @Test
  void aMasterKeyChangesWhereverItIsStopped(TestReporter reporter) {
    walk(
        reporter,
        step(),
        place -> {},
        this::toOtherKey,
        this::requireOtherKeyOnly,
        new Keys(KEY, OTHER_KEY));
  }

  @Test
  void aLeakedMasterKeyIsShutOutWhereverItIsStopped(TestReporter reporter) {
    walk(
        reporter,
        step(),
        place -> {},
        vault -> stepwise(vault.rotation().masterKey(OTHER_KEY).oldKeyLeaked()),
        this::requireOtherKeyOnly,
        new Keys(KEY, OTHER_KEY));
  }

  @Test
  void aLostMasterKeyIsReplacedWhereverItIsStopped(TestReporter reporter) {
    int cases = 0;
    try (RecoveryKey first = RecoveryKey.generate();
        RecoveryKey second = RecoveryKey.generate()) {
      for (Fault fault : Fault.HARMFUL) {
        boolean happened = true;
        for (int at = first(); happened; at += step()) {
          happened = lostKey(at, fault, first, second);
          cases += happened ? 1 : 0;
        }
      }
    }
    reporter.publishEntry("cases", String.valueOf(cases));
    assertThat(cases).isGreaterThanOrEqualTo(4);
  }

  @Test
  void dataKeysChangeWhereverTheyAreStopped(TestReporter reporter) {
    walk(
        reporter,
        step(),
        place -> clock.advance(Duration.ofHours(1)),
        vault -> {
          DataKeysRotation rotation = vault.rotation().dataKeys(clock.instant());
          while (rotation.run(1)) {
            assertThat(rotation.report().next()).isPresent();
          }
        },
        this::requireNewDataKeys,
        new Keys(KEY, KEY));
  }

  @Test
  void theDataKeyOfALargeTenantChangesWhereverItIsStopped(TestReporter reporter) {
    walk(
        reporter,
        largeStep(),
        this::addLargeTenant,
        vault -> {
          DataKeyRotation rotation = vault.rotation().dataKey("large");
          rotation.begin();
          boolean more = true;
          while (more) {
            more = rotation.reseal(16);
          }
          rotation.finish();
        },
        this::requireLargeTenantResealed,
        new Keys(KEY, KEY));
  }

  @Test
  void aTenantIsShreddedWhereverItIsStopped(TestReporter reporter) {
    int cases = 0;
    for (Fault fault : Fault.HARMFUL) {
      boolean happened = true;
      for (int at = first(); happened; at += step()) {
        happened = shred(at, fault, at % 2 == 0);
        cases += happened ? 1 : 0;
      }
    }
    reporter.publishEntry("cases", String.valueOf(cases));
    assertThat(cases).isGreaterThanOrEqualTo(4);
  }

  @Test
  void twoProcessesReadAndWriteWhileTheMasterKeyAndDataKeysChange(TestReporter reporter)
      throws Exception {
    Supplier<VaultStore> place = newPlace();
    Map<SecretRef, String> there = new ConcurrentHashMap<>(filled(place));
    try (Vault old = vault(place.get(), KEY)) {
      Assumptions.assumeTrue(old.core().store().shared());
      MasterKeyRotation rotation = old.rotation().masterKey(OTHER_KEY);
      rotation.begin();
      AtomicInteger operations = new AtomicInteger();
      try (Vault changed = vault(place.get(), OTHER_KEY);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> users =
            List.of(
                threads.submit(() -> use(old, "a", there, operations)),
                threads.submit(() -> use(old, "b", there, operations)),
                threads.submit(() -> use(changed, "c", there, operations)),
                threads.submit(() -> use(changed, "d", there, operations)));
        clock.advance(Duration.ofHours(1));
        Instant before = clock.instant();
        List<Future<?>> rotations =
            List.of(
                threads.submit(() -> rotation.run()),
                threads.submit(() -> changed.rotation().masterKey(OTHER_KEY).run()),
                threads.submit(() -> old.rotation().dataKeys(before).run()),
                threads.submit(() -> changed.rotation().dataKeys(before).run()));
        for (Future<?> one : users) {
          one.get();
        }
        for (Future<?> one : rotations) {
          one.get();
        }
      }
      reporter.publishEntry("operations", String.valueOf(operations.get()));
      assertThat(text(old, ref("t0", "u0")))
          .isEqualTo(Optional.ofNullable(there.get(ref("t0", "u0"))));
    }
    assertThat(finishedWith(place)).isTrue();
    requireOtherKeyOnly(place, new TreeMap<>(Map.of()));
    requireAll(place, OTHER_KEY, there);
  }

  @Test
  void aDataKeyThatIsMadeWhileTheRootKeysChangeIsMadeAgain() {
    Supplier<VaultStore> place = newPlace();
    filled(place);
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    SecureRandom interrupted =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            meanwhile.getAndSet(() -> {}).run();
            super.nextBytes(bytes);
          }
        };
    try (Vault vault = options(Vault.newBuilder(place.get(), KEY)).random(interrupted).open()) {
      Assumptions.assumeTrue(vault.core().store().shared());
      vault.rotation().masterKey(OTHER_KEY).begin();
      try (Vault other = vault(place.get(), OTHER_KEY)) {
        other.rotation().masterKey(OTHER_KEY).run();
        meanwhile.set(
            () -> {
              other.rotation().masterKey(OTHER_KEY).run();
              Fixture.put(vault, ref("meanwhile", "u"), "reads the root keys again");
            });
        Fixture.put(vault, ref("new", "u"), "of a new tenant");
      }
      assertThat(text(vault, ref("new", "u"))).contains("of a new tenant");
      assertThat(vault.admin().verify().problems()).isEmpty();
    }
  }

  /** What opens the vault before and after. */
  private record Keys(MasterKey before, MasterKey after) {}

  /** Stops at the calls of what is done, one a case, reopens with whichever key opens, and does it again. */
  private void walk(
      TestReporter reporter,
      int step,
      Consumer<Supplier<VaultStore>> prepared,
      Consumer<Vault> work,
      java.util.function.BiConsumer<Supplier<VaultStore>, Map<SecretRef, String>> check,
      Keys keys) {
    int cases = 0;
    for (Fault fault : Fault.HARMFUL) {
      boolean happened = true;
      for (int at = first(); happened; at += step) {
        Supplier<VaultStore> place = newPlace();
        Map<SecretRef, String> there = filled(place);
        prepared.accept(place);
        happened = interrupted(place, at, fault, keys.before(), work);
        cases += happened ? 1 : 0;
        MasterKey opens = opens(place, keys.before()) ? keys.before() : keys.after();
        requireAll(place, opens, there);
        try (Vault vault = vault(place.get(), opens)) {
          Fixture.put(vault, ref("t1", "u1"), "between");
          there.put(ref("t1", "u1"), "between");
          work.accept(vault);
        }
        check.accept(place, there);
        requireAll(place, keys.after(), there);
      }
    }
    reporter.publishEntry("cases", String.valueOf(cases));
    assertThat(cases).isGreaterThanOrEqualTo(4);
  }

  /** Works until a call of the store fails, and again until nothing does; false if none failed. */
  private boolean interrupted(
      Supplier<VaultStore> place, long at, Fault fault, MasterKey key, Consumer<Vault> work) {
    VaultStore engine = place.get();
    DyingStore store = new DyingStore(engine, Long.MAX_VALUE, fault);
    Vault vault = vault(store, key);
    store.in(at);
    try {
      work.accept(vault);
    } catch (VaultUnavailable e) {
      work.accept(vault);
    } catch (Killed e) {
      // What this process had in memory is gone.
      engine.close();
      return true;
    }
    boolean happened = store.happened();
    vault.close();
    return happened;
  }

  private void toOtherKey(Vault vault) {
    stepwise(vault.rotation().masterKey(OTHER_KEY));
  }

  private static void stepwise(MasterKeyRotation rotation) {
    rotation.begin();
    boolean more = true;
    while (more) {
      more = rotation.rewrap(2);
    }
    rotation.finish();
  }

  private boolean lostKey(long at, Fault fault, RecoveryKey first, RecoveryKey second) {
    Supplier<VaultStore> place = newPlace();
    Map<SecretRef, String> there = filled(place);
    try (Vault vault = vault(place.get(), KEY)) {
      vault.rotation().masterKey(KEY).recovery(first.recipient()).wrapOnly();
    }
    VaultStore engine = place.get();
    DyingStore store = new DyingStore(engine, Long.MAX_VALUE, fault);
    Vault lost = options(Vault.newBuilder(store, first)).open();
    store.in(at);
    boolean happened;
    try {
      try {
        replace(lost, second);
      } catch (VaultUnavailable e) {
        replace(lost, second);
      }
      happened = store.happened();
      lost.close();
    } catch (Killed e) {
      engine.close();
      happened = true;
    }
    boolean replaced = opens(place, OTHER_KEY);
    try (Vault vault =
        replaced
            ? vault(place.get(), OTHER_KEY)
            : options(Vault.newBuilder(place.get(), first)).open()) {
      replace(vault, second);
    }
    requireOtherKeyOnly(place, there);
    requireAll(place, OTHER_KEY, there);
    assertThatThrownBy(() -> options(Vault.newBuilder(place.get(), first)).open())
        .isInstanceOf(WrongMasterKey.class);
    try (Vault vault = options(Vault.newBuilder(place.get(), second)).open()) {
      there.forEach((ref, text) -> assertThat(text(vault, ref)).contains(text));
    }
    return happened;
  }

  private static void replace(Vault vault, RecoveryKey recovery) {
    stepwise(vault.rotation().masterKey(OTHER_KEY).recovery(recovery.recipient()));
  }

  private boolean shred(long at, Fault fault, boolean putNext) {
    Supplier<VaultStore> place = newPlace();
    Map<SecretRef, String> there = filled(place);
    Consumer<Vault> work = vault -> vault.rotation().shred("t1");
    final boolean happened = interrupted(place, at, fault, KEY, work);
    try (Vault vault = vault(place.get(), KEY)) {
      boolean destroyed = text(vault, ref("t1", "u0")).isEmpty();
      for (int user = 0; user < 3; user++) {
        // All of it or nothing.
        assertThat(text(vault, ref("t1", "u" + user)).isEmpty()).isEqualTo(destroyed);
      }
      if (!putNext || !destroyed) {
        vault.rotation().shred("t1");
        assertThat(vault.list("t1")).isEmpty();
        assertThat(left(vault, "t1")).isZero();
      }
      Fixture.put(vault, ref("t1", "u0"), "afresh");
      there.keySet().removeIf(ref -> ref.tenant().equals("t1"));
      there.put(ref("t1", "u0"), "afresh");
      assertThat(vault.list("t1")).hasSize(1);
      assertThat(vault.info(ref("t1", "u0")).orElseThrow().version()).isEqualTo(1);
    }
    requireAll(place, KEY, there);
    return happened;
  }

  /** How many rows a tenant has, tombstones left out. */
  static long left(Vault vault, String tenant) {
    Bytes id = vault.core().tenants.id(tenant);
    long left = 0;
    for (RowKind kind : RowKind.values()) {
      left +=
          kind == RowKind.DATA_KEY || kind == RowKind.HEADER
              ? 0
              : vault.core().store().scan(kind, id, Bytes.EMPTY, 1_000).size();
    }
    return left;
  }

  private void requireOtherKeyOnly(Supplier<VaultStore> place, Map<SecretRef, String> there) {
    assertThat(opens(place, KEY)).isFalse();
    assertThat(finishedWith(place)).isTrue();
  }

  private boolean finishedWith(Supplier<VaultStore> place) {
    try (Vault vault = vault(place.get(), OTHER_KEY)) {
      Header header = vault.core().roots().opened().header();
      Rewrapping.Count count = new Rewrapping(vault.core().tenants).count();
      assertThat(count.problems()).isEmpty();
      return !RootChange.underWay(header) && count.left() == 0;
    }
  }

  private void requireNewDataKeys(Supplier<VaultStore> place, Map<SecretRef, String> there) {
    try (Vault vault = vault(place.get(), KEY)) {
      for (String tenant : List.of("t0", "t1", "t2")) {
        requireResealed(vault, tenant, 2);
      }
    }
  }

  private void requireLargeTenantResealed(
      Supplier<VaultStore> place, Map<SecretRef, String> there) {
    try (Vault vault = vault(place.get(), KEY)) {
      requireResealed(vault, "large", vault.rotation().dataKey("large").plan().generation());
      assertThat(vault.list("large")).hasSize(Manifests.WHOLE + 8);
    }
  }

  /** Only the audit may hang on older keys, and those that nothing hangs on are gone. */
  private static void requireResealed(Vault vault, String tenant, int generation) {
    DataKeyPlan plan = vault.rotation().dataKey(tenant).plan();
    assertThat(plan.generation()).isEqualTo(generation);
    KeyCount count = KeyCount.of(vault.core().store(), vault.core().tenants.id(tenant));
    for (int old = 1; old < generation; old++) {
      assertThat(count.left(old).rows()).isZero();
      assertThat(plan.retired().contains(old)).isEqualTo(count.all(old) > 0);
    }
  }

  private void addLargeTenant(Supplier<VaultStore> place) {
    try (Vault vault = vault(place.get(), KEY)) {
      for (int i = 0; i < Manifests.WHOLE + 8; i++) {
        Fixture.put(vault, ref("large", "u" + i), "large " + i);
      }
    }
  }

  private void use(
      Vault vault, String who, Map<SecretRef, String> there, AtomicInteger operations) {
    for (int i = 0; i < 100; i++) {
      SecretRef own = ref("t" + i % TENANTS, who + i % 5);
      if (i % 10 == 9) {
        vault.delete(own);
        there.remove(own);
      } else {
        String value = who + " " + i;
        Fixture.put(vault, own, value);
        there.put(own, value);
      }
      assertThat(text(vault, own)).isEqualTo(Optional.ofNullable(there.get(own)));
      assertThat(text(vault, ref("t0", "u2"))).contains("second t0 u2");
      if (i % 10 == 0) {
        SecretRef ref = ref("new-" + who + i, "u");
        Fixture.put(vault, ref, "of a new tenant");
        there.put(ref, "of a new tenant");
      }
      operations.addAndGet(3);
    }
  }

  /** A vault with some tenants, and what is in it. */
  private Map<SecretRef, String> filled(Supplier<VaultStore> place) {
    Map<SecretRef, String> there =
        new TreeMap<>(java.util.Comparator.comparing(SecretRef::toString));
    try (Vault vault = vault(place.get(), KEY)) {
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        for (int user = 0; user < 3; user++) {
          SecretRef ref = ref("t" + tenant, "u" + user);
          Fixture.put(vault, ref, "first");
          Fixture.put(vault, ref, "second " + ref.tenant() + " u" + user);
          there.put(ref, "second " + ref.tenant() + " u" + user);
        }
        assertThat(text(vault, ref("t" + tenant, "u1"))).isPresent();
      }
    }
    return there;
  }

  private void requireAll(Supplier<VaultStore> place, MasterKey key, Map<SecretRef, String> there) {
    try (Vault vault = vault(place.get(), key)) {
      there.forEach((ref, text) -> assertThat(text(vault, ref)).as(ref.toString()).contains(text));
      SecretRef previous = ref("t2", "u2");
      if (there.containsKey(previous)) {
        try (Secret secret = vault.findPrevious(previous).orElseThrow()) {
          assertThat(text(secret)).isEqualTo("first");
        }
      }
      assertThat(vault.admin().verify().problems()).isEmpty();
    }
  }

  private boolean opens(Supplier<VaultStore> place, MasterKey key) {
    try (Vault vault = vault(place.get(), key)) {
      return true;
    } catch (WrongMasterKey e) {
      return false;
    }
  }

  Vault vault(VaultStore store, MasterKey key) {
    return options(Vault.newBuilder(store, key)).open();
  }

  private VaultBuilder options(VaultBuilder builder) {
    return builder.clock(clock).freshness(Duration.ZERO).accessInterval(Duration.ofDays(1));
  }

  static SecretRef ref(String tenant, String user) {
    return new SecretRef(tenant, Optional.of(user), "openai", SecretRef.DEFAULT_NAME);
  }
}
