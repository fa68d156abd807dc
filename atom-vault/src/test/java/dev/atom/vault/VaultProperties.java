package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A vault does what a map does, through any row of puts, deletions, reopenings and compactions. */
class VaultProperties {
  private enum Step {
    PUT,
    DELETE,
    REOPEN
  }

  private record Action(Step step, SecretRef ref, String value) {}

  @Property(tries = 60)
  void answersAsAMapDoes(@ForAll("actions") List<Action> actions) throws IOException {
    Path folder = Files.createTempDirectory("vault");
    Map<SecretRef, String> model = new HashMap<>();
    Map<SecretRef, Long> versions = new HashMap<>();
    Vault vault = open(folder);
    try {
      for (Action action : actions) {
        switch (action.step) {
          case PUT -> {
            put(vault, action.ref, action.value);
            model.put(action.ref, action.value);
            versions.merge(action.ref, 1L, Long::sum);
          }
          case DELETE -> {
            boolean there = model.remove(action.ref) != null;
            assertThat(vault.delete(action.ref)).isEqualTo(there);
            versions.computeIfPresent(action.ref, (ref, old) -> there ? old + 1 : old);
          }
          case REOPEN -> {
            vault.close();
            vault = open(folder);
          }
        }
        assertThat(text(vault, action.ref)).isEqualTo(Optional.ofNullable(model.get(action.ref)));
      }
      for (String tenant : List.of("a", "b")) {
        for (VaultEntry entry : vault.list(tenant)) {
          assertThat(entry.version()).isEqualTo(versions.get(entry.ref()));
          assertThat(text(vault, entry.ref())).contains(model.remove(entry.ref()));
        }
      }
      assertThat(model).isEmpty();
    } finally {
      vault.close();
      for (String name : List.of("vault", "vault.lock", "")) {
        Files.delete(folder.resolve(name));
      }
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<String> ids = Arbitraries.of("a", "b");
    Arbitrary<SecretRef> refs =
        Combinators.combine(ids, ids.optional(0.5), ids, ids).as(SecretRef::new);
    Arbitrary<Step> steps = Arbitraries.of(Step.PUT, Step.PUT, Step.PUT, Step.DELETE, Step.REOPEN);
    Arbitrary<String> values = Arbitraries.strings().ofMinLength(1).ofMaxLength(200);
    return Combinators.combine(steps, refs, values.map(VaultProperties::wellFormed))
        .as(Action::new)
        .list()
        .ofMaxSize(60);
  }

  /** A text that UTF-8 gives back as it was. */
  private static String wellFormed(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Vault open(Path folder) {
    return Vault.newBuilder(folder.resolve("vault"), KEY).compactFromBytes(3000).open();
  }
}
