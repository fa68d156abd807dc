package dev.atom.calendar;

import java.util.ArrayList;
import java.util.List;

/** The TEXT values of RFC 5545, section 3.3.11: backslashes before commas, semicolons and breaks. */
final class TextValue {
  private TextValue() {}

  static String escaped(String text) {
    String unix = text.replace("\r\n", "\n").replace('\r', '\n');
    return unix.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n");
  }

  /** Before any other character a backslash stands for itself: some producers escape nothing. */
  static String plain(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      char next = c == '\\' && i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
      switch (next) {
        case 'n', 'N' -> plain.append('\n');
        case '\\', ',', ';', ':', '"' -> plain.append(next);
        default -> plain.append(c);
      }
      if (next == 'n' || next == 'N' || (next != 0 && "\\,;:\"".indexOf(next) >= 0)) {
        i++;
      }
    }
    return plain.toString();
  }

  /** The parts between the commas that no backslash stands before. */
  static List<String> list(String raw) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '\\') {
        i++;
      } else if (raw.charAt(i) == ',') {
        parts.add(plain(raw.substring(start, i)));
        start = i + 1;
      }
    }
    parts.add(plain(raw.substring(start)));
    return parts;
  }

  /** True for what can't stand in a calendar at all; tabs can, and breaks once they are escaped. */
  static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 127);
  }
}
