package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.Prf;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The root keys of an open vault, and what ids and fingerprints come of. Read again when the header
 * turns out to have changed, as by another process that changes the master key. Thread-safe.
 */
final class Roots {
  private final VaultStore store;
  private final Kek kek;
  private final SecureRandom random;
  private volatile Opened opened;

  /** A header, opened. */
  record Opened(Header header, long revision, Map<Integer, TinkKeyset> keys, Functions functions) {
    TinkKeyset newest() {
      return keys.get(header.newest().generation());
    }
  }

  /** What names and secrets go through; the same for the life of a vault. */
  record Functions(Prf ids, Prf fingerprints, Prf digests, Prf backups) {
    static Functions of(byte[] indexKey) {
      return new Functions(
          Prf.of(indexKey, "atom-vault/id/2"),
          Prf.of(indexKey, "atom-vault/fingerprint/2"),
          Prf.of(indexKey, "atom-vault/digest/2"),
          Prf.of(indexKey, "atom-vault/backup/1"));
    }
  }

  private Roots(VaultStore store, Kek kek, SecureRandom random, Row header) {
    this.store = store;
    this.kek = kek;
    this.random = random;
    this.opened = open(header);
  }

  /**
   * Opens a store's header, or writes one if the store is empty.
   *
   * @param recipient whom a new vault is sealed for besides; empty for nobody
   */
  static Roots open(VaultStore store, Kek kek, SecureRandom random, Bytes recipient) {
    Row row =
        store
            .get(Header.KEY)
            .orElseGet(
                () -> {
                  requireEmpty(store);
                  return create(store, kek, random, recipient);
                });
    return new Roots(store, kek, random, row);
  }

  /**
   * The roots of a header that is not, or not yet, in the store.
   *
   * @param store where the header is looked for when an unknown root key is asked for
   */
  static Roots of(VaultStore store, Kek kek, SecureRandom random, Row header) {
    return new Roots(store, kek, random, header);
  }

  /** All that is known of one revision of the header. */
  Opened opened() {
    return opened;
  }

  Header header() {
    return opened.header();
  }

  long revision() {
    return opened.revision();
  }

  Bytes vaultId() {
    return opened.header().vaultId();
  }

  Functions functions() {
    return opened.functions();
  }

  Kek kek() {
    return kek;
  }

  /** The generation of the newest root key, which wraps new data keys. */
  int generation() {
    return opened.header().newest().generation();
  }

  /** Wraps a data key with the newest root key. */
  Bytes wrap(byte[] keyset, byte[] associatedData) {
    return opened.newest().wrap(keyset, associatedData);
  }

  /** The root key of a generation, read from the store again if it is not known yet. */
  TinkKeyset root(int generation) throws GeneralSecurityException {
    TinkKeyset known = opened.keys().get(generation);
    if (known == null) {
      reload();
      known = opened.keys().get(generation);
    }
    if (known == null) {
      throw new GeneralSecurityException("there is no root key " + generation);
    }
    return known;
  }

  /** Reads the header again. */
  void reload() {
    Row row =
        store
            .get(Header.KEY)
            .orElseThrow(() -> new VaultCorrupt("the vault's header is gone; restore it"));
    if (row.revision() < opened.revision()) {
      throw new RolledBack(
          "the vault's header is older than it was; somebody put an older state back");
    }
    if (row.revision() != opened.revision()) {
      opened = open(row);
    }
  }

  /** Makes a header with a change of its root keys; the caller commits it and reads again. */
  Row changed(List<Header.Root> roots, Bytes recipient, TinkKeyset newest) {
    Opened now = opened;
    byte[] index = indexKey(now.header(), now.revision(), now.newest());
    try {
      Header header = new Header(now.header().vaultId(), roots, recipient, Bytes.EMPTY);
      return Header.row(header, now.revision() + 1, newest, index);
    } finally {
      Arrays.fill(index, (byte) 0);
    }
  }

  SecureRandom random() {
    return random;
  }

  private static Row create(VaultStore store, Kek kek, SecureRandom random, Bytes recipient) {
    byte[] id = new byte[Header.ID_LENGTH];
    byte[] index = new byte[TinkKeyset.KEY_LENGTH];
    random.nextBytes(id);
    random.nextBytes(index);
    byte[] root = TinkKeyset.generate(random);
    Bytes vaultId = Bytes.wrapping(id);
    try {
      List<Wrap> wraps = new ArrayList<>(List.of(kek.wrap(root, vaultId, 1)));
      if (recipient.length() > 0) {
        wraps.add(RecoveryKey.wrapFor(recipient, root, vaultId, 1));
      }
      Header header =
          new Header(vaultId, List.of(new Header.Root(1, wraps)), recipient, Bytes.EMPTY);
      Row row = Header.row(header, 1, Kek.keyset(root), index);
      store.commit(List.of(new Change.Put(row, 0)));
      return row;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh root key doesn't open", e);
    } catch (VaultConflict e) {
      // Another process was faster and made the vault.
      return store.get(Header.KEY).orElseThrow(() -> e);
    } finally {
      Arrays.fill(root, (byte) 0);
      Arrays.fill(index, (byte) 0);
    }
  }

  private static void requireEmpty(VaultStore store) {
    for (RowKind kind : RowKind.values()) {
      if (!store.scan(kind, Bytes.EMPTY, Bytes.EMPTY, 1).isEmpty()) {
        throw new VaultCorrupt(
            "the vault's header is missing beside its rows; a fresh key would not open them. If a"
                + " restore was interrupted, empty the store and restore again; else restore it from"
                + " a backup");
      }
    }
    if (!store.health().damage().isEmpty()) {
      throw new VaultCorrupt(
          "the vault's header can't be read: " + store.health().damage() + "; restore it");
    }
  }

  private Opened open(Row row) {
    Header header = Header.parse(row);
    Map<Integer, TinkKeyset> keys = new HashMap<>();
    for (Header.Root root : header.roots()) {
      keys.put(root.generation(), open(header, root));
    }
    TinkKeyset newest = keys.get(header.newest().generation());
    byte[] index = indexKey(header, row.revision(), newest);
    try {
      return new Opened(header, row.revision(), Map.copyOf(keys), Functions.of(index));
    } finally {
      Arrays.fill(index, (byte) 0);
    }
  }

  private TinkKeyset open(Header header, Header.Root root) {
    List<Wrap> suiting = root.wraps().stream().filter(kek::suits).toList();
    for (Wrap wrap : suiting) {
      if (kek.made(wrap)) {
        return open(header, root, wrap);
      }
    }
    throw new WrongMasterKey(
        suiting.isEmpty()
            ? "the vault doesn't open with " + kek.describe() + "; " + kinds(root)
            : "the vault was sealed with another key than the given one; " + kinds(root));
  }

  private TinkKeyset open(Header header, Header.Root root, Wrap wrap) {
    byte[] serialized = new byte[0];
    try {
      serialized = kek.unwrap(wrap, header.vaultId(), root.generation());
      return Kek.keyset(serialized);
    } catch (GeneralSecurityException e) {
      throw changed();
    } finally {
      Arrays.fill(serialized, (byte) 0);
    }
  }

  private static byte[] indexKey(Header header, long revision, TinkKeyset newest) {
    try {
      return header.openIndexKey(revision, newest);
    } catch (GeneralSecurityException e) {
      throw changed();
    }
  }

  private static String kinds(Header.Root root) {
    List<String> kinds = new ArrayList<>();
    for (Wrap wrap : root.wraps()) {
      kinds.add(
          switch (wrap.kind()) {
            case Wrap.PROVIDER -> "the key service's key " + Words.safe(wrap.keyId());
            case Wrap.RECOVERY -> "the recovery key of " + wrap.keyId().substring(0, Math.min(8, wrap.keyId().length())) + "...";
            default -> wrap.derivation().iterations() > 0 ? "the passphrase" : "the master key";
          });
    }
    return "give " + String.join(" or ", kinds) + " that it was made with";
  }

  private static VaultCorrupt changed() {
    return new VaultCorrupt(
        "the master key is right, but the vault's header was changed; restore it");
  }

  /** What a data key is bound to. */
  byte[] associatedData(Bytes id, long revision, int rootGeneration, int state) {
    return new FieldWriter()
        .text("atom-vault/dek/2")
        .fixed(vaultId())
        .sized(id)
        .i64(revision)
        .u32(rootGeneration)
        .u8(state)
        .toByteArray();
  }
}
