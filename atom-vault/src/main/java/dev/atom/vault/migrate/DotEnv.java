package dev.atom.vault.migrate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code .env} file byte by byte, so that no value becomes a String; see {@link
 * ImportSource#dotEnv}.
 */
final class DotEnv {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte[] bytes;
  private final byte[] value;
  private final Entries entries = new Entries();
  private int length;
  private int at;
  private int line = 1;

  private DotEnv(byte[] bytes) {
    this.bytes = bytes;
    value = new byte[bytes.length];
  }

  static List<ImportEntry> parse(byte[] bytes) {
    DotEnv file = new DotEnv(bytes);
    try {
      file.parse();
      return file.entries.all();
    } catch (RuntimeException | Error e) {
      file.entries.close();
      throw e;
    } finally {
      Arrays.fill(file.value, (byte) 0);
    }
  }

  private void parse() {
    if (bytes.length >= 3 && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
      at = 3;
    }
    while (at < bytes.length) {
      skipBlanks();
      if (atLineEnd() || bytes[at] == '#') {
        skipLine();
      } else {
        statement();
      }
    }
  }

  private void statement() {
    int start = line;
    String name = name();
    if (name.equals("export") && at < bytes.length && isBlank(bytes[at])) {
      skipBlanks();
      name = name();
    }
    skipBlanks();
    if (name.isEmpty() || atLineEnd() || bytes[at] != '=') {
      // What stands here may be a piece of a secret, so not even a name is told.
      entries.unreadable("", start, "the line is no NAME=value");
      skipLine();
      return;
    }
    at++;
    skipBlanks();
    length = 0;
    Optional<String> problem = value();
    if (problem.isPresent()) {
      entries.unreadable(name, start, problem.get());
    } else {
      entries.value(name, start, value, length);
    }
    skipLine();
  }

  /** Empty if there is none. */
  private String name() {
    int from = at;
    while (at < bytes.length && isOfName(bytes[at], at > from)) {
      at++;
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
  }

  private static boolean isOfName(byte b, boolean inside) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || b == '_'
        || (inside && ((b >= '0' && b <= '9') || b == '.' || b == '-'));
  }

  /** Returns what is wrong with the value; ends on its line. */
  private Optional<String> value() {
    if (atLineEnd()) {
      return quoteBelow()
          ? Optional.of("programs disagree about a quote on the next line; write it on this one")
          : Optional.empty();
    }
    return switch (bytes[at]) {
      case '"', '\'' -> quoted(bytes[at]);
      case '`' -> Optional.of("programs disagree about backticks; write it in double quotes");
      default -> unquoted();
    };
  }

  private boolean quoteBelow() {
    int next = at;
    while (next < bytes.length
        && (isBlank(bytes[next]) || bytes[next] == '\n' || bytes[next] == '\r')) {
      next++;
    }
    return next < bytes.length && "\"'`".indexOf(bytes[next]) >= 0;
  }

  private Optional<String> quoted(byte quote) {
    boolean refers = false;
    boolean doubtful = false;
    at++;
    while (at < bytes.length && bytes[at] != quote) {
      byte next = at + 1 < bytes.length ? bytes[at + 1] : 0;
      if (bytes[at] != '\\') {
        refers |= refersHere();
        take();
      } else if (quote == '"' && (next == 'n' || next == 'r')) {
        value[length++] = (byte) (next == 'n' ? '\n' : '\r');
        at += 2;
      } else {
        doubtful |= quote == '"' || next == '\'' || next == '\\';
        take();
        if (doubtful && at < bytes.length) {
          take(); // It may be an escaped quote: then the value goes on behind it.
        }
      }
    }
    if (at == bytes.length) {
      return Optional.of("its quote is not closed; so the rest of the file is not read either");
    }
    at++;
    boolean blank = skipBlanks();
    if (!atLineEnd() && !(blank && bytes[at] == '#')) {
      return Optional.of("something stands behind its closing quote");
    }
    if (doubtful) {
      return Optional.of(
          "programs disagree about a backslash in it; write it in single quotes, or import it by hand");
    }
    return refers ? reference() : Optional.empty();
  }

  /** Takes one byte of a value in quotes; a line end of any kind as the one of Unix. */
  private void take() {
    byte b = bytes[at++];
    if (b == '\r') {
      if (at < bytes.length && bytes[at] == '\n') {
        at++;
      }
      b = '\n';
    }
    if (b == '\n') {
      line++;
    }
    value[length++] = b;
  }

  private Optional<String> unquoted() {
    int from = at;
    boolean comment = bytes[at] == '#' && isBlank(bytes[at - 1]);
    boolean hash = false;
    boolean refers = false;
    while (!atLineEnd() && !comment) {
      refers |= refersHere();
      hash |= bytes[at] == '#';
      value[length++] = bytes[at++];
      comment = !atLineEnd() && bytes[at] == '#' && isBlank(bytes[at - 1]);
    }
    while (length > 0 && isBlank(value[length - 1])) {
      length--;
    }
    if (PemLines.begin(bytes, from, at)) {
      skipPem();
      return Optional.of("a key of several lines must stand in double quotes");
    }
    if (hash) {
      return Optional.of("programs disagree about a # in it; write it in double quotes");
    }
    return refers ? reference() : Optional.empty();
  }

  private boolean refersHere() {
    return bytes[at] == '$' && at + 1 < bytes.length && bytes[at + 1] == '{';
  }

  private static Optional<String> reference() {
    return Optional.of(
        "programs disagree about ${…} in it; write the value out, or import it by hand");
  }

  /** Goes to the line that ends the key, so that no line of it is taken for a name. */
  private void skipPem() {
    skipLine();
    while (at < bytes.length) {
      int from = at;
      while (!atLineEnd()) {
        at++;
      }
      if (PemLines.end(bytes, from, at)) {
        return;
      }
      skipLine();
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\f' || b == 0x0B;
  }

  private boolean skipBlanks() {
    int from = at;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at > from;
  }

  private boolean atLineEnd() {
    return at >= bytes.length || bytes[at] == '\n' || bytes[at] == '\r';
  }

  private void skipLine() {
    while (!atLineEnd()) {
      at++;
    }
    if (at < bytes.length) {
      boolean windows = bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
      at += windows ? 2 : 1;
      line++;
    }
  }
}
