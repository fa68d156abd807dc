package dev.atom.vault.seal;

import dev.atom.vault.store.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what {@link FieldWriter} wrote; never allocates more than there are bytes left. */
public final class FieldReader {
  /** The bytes are not what the format says. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
      super(message);
    }
  }

  private final ByteBuffer bytes;

  public FieldReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  public int u8() throws Malformed {
    return need(1).get() & 0xff;
  }

  public int u16() throws Malformed {
    return need(2).getShort() & 0xffff;
  }

  public int u32() throws Malformed {
    return need(4).getInt();
  }

  public long i64() throws Malformed {
    return need(8).getLong();
  }

  public Bytes fixed(int length) throws Malformed {
    return Bytes.wrapping(taken(length));
  }

  public Bytes sized() throws Malformed {
    return fixed(u32());
  }

  /** A run of bytes with its length before it, which the caller may overwrite afterwards. */
  public byte[] sizedArray() throws Malformed {
    return taken(u32());
  }

  public String text() throws Malformed {
    int length = u32();
    need(length);
    String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
    // What is malformed becomes this character; only then it is worth a second look.
    if (text.indexOf('\ufffd') >= 0) {
      requireWellFormed(length);
    }
    bytes.position(bytes.position() + length);
    return text;
  }

  public Optional<String> optionalText() throws Malformed {
    return switch (u8()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(text());
      default -> throw new Malformed("an optional field is neither there nor absent");
    };
  }

  public int position() {
    return bytes.position();
  }

  public int left() {
    return bytes.remaining();
  }

  public void end() throws Malformed {
    if (bytes.hasRemaining()) {
      throw new Malformed(bytes.remaining() + " bytes too many");
    }
  }

  private void requireWellFormed(int length) throws Malformed {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(bytes.position(), length));
    } catch (CharacterCodingException e) {
      throw new Malformed("a text is not UTF-8");
    }
  }

  private byte[] taken(int length) throws Malformed {
    need(length);
    byte[] content = new byte[length];
    bytes.get(content);
    return content;
  }

  private ByteBuffer need(int length) throws Malformed {
    if (length < 0 || length > bytes.remaining()) {
      throw new Malformed("a field ends after the data");
    }
    return bytes;
  }
}
