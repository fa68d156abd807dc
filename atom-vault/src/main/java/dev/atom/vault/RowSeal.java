package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Seals a row's content with a tenant's data key, for this vault, this row and this revision only:
 * {@code 'A' 'V' 02 01}, the data key's generation, and what Tink makes of it.
 */
final class RowSeal {
  private static final int FORMAT = 2;
  private static final int AES256_GCM = 1;
  private static final int START = 8;

  /** What a seal is longer than what it seals, at most, with its length before it. */
  private static final int SEAL = 48;

  private static final String ROW = "atom-vault/row/2";
  private static final String NAME = "atom-vault/name/2";

  private final Bytes vaultId;

  RowSeal(Bytes vaultId) {
    this.vaultId = vaultId;
  }

  /** Seals a row. */
  Row seal(TinkKeyset key, int generation, RowKey row, long revision, byte[] plain) {
    return seal(key, row, revision, start(plain.length + SEAL, generation), plain);
  }

  /** Seals a secret's row: its name apart from the rest, so that it is known if the rest is lost. */
  Row seal(TinkKeyset key, int generation, RowKey row, long revision, byte[] name, byte[] plain) {
    FieldWriter start = start(name.length + plain.length + 2 * SEAL, generation);
    byte[] sealedName = key.seal(name, associatedData(NAME, row, 0, start.toByteArray()));
    return seal(key, row, revision, start.sized(sealedName), plain);
  }

  private Row seal(TinkKeyset key, RowKey row, long revision, FieldWriter start, byte[] plain) {
    byte[] sealed = key.seal(plain, associatedData(ROW, row, revision, start.toByteArray()));
    return new Row(row, revision, start.raw(sealed).toBytes());
  }

  /**
   * Which data key sealed a row.
   *
   * @throws GeneralSecurityException if the row doesn't begin as one
   * @throws UnsupportedFormat if a later version wrote it
   */
  static int generation(Row row) throws GeneralSecurityException {
    Bytes content = row.content();
    if (content.length() < START || content.at(0) != 'A' || content.at(1) != 'V') {
      throw new GeneralSecurityException("not a sealed row");
    }
    if (content.at(2) != FORMAT || content.at(3) != AES256_GCM) {
      throw new UnsupportedFormat(
          "a row has format %d and algorithm %d, which this version doesn't know"
              .formatted(content.at(2), content.at(3)));
    }
    int generation = 0;
    for (int i = 4; i < START; i++) {
      generation = (generation << 8) | (content.at(i) & 0xff);
    }
    return generation;
  }

  /**
   * Opens a row; the caller wipes what may hold a secret.
   *
   * @throws GeneralSecurityException if it was not sealed for this place and revision
   */
  byte[] open(TinkKeyset key, Row row) throws GeneralSecurityException {
    return open(key, row, START);
  }

  /** Opens a secret's row without its name; the caller wipes the result. */
  byte[] openSecret(TinkKeyset key, Row row) throws GeneralSecurityException {
    return open(key, row, START + 4 + nameLength(row));
  }

  /** Opens the name of a secret's row. */
  byte[] openName(TinkKeyset key, Row row) throws GeneralSecurityException {
    byte[] content = row.content().toArray();
    int from = START + 4;
    byte[] sealed = Arrays.copyOfRange(content, from, from + nameLength(row));
    return key.open(sealed, associatedData(NAME, row.key(), 0, Arrays.copyOf(content, START)));
  }

  private byte[] open(TinkKeyset key, Row row, int from) throws GeneralSecurityException {
    byte[] content = row.content().toArray();
    byte[] sealed = Arrays.copyOfRange(content, from, content.length);
    return key.open(
        sealed, associatedData(ROW, row.key(), row.revision(), Arrays.copyOf(content, from)));
  }

  private static int nameLength(Row row) throws GeneralSecurityException {
    Bytes content = row.content();
    if (content.length() < START + 4) {
      throw new GeneralSecurityException("not a secret's row");
    }
    int length = 0;
    for (int i = START; i < START + 4; i++) {
      length = (length << 8) | (content.at(i) & 0xff);
    }
    if (length < 0 || length > content.length() - START - 4) {
      throw new GeneralSecurityException("a secret's name ends behind its row");
    }
    return length;
  }

  private static FieldWriter start(int length, int generation) {
    return new FieldWriter(length).u8('A').u8('V').u8(FORMAT).u8(AES256_GCM).u32(generation);
  }

  /** What a seal is bound to: the vault, the row, its revision, and all that stands before it. */
  private byte[] associatedData(String label, RowKey row, long revision, byte[] before) {
    return new FieldWriter(128 + before.length)
        .text(label)
        .fixed(vaultId)
        .u8(row.kind().number())
        .sized(row.id())
        .i64(revision)
        .sized(before)
        .toByteArray();
  }
}
