package dev.atom.calendar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Components to lines: ended by CR LF, folded at 75 bytes, never inside of a character. */
final class LineWriter {
  private static final int LONGEST = 75;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  void write(Component component) {
    line("BEGIN:" + component.name());
    component.properties().forEach(property -> line(property.toString()));
    component.components().forEach(this::write);
    line("END:" + component.name());
  }

  private void line(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int start = 0;
    int room = LONGEST;
    while (bytes.length - start > room) {
      int end = start + room;
      while ((bytes[end] & 0xC0) == 0x80) {
        end--;
      }
      out.write(bytes, start, end - start);
      out.writeBytes(new byte[] {'\r', '\n', ' '});
      start = end;
      // The space before what is folded counts.
      room = LONGEST - 1;
    }
    out.write(bytes, start, bytes.length - start);
    out.writeBytes(new byte[] {'\r', '\n'});
  }

  static String parameter(Parameter parameter) {
    return parameter.values().stream()
        .map(LineWriter::quoted)
        .collect(Collectors.joining(",", ";" + parameter.name() + "=", ""));
  }

  /** As RFC 6868 says: no backslash means anything here, a caret does. */
  private static String quoted(String value) {
    String encoded =
        value
            .replace("^", "^^")
            .replace("\"", "^'")
            .replace("\r\n", "^n")
            .replace("\n", "^n")
            .replace("\r", "^n");
    boolean plain = encoded.chars().noneMatch(c -> c == ',' || c == ';' || c == ':');
    return plain ? encoded : '"' + encoded + '"';
  }
}
