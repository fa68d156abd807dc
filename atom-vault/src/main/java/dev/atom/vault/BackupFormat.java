package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.Prf;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Format 1 of a backup: what {@link FrameWriter} says, beginning with {@code ATOMVBK}. The body of
 * every frame ends with 16 bytes, the beginning of HMAC-SHA256 under a key that comes of the vault's
 * index key ({@code "atom-vault/backup/1"}) over: the text {@code "frame"} with its length in 4
 * bytes, the backup's id, the frame's number in 8 bytes, its type, and the body before. So no frame
 * can be changed, moved, left out or taken from another backup.
 *
 * <ul>
 *   <li>1, first: 8 bytes time in milliseconds since 1970, then the vault's header row
 *   <li>2, begin of a tenant: its id, 16 bytes
 *   <li>3, rows of the tenant that was begun
 *   <li>4, what came of the tenant since its begin counts for nothing, for it comes once more;
 *       a byte says 1 if that is so of the entries of its audit too, else 0
 *   <li>5, last: how many tenants were begun and how many rows count, 8 bytes each
 * </ul>
 *
 * <p>A row: a byte for the kind, a byte for the length of the id, the id, 8 bytes revision, 4 bytes
 * length of the content, the content.
 */
final class BackupFormat {
  static final Bytes MAGIC = Bytes.of("ATOMVBK".getBytes(StandardCharsets.US_ASCII));
  static final int FORMAT = 1;
  static final int HEADER = 1;
  static final int TENANT = 2;
  static final int ROWS = 3;
  static final int AGAIN = 4;
  static final int END = 5;
  static final int ALL = 1;

  /** How many bytes of rows go into a frame, if a single row isn't longer. */
  static final int FRAME = 256 * 1024;

  /** What a tenant's part may have; its row comes last. */
  static final List<RowKind> KINDS =
      List.of(
          RowKind.DATA_KEY,
          RowKind.MANIFEST,
          RowKind.SECRET,
          RowKind.VERSION,
          RowKind.STATUS,
          RowKind.AUDIT,
          RowKind.TENANT);

  private BackupFormat() {}

  static byte[] sealed(Prf key, Bytes backup, long number, int type, byte[] body) {
    Bytes sum = sum(key, backup, number, type, body);
    return new FieldWriter(body.length + Prf.SHORT).raw(body).fixed(sum).toByteArray();
  }

  /** The body without its end; empty if that is not right. */
  static java.util.Optional<byte[]> opened(Prf key, Bytes backup, FrameReader.Frame frame) {
    int length = frame.body().length - Prf.SHORT;
    if (length < 0) {
      return java.util.Optional.empty();
    }
    byte[] body = Arrays.copyOf(frame.body(), length);
    Bytes found = Bytes.of(frame.body(), length, frame.body().length);
    return sum(key, backup, frame.number(), frame.type(), body).equals(found)
        ? java.util.Optional.of(body)
        : java.util.Optional.empty();
  }

  static void write(FieldWriter to, Row row) {
    to.u8(row.key().kind().number()).u8(row.key().id().length()).fixed(row.key().id());
    to.i64(row.revision()).sized(row.content());
  }

  static Row row(FieldReader from) throws FieldReader.Malformed {
    int kind = from.u8();
    RowKind known =
        RowKind.of(kind)
            .orElseThrow(
                () ->
                    new UnsupportedFormat(
                        "the backup has rows of kind "
                            + kind
                            + ", which this version doesn't know"));
    Bytes id = from.fixed(from.u8());
    long revision = from.i64();
    Bytes content = from.sized();
    boolean valid =
        id.length() <= RowKind.LONGEST_ID
            && revision > 0
            && content.length() <= Row.LONGEST_CONTENT;
    if (!valid) {
      throw new FieldReader.Malformed("a row is out of range");
    }
    return new Row(new RowKey(known, id), revision, content);
  }

  static List<Row> rows(byte[] body) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(body);
    List<Row> rows = new ArrayList<>();
    while (from.left() > 0) {
      rows.add(row(from));
    }
    return rows;
  }

  private static Bytes sum(Prf key, Bytes backup, long number, int type, byte[] body) {
    byte[] place = FrameReader.place("frame", backup, number, type);
    return key.shorter(
        new FieldWriter(place.length + body.length).raw(place).raw(body).toByteArray());
  }
}
