package dev.atom.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The start of a vault's file.
 *
 * @param vaultId 16 random bytes, in everything that is sealed
 * @param generation goes up by one when the file is rewritten
 * @param derivation how the master key comes about
 * @param check a fixed text sealed by the master key: tells a wrong key from a damaged file
 * @param logKey the key of the log's frames, wrapped by the master key
 */
record VaultHeader(
    Bytes vaultId, long generation, KeyDerivation derivation, Bytes check, Bytes logKey) {
  static final int ID_LENGTH = 16;

  /** Magic, format, length and checksum. */
  static final int START = 16;

  private static final byte[] MAGIC = "ATOMVLT".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int MAX_LENGTH = 16 * 1024;
  private static final byte[] CHECK = "atom-vault/check/1".getBytes(StandardCharsets.US_ASCII);

  static VaultHeader create(MasterKey masterKey, SecureRandom random) {
    KeyDerivation derivation = masterKey.newDerivation(random);
    TinkKeyset master = masterKey.keyset(derivation);
    Bytes vaultId = Bytes.random(random, ID_LENGTH);
    byte[] logKey = TinkKeyset.generate(random);
    try {
      return new VaultHeader(
          vaultId,
          1,
          derivation,
          Bytes.of(master.seal(CHECK, CHECK)),
          master.wrap(logKey, associatedData(vaultId, derivation)));
    } finally {
      Arrays.fill(logKey, (byte) 0);
    }
  }

  /** Opens the log key; the check value tells a wrong master key from a tampered header. */
  TinkKeyset openLogKey(TinkKeyset master) {
    try {
      master.open(check.toArray(), CHECK);
    } catch (GeneralSecurityException e) {
      throw new WrongMasterKey(
          "the vault was sealed with another master key; give the one it was made with");
    }
    try {
      return master.unwrap(logKey, associatedData(vaultId, derivation));
    } catch (GeneralSecurityException e) {
      throw new VaultCorrupt(
          "the master key is right, but the vault's header was changed; restore the file");
    }
  }

  VaultHeader nextGeneration() {
    return new VaultHeader(vaultId, generation + 1, derivation, check, logKey);
  }

  byte[] toByteArray() {
    FieldWriter rest = new FieldWriter().fixed(vaultId).i64(generation);
    derivation.write(rest);
    byte[] body = rest.sized(check).sized(logKey).toByteArray();
    return new FieldWriter()
        .fixed(Bytes.of(MAGIC))
        .u8(FORMAT)
        .u32(body.length)
        .u32(checksum(body))
        .fixed(Bytes.of(body))
        .toByteArray();
  }

  /** Returns how long the header's body is, from its first {@link #START} bytes. */
  static int bodyLength(byte[] start) {
    if (start.length < START || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new VaultCorrupt("the file doesn't start as a vault does; nothing was changed in it");
    }
    int format = start[MAGIC.length] & 0xff;
    if (format != FORMAT) {
      throw new UnsupportedFormat(
          "the vault's format is " + format + "; this version knows " + FORMAT + " only");
    }
    try {
      FieldReader reader = new FieldReader(Arrays.copyOfRange(start, MAGIC.length + 1, START));
      int length = reader.u32();
      if (length < 0 || length > MAX_LENGTH) {
        throw damaged("its length is out of range");
      }
      return length;
    } catch (FieldReader.Malformed e) {
      throw damaged(e.getMessage());
    }
  }

  static VaultHeader parse(byte[] start, byte[] body) {
    try {
      FieldReader reader = new FieldReader(Arrays.copyOfRange(start, START - 4, START));
      if (reader.u32() != checksum(body)) {
        throw damaged("its checksum is wrong");
      }
      FieldReader from = new FieldReader(body);
      VaultHeader header =
          new VaultHeader(
              from.fixed(ID_LENGTH),
              from.i64(),
              KeyDerivation.read(from),
              from.sized(),
              from.sized());
      from.end();
      return header;
    } catch (FieldReader.Malformed e) {
      throw damaged(e.getMessage());
    }
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static VaultCorrupt damaged(@org.jspecify.annotations.Nullable String how) {
    return new VaultCorrupt(
        "the vault's header is damaged: " + how + "; restore the file, nothing was changed in it");
  }

  private static byte[] associatedData(Bytes vaultId, KeyDerivation derivation) {
    FieldWriter data = new FieldWriter().text("atom-vault/log-key/1").fixed(vaultId);
    derivation.write(data);
    return data.toByteArray();
  }
}
