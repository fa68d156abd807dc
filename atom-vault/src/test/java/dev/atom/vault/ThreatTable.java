package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What somebody can do who can write a store's rows and has no key, row by row of the threat table in
 * docs/vault.md. The promise in each: the right value, or a refusal; never another value, and never
 * "there is none" where there is one. An engine's test extends this and says what the store is.
 */
public abstract class ThreatTable {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private final Map<SecretRef, String> values =
      new TreeMap<>(java.util.Comparator.comparing(SecretRef::toString));
  private Unclosed store;
  private Attacker attacker;
  private int cases;

  /** A store without rows. */
  protected abstract VaultStore newStore();

  /** Every how many bits one is flipped, on an engine where a write takes its time. */
  protected int stride() {
    return 1;
  }

  @BeforeEach
  void fill() {
    store = new Unclosed(newStore());
    attacker = new Attacker(store);
    try (Vault vault = open()) {
      for (SecretRef ref : places()) {
        put(vault, ref, "old value of " + ref);
        put(vault, ref, "value of " + ref);
        values.put(ref, "value of " + ref);
        text(vault, ref);
      }
    }
  }

  @AfterEach
  void count(TestInfo test) throws IOException {
    // How many cases were tried is published with the figures.
    Files.writeString(
        Path.of("target", "threat-table.txt"),
        "%s %s %d%n".formatted(getClass().getSimpleName(), test.getDisplayName(), cases),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    store.closeReally();
  }

  @Test
  void row01everyFlippedBitOfEveryStoredByteIsRefused() {
    Map<RowKey, Row> before = attacker.rows();
    for (Row row : before.values()) {
      byte[] content = row.content().toArray();
      for (int bit = 0; bit < content.length * 8; bit += step(row)) {
        content[bit / 8] ^= (byte) (1 << bit % 8);
        attacker.write(new Row(row.key(), row.revision(), Bytes.of(content)));
        content[bit / 8] ^= (byte) (1 << bit % 8);
        neverAnother(row.key() + " bit " + bit, touches(row));
      }
      attacker.write(row);
    }
    allIsWell();
  }

  @Test
  void row01everyCutContentIsRefused() {
    for (Row row : attacker.rows().values()) {
      for (int length = 0; length < row.content().length(); length += stride()) {
        attacker.write(
            new Row(row.key(), row.revision(), Bytes.of(row.content().toArray(), 0, length)));
        neverAnother(row.key() + " cut to " + length, touches(row));
      }
      attacker.write(row);
    }
    allIsWell();
  }

  @Test
  void row02allPairsOfRowsExchangedAreRefused() {
    List<Row> rows = List.copyOf(attacker.rows().values());
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        Row one = rows.get(i);
        Row other = rows.get(j);
        attacker.write(new Row(one.key(), other.revision(), other.content()));
        attacker.write(new Row(other.key(), one.revision(), one.content()));
        neverAnother(one.key() + " and " + other.key(), touches(one) || touches(other));
        attacker.write(new Row(one.key(), one.revision(), other.content()));
        attacker.write(new Row(other.key(), other.revision(), one.content()));
        neverAnother(
            "contents of " + one.key() + " and " + other.key(), touches(one) || touches(other));
        attacker.write(one);
        attacker.write(other);
      }
    }
    allIsWell();
  }

  @Test
  void row03editedRevisionsAreRefused() {
    for (Row row : attacker.rows().values()) {
      for (long revision :
          new long[] {row.revision() + 1, row.revision() + 7, Long.MAX_VALUE, 1, 2}) {
        if (revision != row.revision()) {
          attacker.write(new Row(row.key(), revision, row.content()));
          neverAnother(row.key() + " at " + revision, touches(row));
        }
      }
      attacker.write(row);
    }
    allIsWell();
  }

  @Test
  void row04everyOlderStateOfARowPutBackIsRefused() {
    List<Map<RowKey, Row>> history = history();
    Map<RowKey, Row> now = attacker.rows();
    for (Map<RowKey, Row> past : history) {
      for (Row old : past.values()) {
        if (!old.equals(now.get(old.key()))) {
          attacker.write(old);
          neverAnother(old.key() + " as at revision " + old.revision(), false);
          attacker.restore(now);
        }
      }
    }
    allIsWell();
  }

  @Test
  void row04everyPairOfOlderRowsPutBackIsRefused() {
    List<Map<RowKey, Row>> history = history();
    Map<RowKey, Row> now = attacker.rows();
    for (Map<RowKey, Row> past : history) {
      List<Row> changed =
          past.values().stream().filter(row -> !row.equals(now.get(row.key()))).toList();
      for (Row one : changed) {
        for (Row other : changed) {
          boolean whole =
              one.key().kind() == RowKind.TENANT && other.key().kind() == RowKind.SECRET;
          if (one.key().compareTo(other.key()) < 0 && !whole) {
            attacker.write(one);
            attacker.write(other);
            neverAnother(one.key() + " and " + other.key() + " of the past", false);
            attacker.restore(now);
          }
        }
      }
    }
    allIsWell();
  }

  @Test
  void row04whatWasRevokedDoesNotComeBackWhileTheVaultIsOpen() {
    SecretRef ada = places().getFirst();
    Map<RowKey, Row> before = attacker.rows();
    try (Vault vault = newBuilder().freshness(Duration.ZERO).open()) {
      assertThat(text(vault, ada)).isPresent();
      vault.delete(ada);
      assertThat(vault.find(ada)).isEmpty();
      attacker.restore(before);
      cases++;
      assertThatThrownBy(() -> vault.find(ada))
          .isInstanceOfAny(RolledBack.class, TamperedRecord.class);
    }
  }

  @Test
  void row05aStoreThatWasRolledBackWholeIsFoundWithAnAnchor() {
    SecretRef ada = places().getFirst();
    Map<RowKey, Row> before = attacker.rows();
    Audit.Anchor early;
    Audit.Anchor late;
    try (Vault vault = open()) {
      early = vault.audit().anchor(ada.tenant());
      vault.delete(ada);
      late = vault.audit().anchor(ada.tenant());
      vault.audit().require(early);
      vault.audit().require(late);
    }
    attacker.restore(before);
    try (Vault vault = open()) {
      cases += 2;
      vault.audit().require(early);
      assertThatThrownBy(() -> vault.audit().require(late)).isInstanceOf(RolledBack.class);
      // Without an anchor nobody can tell: the documentation says so.
      assertThat(text(vault, ada)).isPresent();
      assertThat(vault.admin().verify().sound()).isTrue();
      put(vault, ada, "another history");
      vault.delete(ada);
      put(vault, ada, "and longer than the first");
      assertThatThrownBy(() -> vault.audit().require(late)).isInstanceOf(RolledBack.class);
    }
  }

  @Test
  void row06everyRemovedRowIsMissedAndNeverTakenForNone() {
    Map<RowKey, Row> before = attacker.rows();
    for (Row row : before.values()) {
      attacker.remove(row.key());
      neverAnother("without " + row.key(), touches(row));
      boolean harmless = row.key().kind() == RowKind.STATUS;
      if (!harmless) {
        cases++;
        assertThat(verified()).as("without %s", row.key()).isFalse();
      }
      attacker.restore(before);
    }
    allIsWell();
  }

  @Test
  void row06aPlantedRowIsRefused() {
    Map<RowKey, Row> before = attacker.rows();
    SecretRef gone = places().getLast();
    try (Vault vault = open()) {
      vault.destroy(gone);
    }
    Map<RowKey, Row> now = attacker.rows();
    for (Row row : before.values()) {
      if (!now.containsKey(row.key())) {
        attacker.write(row);
        cases++;
        try (Vault vault = open()) {
          assertThat(vault.find(gone)).isEmpty();
          if (row.key().kind() == RowKind.VERSION) {
            assertThat(vault.admin().verify().sound()).isFalse();
          }
        }
        attacker.restore(now);
      }
    }
    assertThat(cases).isPositive();
  }

  @Test
  void row10aWrongMasterKeyIsToldFromTamperingAndWritesNothing() {
    Map<RowKey, Row> before = attacker.rows();
    cases++;
    assertThatThrownBy(() -> Vault.open(store, OTHER_KEY)).isInstanceOf(WrongMasterKey.class);
    try (MasterKey passphrase = MasterKey.fromPassphrase(Secret.of("correct horse"), 100_000)) {
      cases++;
      assertThatThrownBy(() -> Vault.open(store, passphrase))
          .isInstanceOf(WrongMasterKey.class)
          .hasMessageContaining("passphrase");
    }
    assertThat(attacker.rows()).isEqualTo(before);
  }

  @Test
  void row11noFreshKeyIsMadeBesideRows() {
    Map<RowKey, Row> before = attacker.rows();
    attacker.remove(Header.KEY);
    Map<RowKey, Row> without = attacker.rows();
    cases++;
    assertThatThrownBy(this::open)
        .isInstanceOf(VaultCorrupt.class)
        .hasMessageContaining("header is missing");
    assertThat(attacker.rows()).isEqualTo(without);
    // Even one row of any kind is enough.
    for (Row row : without.values()) {
      attacker.restore(Map.of(row.key(), row));
      cases++;
      assertThatThrownBy(this::open).isInstanceOf(VaultCorrupt.class);
    }
    attacker.restore(Map.of());
    cases++;
    assertThatThrownBy(() -> newBuilder().onlyExisting().open()).isInstanceOf(VaultCorrupt.class);
    attacker.restore(before);
    allIsWell();
  }

  /** Every state of the rows while secrets are changed in every way. */
  private List<Map<RowKey, Row>> history() {
    List<Map<RowKey, Row>> history = new ArrayList<>();
    SecretRef ada = places().getFirst();
    SecretRef bob = places().get(1);
    try (Vault vault = open()) {
      List<Runnable> steps =
          List.of(
              () -> put(vault, ada, "newer value"),
              () -> vault.delete(ada),
              () -> vault.restore(ada),
              () -> vault.label(bob, Map.of("a", "b")),
              () -> vault.rollBack(ada, 1),
              () -> vault.expire(bob, NOW.plusSeconds(60)),
              () -> vault.destroy(ada, 1),
              () -> put(vault, bob, "newest value"),
              () -> vault.delete(ada));
      for (Runnable step : steps) {
        history.add(attacker.rows());
        step.run();
      }
    }
    values.remove(ada);
    values.put(bob, "newest value");
    return history;
  }

  /** Every secret has its value or is refused, in a vault that is opened anew. */
  private void neverAnother(String what, boolean somethingRefused) {
    cases++;
    int refused = 0;
    // Looking writes nothing: uses that go into the audit would change what is tried next.
    store.freeze(true);
    try (Vault vault = open()) {
      for (SecretRef ref : places()) {
        try {
          Optional<String> found = text(vault, ref);
          assertThat(found).as("%s: %s", what, ref).isEqualTo(Optional.ofNullable(values.get(ref)));
        } catch (VaultException e) {
          refused++;
        }
      }
    } catch (VaultException e) {
      refused++;
    }
    store.freeze(false);
    if (somethingRefused) {
      assertThat(refused).as(what).isPositive();
    }
  }

  private boolean verified() {
    try (Vault vault = open()) {
      return vault.admin().verify().sound();
    } catch (VaultException e) {
      return false;
    }
  }

  private void allIsWell() {
    try (Vault vault = open()) {
      values.forEach((ref, value) -> assertThat(text(vault, ref)).contains(value));
      assertThat(vault.admin().verify().problems()).isEmpty();
    }
    assertThat(cases).isPositive();
  }

  /** Whether a secret can't be had any more once the row is changed. */
  private static boolean touches(Row row) {
    return switch (row.key().kind()) {
      case HEADER, DATA_KEY, TENANT, MANIFEST, SECRET -> true;
      case VERSION, STATUS, AUDIT, LEASE -> false;
    };
  }

  /** Rows that no value hangs on are not tried bit by bit. */
  private int step(Row row) {
    return touches(row) ? stride() : 7 * stride();
  }

  private VaultBuilder newBuilder() {
    return Vault.newBuilder(store, KEY)
        .clock(new TestClock(NOW))
        .accessInterval(Duration.ofHours(1));
  }

  private Vault open() {
    return newBuilder().open();
  }

  private static List<SecretRef> places() {
    return List.of(
        new SecretRef("acme", Optional.of("ada"), "openai", "default"),
        new SecretRef("acme", Optional.of("bob"), "openai", "default"),
        new SecretRef("acme", Optional.of("ada"), "gemini", "default"),
        new SecretRef("other", Optional.of("ada"), "openai", "default"),
        new SecretRef("acme", Optional.empty(), "openai", "default"));
  }
}
