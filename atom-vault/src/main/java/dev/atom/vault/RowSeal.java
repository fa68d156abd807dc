package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.nio.ByteBuffer;
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

  /** The least that a seal adds: the key's id, a nonce and a tag. */
  private static final int SEAL = 33;

  private final byte[] row;
  private final byte[] name;

  RowSeal(Bytes vaultId) {
    this.row = new FieldWriter().text("atom-vault/row/2").fixed(vaultId).toByteArray();
    this.name = new FieldWriter().text("atom-vault/name/2").fixed(vaultId).toByteArray();
  }

  /** Seals a row. */
  Row seal(TinkKeyset key, int generation, RowKey place, long revision, byte[] plain) {
    return seal(key, place, revision, start(generation), plain);
  }

  /** Seals a secret's row: its name apart from the rest, so that it is known if the rest is lost. */
  Row seal(
      TinkKeyset key, int generation, RowKey place, long revision, byte[] names, byte[] plain) {
    byte[] start = start(generation);
    byte[] sealed = key.seal(names, associatedData(name, place, 0, Bytes.wrapping(start), START));
    byte[] named =
        ByteBuffer.allocate(START + 4 + sealed.length)
            .put(start)
            .putInt(sealed.length)
            .put(sealed)
            .array();
    return seal(key, place, revision, named, plain);
  }

  private Row seal(TinkKeyset key, RowKey place, long revision, byte[] start, byte[] plain) {
    byte[] data = associatedData(row, place, revision, Bytes.wrapping(start), start.length);
    byte[] sealed = key.seal(plain, data);
    byte[] content = Arrays.copyOf(start, start.length + sealed.length);
    System.arraycopy(sealed, 0, content, start.length, sealed.length);
    return new Row(place, revision, Bytes.wrapping(content));
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
  byte[] open(TinkKeyset key, Row sealed) throws GeneralSecurityException {
    return open(key, sealed, START);
  }

  /** Opens a secret's row without its name; the caller wipes the result. */
  byte[] openSecret(TinkKeyset key, Row sealed) throws GeneralSecurityException {
    return open(key, sealed, START + 4 + nameLength(sealed));
  }

  /** Opens the name of a secret's row. */
  byte[] openName(TinkKeyset key, Row sealed) throws GeneralSecurityException {
    int from = START + 4;
    Bytes content = sealed.content();
    return key.open(
        content.toArray(from, from + nameLength(sealed)),
        associatedData(name, sealed.key(), 0, content, START));
  }

  private byte[] open(TinkKeyset key, Row sealed, int from) throws GeneralSecurityException {
    Bytes content = sealed.content();
    if (content.length() < from + SEAL) {
      throw new GeneralSecurityException("too short to be sealed");
    }
    return key.open(
        content.toArray(from, content.length()),
        associatedData(row, sealed.key(), sealed.revision(), content, from));
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

  private static byte[] start(int generation) {
    return ByteBuffer.allocate(START)
        .put((byte) 'A')
        .put((byte) 'V')
        .put((byte) FORMAT)
        .put((byte) AES256_GCM)
        .putInt(generation)
        .array();
  }

  /**
   * What a seal is bound to: label and vault, the row's kind and id, its revision, and all that stands
   * before the seal. Written straight into its place, because this is done for every secret.
   */
  private static byte[] associatedData(
      byte[] prefix, RowKey place, long revision, Bytes content, int before) {
    Bytes id = place.id();
    byte[] data = new byte[prefix.length + 1 + 4 + id.length() + 8 + 4 + before];
    int at = prefix.length;
    System.arraycopy(prefix, 0, data, 0, at);
    data[at++] = (byte) place.kind().number();
    ByteBuffer.wrap(data).putInt(at, id.length());
    at += 4;
    id.copyTo(data, at);
    at += id.length();
    ByteBuffer.wrap(data).putLong(at, revision).putInt(at + 8, before);
    content.copyTo(data, at + 12, before);
    return data;
  }
}
