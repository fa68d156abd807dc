package dev.atom.vault;

import static dev.atom.vault.Fixture.text;
import static dev.atom.vault.RotationContract.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.DyingStore.Fault;
import dev.atom.vault.DyingStore.Killed;
import dev.atom.vault.store.MemoryVaultStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Puts, gets, changes of keys and shreddings in any order, by two processes, one of which may die. */
class RotationProperties {
  private static final List<MasterKey> KEYS = List.of(Fixture.KEY, Fixture.OTHER_KEY);

  /**
   * One step.
   *
   * @param kind what
   * @param process which of the two
   * @param tenant whose
   * @param number which user, how many rows, at which call
   */
  record Step(Kind kind, int process, int tenant, int number) {}

  enum Kind {
    PUT,
    GET,
    DELETE,
    BEGIN_MASTER,
    REWRAP,
    FINISH_MASTER,
    BEGIN_DATA,
    RESEAL,
    FINISH_DATA,
    FORGET_AUDIT,
    SHRED,
    DIE_AT_ROTATION,
    DIE_AT_SHRED,
    REOPEN
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, Kind.PUT),
                net.jqwik.api.Tuple.of(4, Kind.GET),
                net.jqwik.api.Tuple.of(12, Kind.SHRED))
            .flatMap(
                kind ->
                    kind == Kind.SHRED
                        ? Arbitraries.of(Kind.class).filter(any -> any != Kind.GET)
                        : Arbitraries.just(kind));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 39))
        .as(Step::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(60);
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
  void nothingIsLostAndNothingComesBack(@ForAll("steps") List<Step> steps) {
    try (World world = new World()) {
      for (Step step : steps) {
        world.take(step);
      }
      world.end();
    }
  }

  /** Two processes on one store, and what should be in it. */
  private static final class World implements AutoCloseable {
    private final MemoryVaultStore store = new MemoryVaultStore();
    private final TestClock clock = new TestClock(Instant.parse("2026-05-01T10:00:00Z"));
    private final Map<SecretRef, String> model = new HashMap<>();
    private final List<Vault> vaults = new ArrayList<>();
    private final List<DataKeyRotation> rotations = new ArrayList<>();
    private int key;
    private Optional<MasterKeyRotation> masterKey = Optional.empty();
    private int values;

    World() {
      vaults.add(open());
      vaults.add(open());
      rotations.add(vaults.get(0).rotation().dataKey("t0"));
      rotations.add(vaults.get(1).rotation().dataKey("t1"));
    }

    void take(Step step) {
      clock.advance(Duration.ofMinutes(1));
      Vault vault = vaults.get(step.process());
      String tenant = "t" + step.tenant();
      SecretRef ref = ref(tenant, "u" + step.number() % 4);
      switch (step.kind()) {
        case PUT -> {
          String value = "value " + values++;
          Fixture.put(vault, ref, value);
          model.put(ref, value);
        }
        case GET -> requireFound(vault, ref);
        case DELETE -> assertThat(vault.delete(ref)).isEqualTo(model.remove(ref) != null);
        case BEGIN_MASTER -> begin(step.process());
        case REWRAP -> masterKey.ifPresent(change -> change.rewrap(1 + step.number() % 3));
        case FINISH_MASTER -> finish();
        case BEGIN_DATA -> beginData(step, tenant);
        case RESEAL -> reseal(step);
        case FINISH_DATA -> rotations.get(step.process()).finish();
        case FORGET_AUDIT -> forget(vault, tenant);
        case SHRED -> {
          vault.rotation().shred(tenant);
          model.keySet().removeIf(one -> one.tenant().equals(tenant));
        }
        case DIE_AT_ROTATION -> die(step, dying -> dying.rotation().dataKey(tenant).run());
        case DIE_AT_SHRED -> {
          die(step, dying -> dying.rotation().shred(tenant));
          model.keySet().removeIf(one -> one.tenant().equals(tenant) && vault.info(one).isEmpty());
        }
        case REOPEN -> reopen(step.process());
      }
    }

    /** Everything is finished, and all is there, under the last key only. */
    void end() {
      masterKey.ifPresent(change -> assertThat(change.run().finished()).isTrue());
      key = masterKey.isPresent() ? 1 - key : key;
      assertThatThrownBy(() -> Vault.open(store, KEYS.get(1 - key)))
          .isInstanceOf(WrongMasterKey.class);
      try (Vault last = open()) {
        last.rotation().finishShredding();
        assertThat(last.admin().verify().problems()).isEmpty();
        for (int tenant = 0; tenant < 3; tenant++) {
          for (int user = 0; user < 4; user++) {
            requireFound(last, ref("t" + tenant, "u" + user));
            requireFound(vaults.get(0), ref("t" + tenant, "u" + user));
          }
        }
      }
    }

    @Override
    public void close() {
      vaults.forEach(Vault::close);
    }

    private void requireFound(Vault vault, SecretRef ref) {
      assertThat(text(vault, ref)).isEqualTo(Optional.ofNullable(model.get(ref)));
    }

    private void begin(int process) {
      if (masterKey.isPresent()) {
        return;
      }
      MasterKeyRotation change = vaults.get(process).rotation().masterKey(KEYS.get(1 - key));
      try {
        change.begin();
      } catch (WrongMasterKey e) {
        // It was opened with the key before and goes on, but this needs the one of now.
        assertThat(e).hasMessageContaining("open it again with the new one");
        reopen(process);
        change = vaults.get(process).rotation().masterKey(KEYS.get(1 - key));
        change.begin();
      }
      // The other process meets the new root key while the old master key still opens it.
      vaults.forEach(any -> any.rotation().unfinished());
      masterKey = Optional.of(change);
    }

    private void reopen(int process) {
      vaults.get(process).close();
      vaults.set(process, open());
      rotations.set(process, vaults.get(process).rotation().dataKey("t0"));
      masterKey = masterKey.map(any -> vaults.get(process).rotation().unfinished().orElseThrow());
    }

    private void finish() {
      if (masterKey.isPresent() && masterKey.get().finish().finished()) {
        masterKey = Optional.empty();
        key = 1 - key;
      }
    }

    private void beginData(Step step, String tenant) {
      Vault vault = vaults.get(step.process());
      if (vault.core().tenants.find(tenant).isPresent()) {
        DataKeyRotation rotation = vault.rotation().dataKey(tenant);
        rotation.begin();
        rotations.set(step.process(), rotation);
      }
    }

    private void reseal(Step step) {
      try {
        rotations.get(step.process()).reseal(1 + step.number() % 5);
      } catch (NoSuchSecret e) {
        // Shredded since, or never there.
      }
    }

    private void forget(Vault vault, String tenant) {
      if (vault.core().tenants.find(tenant).isPresent()) {
        vault.audit().forget("host", tenant, clock.instant());
      }
    }

    /** Another process does something and is killed meanwhile, or just fails. */
    private void die(Step step, java.util.function.Consumer<Vault> work) {
      Fault fault = Fault.HARMFUL.get(step.number() % Fault.HARMFUL.size());
      DyingStore faulty = new DyingStore(store, Long.MAX_VALUE, fault);
      Vault dying = open(faulty);
      faulty.in(step.number());
      try {
        work.accept(dying);
      } catch (Killed | VaultUnavailable | NoSuchSecret e) {
        // As it may be.
      }
    }

    private Vault open() {
      return open(store);
    }

    private Vault open(dev.atom.vault.store.VaultStore rows) {
      return Vault.newBuilder(rows, KEYS.get(key))
          .clock(clock)
          .freshness(Duration.ZERO)
          .accessInterval(Duration.ofDays(1))
          .open();
    }
  }
}
