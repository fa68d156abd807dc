package dev.atom.vault.seal;

import dev.atom.vault.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes fields, big-endian, each text and each run of bytes with its length before it, so that two
 * different lists of fields never give the same bytes. What it outgrows is overwritten, for a secret
 * may be among the fields; {@link #wipe} does the same at the end.
 */
public final class FieldWriter {
  private byte[] bytes;
  private int length;

  /** Starts with nothing. */
  public FieldWriter() {
    this(192);
  }

  /** Starts with room for some bytes. */
  public FieldWriter(int room) {
    this.bytes = new byte[room];
  }

  public FieldWriter u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public FieldWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public FieldWriter u32(int value) {
    room(4);
    bytes[length++] = (byte) (value >>> 24);
    bytes[length++] = (byte) (value >>> 16);
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
    return this;
  }

  public FieldWriter i64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** Writes bytes whose length the format fixes. */
  public FieldWriter fixed(Bytes value) {
    room(value.length());
    value.copyTo(bytes, length);
    length += value.length();
    return this;
  }

  /** Writes bytes whose length the format fixes, or that end the fields. */
  public FieldWriter raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  public FieldWriter sized(Bytes value) {
    return u32(value.length()).fixed(value);
  }

  public FieldWriter sized(byte[] value) {
    return u32(value.length).raw(value);
  }

  /** Writes a text in UTF-8; half a surrogate pair is refused, because it would become a "?". */
  public FieldWriter text(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        i = requirePair(value, i);
      }
    }
    return sized(value.getBytes(StandardCharsets.UTF_8));
  }

  public FieldWriter optionalText(Optional<String> value) {
    return value.isEmpty() ? u8(0) : u8(1).text(value.get());
  }

  /** Fills up with zeroes to a multiple of a length. */
  public FieldWriter padTo(int multiple) {
    int missing = (multiple - length % multiple) % multiple;
    room(missing);
    length += missing;
    return this;
  }

  public int length() {
    return length;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  public Bytes toBytes() {
    return Bytes.of(bytes, 0, length);
  }

  /** Overwrites what was written; the writer starts anew. */
  public void wipe() {
    Arrays.fill(bytes, 0, length, (byte) 0);
    length = 0;
  }

  private static int requirePair(String value, int at) {
    if (at + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1))) {
      return at + 1;
    }
    throw new IllegalArgumentException(
        "an id, a label or an actor holds half a surrogate pair; use well-formed text");
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }
}
