package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.List;

/** Expressions about text. */
final class Texts {
  private static final int SHORT = 16;

  private Texts() {}

  /** Orders by code point, which differs from the order of chars beyond the basic plane. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        // A pair may have begun one char before; a surrogate may also stand alone, as what it is.
        int pair = i > 0 ? codePoints(a, b, i - 1) : 0;
        return pair != 0 ? pair : codePoints(a, b, i);
      }
    }
    return a.length() - b.length();
  }

  private static int codePoints(String a, String b, int at) {
    return Integer.compare(a.codePointAt(at), b.codePointAt(at));
  }

  record Cat(Arguments parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      StringBuilder text = new StringBuilder();
      for (Json part : parts.values(frame)) {
        Coercion.append(part, text, frame);
      }
      return Json.of(text.toString());
    }
  }

  /** Where to begin, and how long or where to end; negative numbers count from the end. */
  record Substring(List<Expression> arguments, Place place) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      String text = Coercion.text(arguments.get(0).evaluate(frame), frame);
      frame.charge(text.length() >>> 3);
      int size = text.codePointCount(0, text.length());
      int from = place(1, size, frame);
      int begin = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
      int length = arguments.size() < 3 ? size : place(2, size, frame);
      int left = size - begin;
      int taken = length < 0 ? Math.max(0, left + length) : Math.min(length, left);
      int start = text.offsetByCodePoints(0, begin);
      return Json.of(text.substring(start, text.offsetByCodePoints(start, taken)));
    }

    private int place(int argument, int size, Frame frame) {
      double number = arguments.get(argument).number(frame);
      if (Double.isNaN(number)) {
        throw Failure.nan(place);
      }
      return (int) Math.max(-size, Math.min(size, number));
    }
  }

  /** {@code startsWith} and {@code endsWith}, which builders add to JsonLogic. */
  record Edge(Expression text, Expression part, boolean end) implements Expression.Test {
    @Override
    public boolean test(Frame frame) {
      return text.evaluate(frame) instanceof Json.Str whole
          && part.evaluate(frame) instanceof Json.Str edge
          && (end ? whole.value().endsWith(edge.value()) : whole.value().startsWith(edge.value()));
    }
  }

  /** Whether the text has the part, in time linear in both. */
  static boolean contains(String text, String part, Frame frame) {
    frame.charge((text.length() >>> 4) + (part.length() >>> 4));
    if (part.length() <= SHORT) {
      return text.contains(part);
    }
    int[] borders = borders(part);
    int matched = 0;
    for (int i = 0; i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = borders[matched - 1];
      }
      matched += text.charAt(i) == part.charAt(matched) ? 1 : 0;
      if (matched == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** The failure function of Knuth, Morris and Pratt. */
  private static int[] borders(String part) {
    int[] borders = new int[part.length()];
    int border = 0;
    for (int i = 1; i < part.length(); i++) {
      while (border > 0 && part.charAt(i) != part.charAt(border)) {
        border = borders[border - 1];
      }
      border += part.charAt(i) == part.charAt(border) ? 1 : 0;
      borders[i] = border;
    }
    return borders;
  }
}
