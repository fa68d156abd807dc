package dev.atom.vault.grant;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one JSON object (RFC 8259) and hands out the texts, numbers and words in it as bytes. Makes
 * no String of a text; what is nested in the object is checked for its form and skipped.
 */
final class FlatJson {
  private static final int DEEPEST = 64;

  private final byte[] json;
  private int at;

  /** Takes a field. */
  interface Field {
    /**
     * Takes a field.
     *
     * @return whether the value's array is kept; if not it is overwritten
     */
    boolean take(String name, byte[] value);
  }

  FlatJson(byte[] json) {
    this.json = json;
  }

  /** Reads the object; IllegalArgumentException if it is none. */
  void read(Field field) {
    space();
    need('{');
    boolean more = notEnd('}');
    while (more) {
      String name = new String(text(), StandardCharsets.UTF_8);
      space();
      need(':');
      space();
      byte next = peek();
      if (next == '{' || next == '[') {
        skip(1);
      } else {
        give(field, name, next == '"' ? text() : bare());
      }
      more = another('}');
    }
    space();
    if (at < json.length) {
      throw wrong("something follows it");
    }
  }

  private static void give(Field field, String name, byte[] value) {
    boolean kept = false;
    try {
      kept = field.take(name, value);
    } finally {
      if (!kept) {
        Arrays.fill(value, (byte) 0);
      }
    }
  }

  private void skip(int depth) {
    if (depth > DEEPEST) {
      throw wrong("it is nested too deep");
    }
    byte next = peek();
    if (next == '"') {
      Arrays.fill(text(), (byte) 0);
    } else if (next == '{' || next == '[') {
      at++;
      char end = next == '{' ? '}' : ']';
      boolean more = notEnd(end);
      while (more) {
        if (end == '}') {
          Arrays.fill(text(), (byte) 0);
          space();
          need(':');
          space();
        }
        skip(depth + 1);
        more = another(end);
      }
    } else {
      Arrays.fill(bare(), (byte) 0);
    }
  }

  private boolean notEnd(char end) {
    space();
    if (peek() == end) {
      at++;
      return false;
    }
    return true;
  }

  private boolean another(char end) {
    space();
    if (peek() == end) {
      at++;
      return false;
    }
    need(',');
    space();
    return true;
  }

  /** A number or a word; null is as good as nothing. */
  private byte[] bare() {
    int from = at;
    while (at < json.length && ",]} \t\r\n".indexOf(json[at]) < 0) {
      at++;
    }
    byte[] value = Arrays.copyOfRange(json, from, at);
    String word = new String(value, StandardCharsets.ISO_8859_1);
    boolean known = word.equals("true") || word.equals("false") || word.equals("null");
    if (!known && !isNumber(word)) {
      throw wrong("a value is neither a text nor a number nor a word");
    }
    return word.equals("null") ? new byte[0] : value;
  }

  private static boolean isNumber(String word) {
    return word.length() < 64 && word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  }

  /** A text without its escapes. */
  private byte[] text() {
    need('"');
    int end = at;
    while (end < json.length && json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    // An escape is never shorter than what it stands for.
    byte[] space = new byte[Math.max(0, Math.min(end, json.length) - at)];
    try {
      int length = 0;
      while (peek() != '"') {
        length = character(space, length);
      }
      at++;
      return Arrays.copyOf(space, length);
    } finally {
      Arrays.fill(space, (byte) 0);
    }
  }

  private int character(byte[] to, int length) {
    byte one = json[at++];
    if (one >= 0 && one < ' ') {
      throw wrong("a text has a control character");
    }
    if (one != '\\') {
      to[length] = one;
      return length + 1;
    }
    byte escape = peek();
    at++;
    if (escape == 'u') {
      return unicode(to, length);
    }
    int index = "\"\\/bfnrt".indexOf(escape);
    if (index < 0) {
      throw wrong("a text has an unknown escape");
    }
    to[length] = (byte) "\"\\/\b\f\n\r\t".charAt(index);
    return length + 1;
  }

  private int unicode(byte[] to, int length) {
    int point = hex();
    if (Character.isHighSurrogate((char) point)) {
      need('\\');
      need('u');
      int low = hex();
      if (!Character.isLowSurrogate((char) low)) {
        throw wrong("a text has half a surrogate pair");
      }
      point = Character.toCodePoint((char) point, (char) low);
    } else if (Character.isLowSurrogate((char) point)) {
      throw wrong("a text has half a surrogate pair");
    }
    return utf8(point, to, length);
  }

  private static int utf8(int point, byte[] to, int length) {
    int next = length;
    if (point < 0x80) {
      to[next++] = (byte) point;
    } else {
      int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      to[next++] = (byte) ((0xff00 >> (more + 1)) | (point >> (6 * more)));
      for (int i = more - 1; i >= 0; i--) {
        to[next++] = (byte) (0x80 | ((point >> (6 * i)) & 0x3f));
      }
    }
    return next;
  }

  private int hex() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw wrong("a text has an unknown escape");
      }
      at++;
      value = value << 4 | digit;
    }
    return value;
  }

  private void space() {
    while (at < json.length && " \t\r\n".indexOf(json[at]) >= 0) {
      at++;
    }
  }

  private void need(char wanted) {
    if (peek() != wanted) {
      throw wrong("its form is broken");
    }
    at++;
  }

  private byte peek() {
    if (at >= json.length) {
      throw wrong("it ends too early");
    }
    return json[at];
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "a token answer is no JSON object: " + what + ", at byte " + at);
  }
}
