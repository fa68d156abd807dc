package dev.atom.vault;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what {@link FieldWriter} wrote; never allocates more than there are bytes left. */
final class FieldReader {
  /** The bytes are not what the format says. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final ByteBuffer bytes;

  FieldReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  int u8() throws Malformed {
    return need(1).get() & 0xff;
  }

  int u32() throws Malformed {
    return need(4).getInt();
  }

  long i64() throws Malformed {
    return need(8).getLong();
  }

  Bytes fixed(int length) throws Malformed {
    byte[] content = new byte[length];
    need(length).get(content);
    return Bytes.of(content);
  }

  Bytes sized() throws Malformed {
    int length = u32();
    need(length);
    return fixed(length);
  }

  String text() throws Malformed {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(sized().toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("a text is not UTF-8");
    }
  }

  Optional<String> optionalText() throws Malformed {
    return switch (u8()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(text());
      default -> throw new Malformed("an optional field is neither there nor absent");
    };
  }

  void end() throws Malformed {
    if (bytes.hasRemaining()) {
      throw new Malformed(bytes.remaining() + " bytes too many");
    }
  }

  private ByteBuffer need(int length) throws Malformed {
    if (length < 0 || length > bytes.remaining()) {
      throw new Malformed("a field ends after the data");
    }
    return bytes;
  }
}
