package dev.atom.vault.migrate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads Java properties byte by byte, so that no value becomes a String; see {@link
 * ImportSource#properties}.
 */
final class PropertiesText {
  private static final String ESCAPED = "tnrf";
  private static final String MEANT = "\t\n\r\f";
  private static final int HEX_DIGITS = 4;

  private final byte[] bytes;

  /** A line with its continuations, escapes still in it. */
  private final byte[] logical;

  private final byte[] decoded;
  private final Entries entries = new Entries();
  private int at;
  private int line = 1;
  private int start;
  private int length;
  private int decodedLength;

  private PropertiesText(byte[] bytes) {
    this.bytes = bytes;
    logical = new byte[bytes.length];
    decoded = new byte[bytes.length];
  }

  static List<ImportEntry> parse(byte[] bytes) {
    PropertiesText text = new PropertiesText(bytes);
    try {
      while (text.nextLine()) {
        text.entry();
      }
      return text.entries.all();
    } catch (RuntimeException | Error e) {
      text.entries.close();
      throw e;
    } finally {
      Arrays.fill(text.logical, (byte) 0);
      Arrays.fill(text.decoded, (byte) 0);
    }
  }

  /** Reads the next line that says something, with the lines that continue it. */
  private boolean nextLine() {
    length = 0;
    boolean escaping = false;
    skipToContent();
    start = line;
    while (at < bytes.length) {
      byte b = bytes[at];
      if (!isLineEnd(b)) {
        logical[length++] = b;
        escaping = b == '\\' && !escaping;
        at++;
        continue;
      }
      if (!escaping) {
        skipLineEnd();
        return true;
      }
      length--;
      escaping = false;
      skipLineEnd();
      skipBlanks();
      if (length == 0) {
        skipToContent();
        start = line;
      }
    }
    if (escaping) {
      length--;
    }
    return length > 0;
  }

  private void skipToContent() {
    skipBlanks();
    while (at < bytes.length && (isLineEnd(bytes[at]) || bytes[at] == '#' || bytes[at] == '!')) {
      skipRestOfLine();
      skipBlanks();
    }
  }

  private void entry() {
    int nameEnd = nameEnd();
    if (nameEnd == length) {
      // What stands here may be a piece of a secret, so not even a name is told.
      entries.unreadable("", start, "the line is no name=value");
      return;
    }
    Optional<String> problem = decode(0, nameEnd);
    if (problem.isPresent() || decodedLength == 0) {
      entries.unreadable("", start, "its name: " + problem.orElse("there is none"));
      return;
    }
    String name = new String(decoded, 0, decodedLength, StandardCharsets.UTF_8);
    int valueStart = valueStart(nameEnd);
    if (PemLines.begin(logical, valueStart, length)) {
      skipPem();
      entries.unreadable(name, start, "the lines of a long key must end with \\n\\");
      return;
    }
    problem = decode(valueStart, length);
    if (problem.isPresent()) {
      entries.unreadable(name, start, problem.get());
    } else {
      entries.value(name, start, decoded, decodedLength);
    }
  }

  private int nameEnd() {
    boolean escaping = false;
    int end = 0;
    while (end < length && (escaping || !isSeparator(logical[end]))) {
      escaping = logical[end] == '\\' && !escaping;
      end++;
    }
    return end;
  }

  /** Blanks, one sign of assignment, and blanks. */
  private int valueStart(int nameEnd) {
    int from = nameEnd;
    boolean assigned = false;
    while (from < length && (isBlank(logical[from]) || (!assigned && isSeparator(logical[from])))) {
      assigned |= !isBlank(logical[from]);
      from++;
    }
    return from;
  }

  /** Takes the escapes out of a piece of the line, and returns what is wrong with it. */
  private Optional<String> decode(int from, int to) {
    decodedLength = 0;
    for (int i = from; i < to; i++) {
      if (logical[i] < 0) {
        return Optional.of(
            "programs disagree about characters outside ASCII; write them as \\uXXXX");
      }
    }
    int next = from;
    char high = 0;
    while (next < to) {
      char c = (char) logical[next++];
      if (c == '\\' && next < to) {
        c = (char) logical[next++];
        if (c == 'u') {
          int code = hexadecimal(next, to);
          if (code < 0) {
            return Optional.of("there are no four hexadecimal digits behind a \\u");
          }
          c = (char) code;
          next += HEX_DIGITS;
        } else if (ESCAPED.indexOf(c) >= 0) {
          c = MEANT.charAt(ESCAPED.indexOf(c));
        }
      }
      if (Character.isLowSurrogate(c) != (high != 0)) {
        return halfACharacter();
      }
      if (Character.isHighSurrogate(c)) {
        high = c;
      } else {
        append(high == 0 ? c : Character.toCodePoint(high, c));
        high = 0;
      }
    }
    return high == 0 ? Optional.empty() : halfACharacter();
  }

  private static Optional<String> halfACharacter() {
    return Optional.of("a \\u is half a character");
  }

  private int hexadecimal(int from, int to) {
    if (from + HEX_DIGITS > to) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + HEX_DIGITS; i++) {
      int digit = Character.digit(logical[i], 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  /** Appends a character in UTF-8. */
  private void append(int c) {
    if (c < 0x80) {
      decoded[decodedLength++] = (byte) c;
      return;
    }
    int bits = c < 0x800 ? 6 : c < 0x10000 ? 12 : 18;
    int mark = c < 0x800 ? 0xC0 : c < 0x10000 ? 0xE0 : 0xF0;
    decoded[decodedLength++] = (byte) (mark | c >> bits);
    for (int shift = bits - 6; shift >= 0; shift -= 6) {
      decoded[decodedLength++] = (byte) (0x80 | (c >> shift & 0x3F));
    }
  }

  /** Goes behind the line that ends the key, so that no line of it is taken for a name. */
  private void skipPem() {
    boolean ended = false;
    while (at < bytes.length && !ended) {
      int from = at;
      skipRestOfLine();
      ended = PemLines.end(bytes, from, at);
    }
  }

  private static boolean isSeparator(byte b) {
    return b == '=' || b == ':' || isBlank(b);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\f';
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  private void skipBlanks() {
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
  }

  private void skipRestOfLine() {
    while (at < bytes.length && !isLineEnd(bytes[at])) {
      at++;
    }
    skipLineEnd();
  }

  private void skipLineEnd() {
    if (at < bytes.length) {
      boolean windows = bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
      at += windows ? 2 : 1;
      line++;
    }
  }
}
