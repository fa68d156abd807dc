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
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The root keys of an open vault, and what ids and fingerprints come of. Read again when the header
 * turns out to have changed, as by another process that changes the master key. Thread-safe.
 */
final class Roots {
  private final VaultStore store;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Kek> keks;
  private volatile Opened opened;

  /**
   * A header, opened. What is wrapped with {@link #newest} and written together with a requirement of
   * {@link #revision} hangs on a root key that is the newest at that moment.
   */
  record Opened(Header header, long revision, Map<Integer, TinkKeyset> keys, Functions functions) {
    TinkKeyset newest() {
      return Objects.requireNonNull(keys.get(generation()));
    }

    int generation() {
      return header.newest().generation();
    }

    Change.Require require() {
      return new Change.Require(Header.KEY, revision);
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
    this.keks = List.of(kek);
    this.random = random;
    this.opened = open(header, Map.of());
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

  /** The header as it was read last. */
  Opened opened() {
    return opened;
  }

  Bytes vaultId() {
    return opened.header().vaultId();
  }

  Functions functions() {
    return opened.functions();
  }

  /** Takes another master key, which may open what is to come. */
  void adopt(Kek kek) {
    lock.lock();
    try {
      if (!keks.contains(kek)) {
        List<Kek> all = new ArrayList<>(keks);
        all.add(kek);
        keks = List.copyOf(all);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of master keys that open nothing any more. */
  void drop() {
    List<Kek> useful = keksOf(opened.header().newest());
    lock.lock();
    try {
      keks = useful.isEmpty() ? keks : useful;
    } finally {
      lock.unlock();
    }
  }

  /** The master keys of this process that open a root key. */
  List<Kek> keksOf(Header.Root root) {
    return keks.stream()
        .filter(kek -> root.wraps().stream().anyMatch(wrap -> kek.suits(wrap) && kek.made(wrap)))
        .toList();
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

  /**
   * Reads the header again.
   *
   * @throws WrongMasterKey if it has a root key that none of the master keys of this process opens
   */
  void reload() {
    Opened before = opened;
    Row row =
        store
            .get(Header.KEY)
            .orElseThrow(() -> new VaultCorrupt("the vault's header is gone; restore it"));
    if (row.revision() < before.revision()) {
      throw new RolledBack(
          "the vault's header is older than it was; somebody put an older state back");
    }
    if (row.revision() != before.revision()) {
      Opened now = reopened(row, before);
      lock.lock();
      try {
        if (now.revision() > opened.revision()) {
          opened = now;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Makes a header with other root keys or wraps; the caller commits it and reads again. */
  static Row changed(Opened now, List<Header.Root> roots, Bytes recipient, TinkKeyset newest) {
    byte[] index = indexKey(now.header(), now.revision(), now.newest());
    try {
      Header header = new Header(now.header().vaultId(), roots, recipient, Bytes.EMPTY);
      return Header.row(header, now.revision() + 1, newest, index);
    } finally {
      Arrays.fill(index, (byte) 0);
    }
  }

  /** A root key, serialized; the caller wipes it. */
  byte[] serialized(Header header, Header.Root root) {
    try {
      return unwrapped(header, root);
    } catch (GeneralSecurityException e) {
      throw changed();
    } catch (WrongMasterKey e) {
      throw since(e);
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

  private Opened reopened(Row row, Opened before) {
    try {
      return open(row, before.keys());
    } catch (WrongMasterKey e) {
      throw since(e);
    }
  }

  private static WrongMasterKey since(WrongMasterKey e) {
    return new WrongMasterKey(
        "the vault's master key was changed while this process had the vault open; open it again"
            + " with the new one. "
            + e.getMessage());
  }

  /**
   * Opens a header. Root keys that are known are not unwrapped again: a generation never gets another
   * key, and that the newest opens the index key proves the header.
   */
  private Opened open(Row row, Map<Integer, TinkKeyset> known) {
    Header header = Header.parse(row);
    Map<Integer, TinkKeyset> keys = new HashMap<>();
    for (Header.Root root : header.roots()) {
      TinkKeyset key = known.get(root.generation());
      keys.put(root.generation(), key == null ? open(header, root) : key);
    }
    TinkKeyset newest = Objects.requireNonNull(keys.get(header.newest().generation()));
    byte[] index = indexKey(header, row.revision(), newest);
    try {
      return new Opened(header, row.revision(), Map.copyOf(keys), Functions.of(index));
    } finally {
      Arrays.fill(index, (byte) 0);
    }
  }

  private TinkKeyset open(Header header, Header.Root root) {
    byte[] serialized = new byte[0];
    try {
      serialized = unwrapped(header, root);
      return Kek.keyset(serialized);
    } catch (GeneralSecurityException e) {
      throw changed();
    } finally {
      Arrays.fill(serialized, (byte) 0);
    }
  }

  private byte[] unwrapped(Header header, Header.Root root) throws GeneralSecurityException {
    boolean suits = false;
    for (Kek kek : keks) {
      for (Wrap wrap : root.wraps()) {
        if (kek.suits(wrap)) {
          suits = true;
          if (kek.made(wrap)) {
            return kek.unwrap(wrap, header.vaultId(), root.generation());
          }
        }
      }
    }
    throw new WrongMasterKey(
        suits
            ? "the vault was sealed with another key than the given one; " + kinds(root)
            : "the vault doesn't open with " + keks.getLast().describe() + "; " + kinds(root));
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
            case Wrap.RECOVERY ->
                "the recovery key of "
                    + wrap.keyId().substring(0, Math.min(8, wrap.keyId().length()))
                    + "...";
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
