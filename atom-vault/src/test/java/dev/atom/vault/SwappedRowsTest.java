package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A store whose owner moves and edits rows, as someone with a database's password can. */
class SwappedRowsTest {
  private static final SecretRef ADA = ref("acme", "ada", "openai", "default");
  private final HostileStore store = new HostileStore();
  private final Vault vault =
      new Vault(
          store, KEY.keyset(KeyDerivation.keyset()), Clock.systemUTC(), new SecureRandom(), 10);

  @Test
  void aRowMovedToAnotherPlaceIsRefused() {
    List<SecretRef> places =
        List.of(
            ADA,
            ref("acme", "bob", "openai", "default"),
            ref("acme", "ada", "gemini", "default"),
            ref("acme", "ada", "openai", "second"),
            ref("other", "ada", "openai", "default"),
            new SecretRef("acme", Optional.empty(), "openai", "default"));
    places.forEach(place -> put(vault, place, "of " + place));
    for (SecretRef from : places) {
      for (SecretRef to : places) {
        SecretRow row = store.row(from);
        if (!from.equals(to)) {
          refused(at(to, row));
        }
      }
    }
    places.forEach(place -> assertThat(text(vault, place)).contains("of " + place));
  }

  @Test
  void editedFieldsAreRefused() {
    put(vault, ADA, "value");
    SecretRow row = store.row(ADA);
    refused(edit(row, row.version() + 1, row.stored(), row.expires() - 1));
    refused(edit(row, row.version(), row.stored() + 1, row.expires()));
    refused(edit(row, row.version(), row.stored(), row.expires() - 1));
    refused(edit(row, row.version() + 1, row.stored(), row.expires()));
    assertThat(text(vault, ADA)).contains("value");
  }

  @Test
  void anotherTenantsDataKeyIsRefused() {
    SecretRef other = ref("other", "ada", "openai", "default");
    put(vault, ADA, "value");
    put(vault, other, "other value");
    DataKeyRow acme = store.newestDataKey("acme").orElseThrow();
    DataKeyRow others = store.newestDataKey("other").orElseThrow();
    SecretRow row = store.row(ADA);
    store.rows.apply(
        new DataKeyRow("acme", others.id(), others.generation() + 1, others.wrapped()));
    refused(
        new SecretRow(
            ADA, row.version(), row.kind(), row.stored(), row.expires(), others.id(), row.body()));
    store.rows.apply(new DataKeyRow("acme", acme.id(), acme.generation(), others.wrapped()));
    Vault fresh =
        new Vault(
            store, KEY.keyset(KeyDerivation.keyset()), Clock.systemUTC(), new SecureRandom(), 10);
    assertThatThrownBy(() -> fresh.find(ADA)).isInstanceOf(TamperedRecord.class);
    assertThatThrownBy(() -> put(fresh, ADA, "new")).isInstanceOf(TamperedRecord.class);
  }

  @Test
  void everyFlippedBitOfABodyIsRefused() {
    put(vault, ADA, "value");
    SecretRow row = store.row(ADA);
    byte[] body = row.body().orElseThrow().toArray();
    for (int bit = 0; bit < body.length * 8; bit++) {
      byte[] flipped = body.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      store.rows.apply(withBody(row, Bytes.of(flipped)));
      assertThatThrownBy(() -> vault.find(ADA))
          .as("bit %d", bit)
          .isInstanceOfAny(TamperedRecord.class, UnsupportedFormat.class);
    }
    for (int length = 0; length < body.length; length++) {
      store.rows.apply(withBody(row, Bytes.of(java.util.Arrays.copyOf(body, length))));
      assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(TamperedRecord.class);
    }
    store.rows.apply(row);
    assertThat(text(vault, ADA)).contains("value");
  }

  @Test
  void everyFlippedBitOfAWrappedDataKeyIsRefused() {
    put(vault, ADA, "value");
    DataKeyRow key = store.newestDataKey("acme").orElseThrow();
    byte[] wrapped = key.wrapped().toArray();
    RecordSeal seal = new RecordSeal(store.vaultId());
    DataKeys keys =
        new DataKeys(store, KEY.keyset(KeyDerivation.keyset()), seal, new SecureRandom(), 1);
    assertThat(keys.unwrap(key)).isPresent();
    for (int bit = 0; bit < wrapped.length * 8; bit++) {
      byte[] flipped = wrapped.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      DataKeyRow changed =
          new DataKeyRow(key.tenant(), key.id(), key.generation(), Bytes.of(flipped));
      assertThat(keys.unwrap(changed)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void idsThatJoinToTheSameTextAreDifferentPlaces() {
    List<SecretRef> places =
        List.of(
            ref("acme", "a|b", "c", "n"),
            ref("acme", "a", "b|c", "n"),
            ref("acme", "a", "b", "c|n"),
            ref("acme|a", "b", "c", "n"),
            ref("acme", "a\0b", "c", "n"),
            ref("acme", "a", "\0b", "n"),
            ref("acme", "e\u0301", "c", "n"),
            ref("acme", "é", "c", "n"),
            ref("acme", "../../etc/passwd", "c", "n"),
            ref("acme", "C:\\keys", "c", "n"),
            ref("acme", "'; drop table secret; --", "c", "n"),
            ref("acme", "\u202egnp.exe", "c", "n"),
            ref("acme", "\ud83d\ude00", "c", "n"));
    for (int i = 0; i < places.size(); i++) {
      put(vault, places.get(i), "value " + i);
    }
    for (int i = 0; i < places.size(); i++) {
      assertThat(text(vault, places.get(i))).contains("value " + i);
      for (SecretRef other : places) {
        if (!other.equals(places.get(i))) {
          refused(at(other, store.row(places.get(i))));
        }
      }
    }
  }

  @Test
  void halfASurrogatePairIsRefusedBecauseItWouldBecomeAQuestionMark() {
    put(vault, ref("acme", "?", "c", "n"), "value");
    assertThatThrownBy(() -> put(vault, ref("acme", "\ud800", "c", "n"), "other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void rowsOfRandomPlacesNeverOpenElsewhere() {
    Random random = new Random(7);
    String alphabet = "ab|/:\0é\n";
    for (int i = 0; i < 1000; i++) {
      SecretRef from = random(random, alphabet);
      SecretRef to = random(random, alphabet);
      put(vault, from, "value");
      if (!from.equals(to)) {
        refused(at(to, store.row(from)));
      }
    }
  }

  private static SecretRef random(Random random, String alphabet) {
    String[] ids = new String[4];
    for (int i = 0; i < ids.length; i++) {
      StringBuilder id = new StringBuilder("a");
      for (int n = random.nextInt(3); n > 0; n--) {
        id.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      ids[i] = id.toString();
    }
    return ref(ids[0], ids[1], ids[2], ids[3]);
  }

  /** Puts the row into the store, expects a refusal, and puts back what was there. */
  private void refused(SecretRow forged) {
    Optional<SecretRow> before = store.newest(forged.ref()).map(VaultStore.Held::row);
    store.rows.apply(forged);
    assertThatThrownBy(() -> vault.find(forged.ref()))
        .as("%s", forged.ref())
        .isInstanceOf(TamperedRecord.class);
    assertThat(vault.list(forged.ref().tenant()))
        .filteredOn(entry -> entry.ref().equals(forged.ref()))
        .singleElement()
        .isInstanceOf(VaultEntry.Unusable.class);
    before.ifPresent(store.rows::apply);
  }

  private static SecretRow at(SecretRef place, SecretRow row) {
    return new SecretRow(
        place, row.version(), row.kind(), row.stored(), row.expires(), row.dataKey(), row.body());
  }

  private static SecretRow edit(SecretRow row, long version, long stored, long expires) {
    return new SecretRow(
        row.ref(), version, row.kind(), stored, expires, row.dataKey(), row.body());
  }

  private static SecretRow withBody(SecretRow row, Bytes body) {
    return new SecretRow(
        row.ref(),
        row.version(),
        row.kind(),
        row.stored(),
        row.expires(),
        row.dataKey(),
        Optional.of(body));
  }

  private static SecretRef ref(String tenant, String user, String provider, String name) {
    return new SecretRef(tenant, Optional.of(user), provider, name);
  }

  /** Rows in memory, open to anybody. */
  private static final class HostileStore implements VaultStore {
    private final Bytes vaultId = Bytes.random(new SecureRandom(), 16);
    private final VaultIndex rows = new VaultIndex();

    SecretRow row(SecretRef ref) {
      return newest(ref).orElseThrow().row();
    }

    @Override
    public Bytes vaultId() {
      return vaultId;
    }

    @Override
    public Optional<Held> newest(SecretRef ref) {
      return rows.newest(ref);
    }

    @Override
    public List<Held> ofTenant(String tenant) {
      return rows.ofTenant(tenant);
    }

    @Override
    public Optional<DataKeyRow> dataKey(Bytes id) {
      return rows.dataKey(id);
    }

    @Override
    public Optional<DataKeyRow> newestDataKey(String tenant) {
      return rows.newestDataKey(tenant);
    }

    @Override
    public void commit(List<VaultRow> committed) {
      committed.forEach(rows::apply);
    }

    @Override
    public VaultHealth health() {
      return new VaultHealth(0, List.of());
    }

    @Override
    public List<SecretRef> repair(long now) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
