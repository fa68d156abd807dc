package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A store that fails at every single call once, before and after it took effect. */
class FaultsTest {
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");
  private static final SecretRef OTHER =
      new SecretRef("other", Optional.empty(), "openai", SecretRef.DEFAULT_NAME);

  /** What is there, and what may be there because nobody heard how it ended. */
  private final Map<SecretRef, Optional<String>> acknowledged = new HashMap<>();

  private final Map<SecretRef, Optional<String>> unknown = new HashMap<>();

  @Test
  void anyCallMayFailAndNothingAcknowledgedIsLost() throws IOException {
    int calls = run(0, false);
    assertThat(calls).isGreaterThan(40);
    int cases = 0;
    for (int failing = 1; failing <= calls; failing++) {
      for (boolean after : new boolean[] {false, true}) {
        run(failing, after);
        cases++;
      }
    }
    assertThat(cases).isEqualTo(2 * calls);
    Files.writeString(
        Path.of("target", "threat-table.txt"),
        "FaultsTest %d%n".formatted(cases),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private int run(int failing, boolean after) {
    acknowledged.clear();
    unknown.clear();
    MemoryVaultStore rows = new MemoryVaultStore();
    FaultyStore store = new FaultyStore(rows, failing, after);
    try (Vault vault = open(store)) {
      for (Runnable step : steps(vault)) {
        try {
          step.run();
        } catch (VaultUnavailable e) {
          // The same vault goes on; what it remembers must not be wrong.
        }
      }
      check(vault, failing, after);
    } catch (VaultUnavailable e) {
      assertThat(store.failed()).isTrue();
    }
    try (Vault vault = open(rows)) {
      check(vault, failing, after);
      assertThat(vault.admin().verify().problems()).as("failing at %d", failing).isEmpty();
      try (Secret last = Secret.of("it works on")) {
        vault.put(ADA, last);
      }
      assertThat(text(vault, ADA)).contains("it works on");
    }
    return store.calls();
  }

  private List<Runnable> steps(Vault vault) {
    List<Runnable> steps = new ArrayList<>();
    steps.add(change(ADA, Optional.of("one"), () -> put(vault, ADA, "one")));
    steps.add(change(BOB, Optional.of("two"), () -> put(vault, BOB, "two")));
    steps.add(change(ADA, Optional.of("three"), () -> put(vault, ADA, "three")));
    steps.add(() -> text(vault, ADA));
    steps.add(vault::flush);
    steps.add(change(ADA, Optional.of("one"), () -> vault.rollBack(ADA, 1) > 0));
    steps.add(change(OTHER, Optional.of("four"), () -> put(vault, OTHER, "four")));
    steps.add(change(BOB, Optional.empty(), () -> vault.delete(BOB)));
    steps.add(change(ADA, Optional.of("five"), () -> put(vault, ADA, "five")));
    steps.add(change(ADA, Optional.empty(), () -> vault.destroy(ADA)));
    steps.add(change(BOB, Optional.of("two"), () -> vault.restore(BOB)));
    return steps;
  }

  private Runnable change(SecretRef ref, Optional<String> value, BooleanSupplier step) {
    return () -> {
      unknown.put(ref, value);
      boolean done = false;
      try {
        done = step.getAsBoolean();
      } catch (NoSuchSecret e) {
        // An earlier step was the one that failed, before it took effect.
      }
      unknown.remove(ref);
      if (done) {
        acknowledged.put(ref, value);
      }
    };
  }

  private void check(Vault vault, int failing, boolean after) {
    for (SecretRef ref : List.of(ADA, BOB, OTHER)) {
      Optional<String> found = text(vault, ref);
      List<Optional<String>> may = new ArrayList<>();
      may.add(acknowledged.getOrDefault(ref, Optional.empty()));
      if (unknown.containsKey(ref)) {
        may.add(unknown.get(ref));
      }
      assertThat(may).as("%s failing at %d, %s", ref, failing, after).contains(found);
    }
  }

  private static boolean put(Vault vault, SecretRef ref, String text) {
    try (Secret secret = Secret.of(text)) {
      return vault.put(ref, secret) > 0;
    }
  }

  private static Vault open(dev.atom.vault.store.VaultStore store) {
    return Vault.newBuilder(store, KEY)
        .clock(Clock.systemUTC())
        .accessInterval(Duration.ofHours(1))
        .open();
  }
}
