package dev.atom.vault;

import dev.atom.secret.Secret;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** Seals secrets so that they open only in the place they were sealed for. */
final class RecordSeal {
  /** The longest secret, in bytes. */
  static final int MAX_SECRET = 64 * 1024;

  private static final int FORMAT = 1;
  private static final int AES256_GCM = 1;
  private static final int START = 4 + VaultRow.ID_LENGTH;
  private static final int PADDED_TO = 64;

  private final Bytes vaultId;

  RecordSeal(Bytes vaultId) {
    this.vaultId = vaultId;
  }

  /** Returns the row with its body, which is the plain bytes sealed. */
  SecretRow seal(SecretRow place, TinkKeyset key, byte[] plain) {
    if (plain.length > MAX_SECRET) {
      throw new IllegalArgumentException(
          "a secret has at most " + MAX_SECRET + " bytes, not " + plain.length);
    }
    int padded = (4 + plain.length + PADDED_TO - 1) / PADDED_TO * PADDED_TO;
    byte[] body = ByteBuffer.allocate(padded).putInt(plain.length).put(plain).array();
    try {
      byte[] sealed = key.seal(body, associatedData(place));
      byte[] record =
          ByteBuffer.allocate(START + sealed.length)
              .put((byte) 'A')
              .put((byte) 'V')
              .put((byte) FORMAT)
              .put((byte) AES256_GCM)
              .put(place.dataKey().toArray())
              .put(sealed)
              .array();
      return new SecretRow(
          place.ref(),
          place.version(),
          place.kind(),
          place.stored(),
          place.expires(),
          place.dataKey(),
          Optional.of(Bytes.of(record)));
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /**
   * Opens a body.
   *
   * @throws GeneralSecurityException if it was not sealed for this row
   * @throws UnsupportedFormat if a later version wrote it
   */
  Secret open(SecretRow row, Bytes body, TinkKeyset key) throws GeneralSecurityException {
    byte[] record = body.toArray();
    if (record.length < START || record[0] != 'A' || record[1] != 'V') {
      throw new GeneralSecurityException("not a record");
    }
    if (record[2] != FORMAT || record[3] != AES256_GCM || row.kind() != SecretRow.API_KEY) {
      throw new UnsupportedFormat(
          "a secret has format %d, algorithm %d and kind %d, which this version doesn't know"
              .formatted(record[2], record[3], row.kind()));
    }
    if (!Bytes.of(Arrays.copyOfRange(record, 4, START)).equals(row.dataKey())) {
      throw new GeneralSecurityException("sealed with another data key");
    }
    byte[] plain = key.open(Arrays.copyOfRange(record, START, record.length), associatedData(row));
    byte[] secret = new byte[0];
    try {
      int length = plain.length < 4 ? 0 : ByteBuffer.wrap(plain).getInt();
      if (length <= 0 || length > plain.length - 4) {
        throw new GeneralSecurityException("the length inside is out of range");
      }
      secret = Arrays.copyOfRange(plain, 4, 4 + length);
      return Secret.of(secret);
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** What a data key is bound to. */
  byte[] associatedData(DataKeyRow key) {
    return new FieldWriter()
        .text("atom-vault/dek/1")
        .fixed(vaultId)
        .text(key.tenant())
        .fixed(key.id())
        .u32(key.generation())
        .toByteArray();
  }

  private byte[] associatedData(SecretRow row) {
    FieldWriter data = new FieldWriter().text("atom-vault/secret/1").fixed(vaultId);
    VaultRow.writePlace(data, row);
    return data.toByteArray();
  }
}
