package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names that would be paths, SQL, separators or lookalikes are names and nothing else. */
class HostileNamesProperties {
  private static final List<String> HOSTILE =
      List.of(
          "a|b",
          "a",
          "b|c",
          "|",
          "a\0b",
          "\0",
          "e\u0301",
          "é",
          "../../etc/passwd",
          "C:\\keys",
          "/dev/null",
          "CON",
          "a/b",
          "'; drop table secret; --",
          "\" or 1=1",
          "%s%n",
          "${jndi:ldap://x}",
          "\u202egnp.exe",
          "\ud83d\ude00",
          "default",
          "null",
          "\r\nSet-Cookie: x",
          "A",
          "ａ");

  @Example
  void everyPairOfHostileNamesIsTwoPlaces() {
    Map<SecretRef, String> all = new LinkedHashMap<>();
    for (String one : HOSTILE) {
      for (String other : HOSTILE) {
        all.put(new SecretRef("acme", Optional.of(one), other, "n"), one + " and " + other);
        all.put(new SecretRef(one, Optional.of("u"), "p", other), other + " in " + one);
        all.put(new SecretRef(one, Optional.empty(), other, "u"), other + " of " + one);
      }
    }
    MemoryVaultStore store = new MemoryVaultStore();
    try (Vault vault = Vault.open(store, KEY)) {
      all.forEach((ref, value) -> put(vault, ref, value));
      all.forEach((ref, value) -> assertThat(text(vault, ref)).contains(value));
      assertThat(vault.list("acme").size()).isGreaterThan(500);
    }
    for (Row row : new Attacker(store).rows(RowKind.SECRET)) {
      assertThat(row.key().id().length()).isEqualTo(32);
    }
  }

  @Property(tries = 1_000)
  void twoPlacesNeverShareARow(@ForAll("refs") SecretRef one, @ForAll("refs") SecretRef other) {
    MemoryVaultStore store = new MemoryVaultStore();
    Attacker attacker = new Attacker(store);
    try (Vault vault = Vault.open(store, KEY)) {
      put(vault, one, "of one");
      if (one.equals(other)) {
        return;
      }
      assertThat(text(vault, other)).isEmpty();
      put(vault, other, "of other");
      assertThat(text(vault, one)).contains("of one");
      assertThat(text(vault, other)).contains("of other");
      List<Row> rows = attacker.rows(RowKind.SECRET);
      assertThat(rows).hasSize(2);
      Row first = rows.getFirst();
      Row second = rows.getLast();
      attacker.write(new Row(first.key(), second.revision(), second.content()));
      attacker.write(new Row(second.key(), first.revision(), first.content()));
      for (SecretRef ref : List.of(one, other)) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> vault.find(ref))
            .isInstanceOf(TamperedRecord.class);
      }
    }
  }

  @Provide
  Arbitrary<SecretRef> refs() {
    Arbitrary<String> name =
        Arbitraries.oneOf(
            Arbitraries.of(HOSTILE).filter(text -> !text.isBlank()),
            Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> !text.isBlank()));
    return Combinators.combine(name, name.optional(0.7), name, name).as(SecretRef::new);
  }
}
