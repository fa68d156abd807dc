package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vault's first row: who it is and what opens it.
 *
 * @param vaultId 16 random bytes, in everything that is sealed
 * @param roots the root keys, the newest last: it wraps new data keys and seals this header
 * @param recipient the recovery recipient; empty if there is none
 * @param indexKey 32 random bytes sealed by the newest root key together with all before; ids and
 *     fingerprints come of it, for the life of the vault
 */
record Header(Bytes vaultId, List<Root> roots, Bytes recipient, Bytes indexKey) {
  static final RowKey KEY = new RowKey(RowKind.HEADER, Bytes.EMPTY);
  static final int FORMAT = 2;
  static final int ID_LENGTH = 16;

  private static final Bytes MAGIC = Bytes.of("ATOMVLT".getBytes(StandardCharsets.US_ASCII));
  private static final int MOST = 100;

  Header {
    roots = List.copyOf(roots);
  }

  /**
   * A root key.
   *
   * @param generation counts from 1
   * @param wraps the key as each master key wraps it
   */
  record Root(int generation, List<Wrap> wraps) {
    Root {
      wraps = List.copyOf(wraps);
    }
  }

  Root newest() {
    return roots.getLast();
  }

  Optional<Root> root(int generation) {
    return roots.stream().filter(root -> root.generation() == generation).findFirst();
  }

  /** Writes the row, with the index key sealed anew for what the header says now. */
  static Row row(Header header, long revision, TinkKeyset newest, byte[] indexKey) {
    byte[] before = before(header);
    byte[] sealed = newest.seal(indexKey, associatedData(before, revision));
    Bytes content = new FieldWriter().raw(before).sized(sealed).toBytes();
    return new Row(KEY, revision, content);
  }

  /** Opens the index key, which only an unchanged header allows; the caller wipes it. */
  byte[] openIndexKey(long revision, TinkKeyset newest) throws GeneralSecurityException {
    return newest.open(indexKey.toArray(), associatedData(before(this), revision));
  }

  static Header parse(Row row) {
    byte[] content = row.content().toArray();
    if (!row.content().startsWith(MAGIC) || content.length < MAGIC.length() + 1) {
      throw new VaultCorrupt("the header doesn't start as a vault's does; nothing was changed");
    }
    int format = content[MAGIC.length()] & 0xff;
    if (format != FORMAT) {
      throw new UnsupportedFormat(
          "the vault's format is " + format + "; this version knows " + FORMAT + " only");
    }
    try {
      FieldReader from = new FieldReader(content);
      from.fixed(MAGIC.length() + 1);
      Bytes vaultId = from.fixed(ID_LENGTH);
      List<Root> roots = roots(from);
      Header header = new Header(vaultId, roots, from.sized(), from.sized());
      from.end();
      return header;
    } catch (FieldReader.Malformed e) {
      throw damaged(e.getMessage());
    }
  }

  private static List<Root> roots(FieldReader from) throws FieldReader.Malformed {
    List<Root> roots = new ArrayList<>();
    int count = few(from.u8());
    for (int i = 0; i < count; i++) {
      int generation = from.u32();
      List<Wrap> wraps = new ArrayList<>();
      int many = few(from.u8());
      for (int j = 0; j < many; j++) {
        wraps.add(Wrap.read(from));
      }
      roots.add(new Root(generation, wraps));
    }
    return roots;
  }

  private static int few(int count) throws FieldReader.Malformed {
    if (count < 1 || count > MOST) {
      throw new FieldReader.Malformed("it names " + count + " keys");
    }
    return count;
  }

  private static byte[] before(Header header) {
    FieldWriter to = new FieldWriter(512).fixed(MAGIC).u8(FORMAT).fixed(header.vaultId);
    to.u8(header.roots.size());
    for (Root root : header.roots) {
      to.u32(root.generation()).u8(root.wraps().size());
      root.wraps().forEach(wrap -> wrap.write(to));
    }
    return to.sized(header.recipient).toByteArray();
  }

  private static byte[] associatedData(byte[] before, long revision) {
    return new FieldWriter(before.length + 40)
        .text("atom-vault/header/2")
        .i64(revision)
        .sized(before)
        .toByteArray();
  }

  private static VaultCorrupt damaged(@org.jspecify.annotations.Nullable String how) {
    return new VaultCorrupt(
        "the vault's header is damaged: " + how + "; restore it, nothing was changed");
  }
}
