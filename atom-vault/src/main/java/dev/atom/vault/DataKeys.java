package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows of data keys: {@code 'A' 'V' 02 01}, the generation of the root key, the state, and the
 * keyset wrapped by that root key.
 */
final class DataKeys {
  static final int ACTIVE = 1;
  static final int RETIRED = 2;

  /** The key was destroyed; the row stays, so that no fresh one takes its place unseen. */
  static final int SHREDDED = 3;

  private static final int MOST_TRIES = 10;

  private final VaultStore store;
  private final Roots roots;

  DataKeys(VaultStore store, Roots roots) {
    this.store = store;
    this.roots = roots;
  }

  /**
   * What a row says.
   *
   * @param root the generation of the root key that wraps it
   * @param state {@link #ACTIVE}, {@link #RETIRED} or {@link #SHREDDED}
   * @param wrapped the keyset, wrapped
   */
  record Content(int root, int state, Bytes wrapped) {
    Bytes toBytes() {
      return new FieldWriter()
          .u8('A')
          .u8('V')
          .u8(2)
          .u8(1)
          .u32(root)
          .u8(state)
          .sized(wrapped)
          .toBytes();
    }

    static Content parse(Row row) throws GeneralSecurityException {
      try {
        FieldReader from = new FieldReader(row.content().toArray());
        if (from.u8() != 'A' || from.u8() != 'V') {
          throw new GeneralSecurityException("not a data key");
        }
        int format = from.u8();
        int algorithm = from.u8();
        if (format != 2 || algorithm != 1) {
          throw new UnsupportedFormat(
              "a data key has format %d and algorithm %d, which this version doesn't know"
                  .formatted(format, algorithm));
        }
        Content content = new Content(from.u32(), from.u8(), from.sized());
        from.end();
        return content;
      } catch (FieldReader.Malformed e) {
        throw new GeneralSecurityException("not a data key", e);
      }
    }
  }

  /** Makes a key, wrapped by the newest root key; the keyset is not kept. */
  Row generate(Roots.Opened now, RowKey key) {
    byte[] keyset = TinkKeyset.generate(roots.random());
    try {
      return wrap(now, key, 1, ACTIVE, keyset);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  /** The same key, wrapped by the newest root key, in another state. */
  Row rewrapped(Roots.Opened now, Row row, int state) throws GeneralSecurityException {
    byte[] keyset = content(row);
    try {
      return wrap(now, row.key(), row.revision() + 1, state, keyset);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  /** What stands in a key's place when it is destroyed: no key, but the tenant's last epoch. */
  Row tombstone(Roots.Opened now, RowKey key, long revision, long epoch) {
    byte[] content = new FieldWriter(8).i64(epoch).toByteArray();
    return wrap(now, key, revision, SHREDDED, content);
  }

  /**
   * The epoch in a tombstone.
   *
   * @throws GeneralSecurityException if the row is none
   */
  long epoch(Row tombstone) throws GeneralSecurityException {
    if (Content.parse(tombstone).state() != SHREDDED) {
      throw new GeneralSecurityException("the data key was not destroyed");
    }
    try {
      FieldReader from = new FieldReader(content(tombstone));
      long epoch = from.i64();
      from.end();
      return epoch;
    } catch (FieldReader.Malformed e) {
      throw new GeneralSecurityException("not what stands in a destroyed key's place", e);
    }
  }

  /** Refuses a row that doesn't open, whatever its state. */
  void requireOpens(Row row) throws GeneralSecurityException {
    Arrays.fill(content(row), (byte) 0);
  }

  private Row wrap(Roots.Opened now, RowKey key, long revision, int state, byte[] keyset) {
    int root = now.generation();
    Bytes wrapped =
        now.newest().wrap(keyset, roots.associatedData(key.id(), revision, root, state));
    return new Row(key, revision, new Content(root, state, wrapped).toBytes());
  }

  /**
   * Reads and opens a data key.
   *
   * @throws GeneralSecurityException if there is none, or it was not made for this place
   * @throws TenantShredded if it was destroyed on purpose
   */
  TinkKeyset open(Bytes tenant, int generation) throws GeneralSecurityException {
    RowKey key = Ids.dataKey(tenant, generation);
    for (int i = 1; ; i++) {
      Row row =
          store
              .get(key)
              .orElseThrow(() -> new GeneralSecurityException("the tenant's data key is missing"));
      try {
        return open(row);
      } catch (GeneralSecurityException e) {
        // The master key may have been changed between the two looks.
        boolean same = store.get(key).map(Row::revision).equals(Optional.of(row.revision()));
        if (same || i == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Opens a data key's row, as {@link #open(Bytes, int)} does. */
  TinkKeyset open(Row row) throws GeneralSecurityException {
    byte[] keyset = unwrapped(row);
    try {
      return TinkKeyset.of(keyset);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  /** The serialized keyset of a row; the caller wipes it. */
  byte[] unwrapped(Row row) throws GeneralSecurityException {
    byte[] keyset = content(row);
    if (Content.parse(row).state() == SHREDDED) {
      throw new TenantShredded("the tenant was shredded; its secrets can't be opened any more");
    }
    return keyset;
  }

  /** What a row's seal holds: a keyset, or a tombstone's epoch; the caller wipes it. */
  byte[] content(Row row) throws GeneralSecurityException {
    Content content = Content.parse(row);
    return roots
        .root(content.root())
        .unwrapped(
            content.wrapped(),
            roots.associatedData(row.key().id(), row.revision(), content.root(), content.state()));
  }
}
