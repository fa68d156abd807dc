package dev.atom.json;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Writes the one text that equal values share, after RFC 8785: members in the order of their names'
 * UTF-16 code units, no white space, escapes only where JSON demands them, numbers in the form of
 * ECMAScript. Other than there, numbers keep all their digits, and half a surrogate pair is escaped
 * where the RFC refuses it.
 */
final class CanonicalText {
  private static final HexFormat HEX = HexFormat.of();

  /** ECMAScript writes numbers from 1e-6 up to below 1e21 without an exponent. */
  private static final int MOST_DIGITS = 21;

  private static final int LEAST_PLACES = -6;

  private final StringBuilder text = new StringBuilder(256);
  private int depth;

  private CanonicalText() {}

  static String of(Json value) {
    CanonicalText all = new CanonicalText();
    all.write(value);
    return all.text.toString();
  }

  private void write(Json value) {
    switch (value) {
      case Json.Obj object -> write(object);
      case Json.Arr array -> write(array);
      case Json.Str string -> write(string.value());
      case Json.Num number -> write(number.value());
      case Json.Bool truth -> text.append(truth.value());
      case Json.Null nothing -> text.append("null");
    }
  }

  private void write(Json.Obj object) {
    deeper();
    char before = '{';
    for (var member : new TreeMap<>(object.members()).entrySet()) {
      text.append(before);
      write(member.getKey());
      text.append(':');
      write(member.getValue());
      before = ',';
    }
    text.append(before == '{' ? "{}" : "}");
    depth--;
  }

  private void write(Json.Arr array) {
    deeper();
    char before = '[';
    for (Json item : array.items()) {
      text.append(before);
      write(item);
      before = ',';
    }
    text.append(before == '[' ? "[]" : "]");
    depth--;
  }

  private void deeper() {
    if (++depth > JsonText.MAX_DEPTH) {
      throw JsonText.tooDeep();
    }
  }

  /** The number is 0.d1d2…dk times ten to the power of the point, whatever its trailing zeros. */
  private void write(BigDecimal number) {
    if (number.signum() == 0) {
      text.append('0');
      return;
    }
    String digits = number.unscaledValue().abs().toString();
    long point = (long) digits.length() - number.scale();
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    text.append(number.signum() < 0 ? "-" : "");
    if (point > MOST_DIGITS || point <= LEAST_PLACES) {
      text.append(digits.charAt(0)).append(end > 1 ? "." : "").append(digits, 1, end);
      text.append('e').append(point > 0 ? "+" : "").append(point - 1);
    } else if (point <= 0) {
      text.append("0.").repeat("0", (int) -point).append(digits, 0, end);
    } else if (point >= end) {
      text.append(digits, 0, end).repeat("0", (int) point - end);
    } else {
      text.append(digits, 0, (int) point).append('.').append(digits, (int) point, end);
    }
  }

  private void write(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        text.append(c).append(value.charAt(++i));
      } else {
        write(c);
      }
    }
    text.append('"');
  }

  private void write(char c) {
    if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
      JsonText.escape(c, HEX, text);
    } else {
      text.append(c);
    }
  }
}
