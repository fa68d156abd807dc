package dev.atom.vault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes fields, big-endian, each text and each run of bytes with its length before it, so that two
 * different lists of fields never give the same bytes.
 */
final class FieldWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  FieldWriter u8(int value) {
    bytes.write(value);
    return this;
  }

  FieldWriter u32(int value) {
    bytes.write(value >>> 24);
    bytes.write(value >>> 16);
    bytes.write(value >>> 8);
    bytes.write(value);
    return this;
  }

  FieldWriter i64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** Writes bytes whose length the format fixes. */
  FieldWriter fixed(Bytes value) {
    bytes.writeBytes(value.toArray());
    return this;
  }

  FieldWriter sized(Bytes value) {
    return u32(value.length()).fixed(value);
  }

  /** Writes a text in UTF-8; half a surrogate pair is refused, because it would become a "?". */
  FieldWriter text(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] content = new byte[encoded.remaining()];
      encoded.get(content);
      u32(content.length);
      bytes.writeBytes(content);
      return this;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "an id in a secret's reference holds half a surrogate pair; use well-formed text", e);
    }
  }

  FieldWriter optionalText(Optional<String> value) {
    if (value.isEmpty()) {
      return u8(0);
    }
    return u8(1).text(value.get());
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
