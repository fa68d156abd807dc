package dev.atom.json;

import java.util.HexFormat;

/**
 * Writes compact JSON text. Without a generator of Jackson's, whose making costs more than most values
 * do; the text is the same.
 */
final class CompactText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final StringBuilder text = new StringBuilder(256);
  private int depth;

  private CompactText() {}

  static String of(Json value) {
    CompactText all = new CompactText();
    all.write(value);
    return all.text.toString();
  }

  private void write(Json value) {
    switch (value) {
      case Json.Obj object -> write(object);
      case Json.Arr array -> write(array);
      case Json.Str s -> write(s.value());
      case Json.Num n -> text.append(n.value());
      case Json.Bool b -> text.append(b.value());
      case Json.Null n -> text.append("null");
    }
  }

  private void write(Json.Obj object) {
    open('{');
    int begin = text.length();
    object
        .members()
        .forEach(
            (name, member) -> {
              separate(begin);
              write(name);
              text.append(':');
              write(member);
            });
    close('}');
  }

  private void write(Json.Arr array) {
    open('[');
    int begin = text.length();
    for (Json item : array.items()) {
      separate(begin);
      write(item);
    }
    close(']');
  }

  private void open(char bracket) {
    if (++depth > JsonText.MAX_DEPTH) {
      throw JsonText.tooDeep();
    }
    text.append(bracket);
  }

  private void close(char bracket) {
    depth--;
    text.append(bracket);
  }

  private void separate(int begin) {
    if (text.length() > begin) {
      text.append(',');
    }
  }

  private void write(String value) {
    text.append('"');
    int written = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        text.append(value, written, i);
        JsonText.escape(c, HEX, text);
        written = i + 1;
      }
    }
    text.append(value, written, value.length()).append('"');
  }
}
