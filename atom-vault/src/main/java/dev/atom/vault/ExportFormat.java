package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Format 1 of an export: what {@link FrameWriter} says, beginning with {@code ATOMVEX}.
 *
 * <ul>
 *   <li>1, first, in clear: 8 bytes time in milliseconds since 1970; then the export's key as {@link
 *       Wrap} has it, with the export's id in the place of a vault's and 0 as the generation: a
 *       keyset of one random AES-256-GCM key, wrapped by a master key or by HPKE for a recipient
 *   <li>2, secrets: 4 bytes how many, then {@link Exported}, then zeroes up to a multiple of 256
 *   <li>3, last: 8 bytes how many secrets and 8 bytes how many versions came
 * </ul>
 *
 * <p>2 and 3 are sealed with the export's key by Tink (its prefix, 12 bytes nonce, 16 bytes tag). The
 * associated data is the text {@code "atom-vault/export/1"} with its length in 4 bytes, the export's
 * id, the frame's number in 8 bytes, its type, and SHA-256 of the first frame's body. So no frame can
 * be moved, left out, repeated, taken from another export or put behind another key's beginning, and
 * without the last one it isn't whole.
 */
final class ExportFormat {
  static final Bytes MAGIC = Bytes.of("ATOMVEX".getBytes(StandardCharsets.US_ASCII));
  static final int FORMAT = 1;
  static final int HEADER = 1;
  static final int SECRETS = 2;
  static final int END = 3;

  /** No root key has it. */
  static final int GENERATION = 0;

  /** How many bytes of secrets go into a frame, if a single one isn't longer. */
  static final int FRAME = 64 * 1024;

  /** How many secrets go into a frame, and so into one commit. */
  static final int MOST = 100;

  private static final int PADDED_TO = 256;

  private ExportFormat() {}

  static byte[] digest(byte[] head) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(head);
    } catch (NoSuchAlgorithmException e) {
      throw new IncompatibleLibrary("the Java runtime has no SHA-256", e);
    }
  }

  static byte[] associatedData(Bytes id, long number, int type, byte[] digest) {
    byte[] place = FrameReader.place("atom-vault/export/1", id, number, type);
    return new FieldWriter(place.length + digest.length).raw(place).raw(digest).toByteArray();
  }

  /** Seals secrets; no plain copy is left but theirs. */
  static byte[] sealed(TinkKeyset key, List<Exported> secrets, byte[] associatedData) {
    FieldWriter to = new FieldWriter(2 * FRAME).u32(secrets.size());
    secrets.forEach(secret -> secret.write(to));
    byte[] plain = to.padTo(PADDED_TO).toByteArray();
    to.wipe();
    try {
      return key.seal(plain, associatedData);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Opens secrets, which the caller closes. */
  static List<Exported> opened(TinkKeyset key, byte[] sealed, byte[] associatedData)
      throws GeneralSecurityException, FieldReader.Malformed {
    byte[] plain = key.open(sealed, associatedData);
    List<Exported> secrets = new ArrayList<>();
    try {
      FieldReader from = new FieldReader(plain);
      int count = from.u32();
      for (int i = 0; i < count; i++) {
        secrets.add(Exported.read(from));
      }
      return secrets;
    } catch (FieldReader.Malformed | RuntimeException e) {
      secrets.forEach(Exported::close);
      throw e;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
