package dev.atom.providers.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where the JSON values, names and members lie in a body of any kind, be it events, lines or one
 * value; found without regard to whether it is right.
 */
record Spans(List<Span> values, List<Span> names) {
  /** Bytes from one index to another, exclusive. */
  record Span(int from, int to) {}

  static Spans of(byte[] body) {
    List<Span> values = new ArrayList<>();
    List<Span> names = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    int at = 0;
    while (at < body.length) {
      byte b = body[at];
      int end = at + 1;
      if (b == '{' || b == '[') {
        open.push(at);
      } else if ((b == '}' || b == ']') && !open.isEmpty()) {
        values.add(new Span(open.pop(), end));
      } else if (b == '"' && !open.isEmpty()) {
        end = stringEnd(body, at);
        (nameEnds(body, end) ? names : values).add(new Span(at, end));
      } else if (!open.isEmpty() && (b == '-' || Character.isLetterOrDigit(b))) {
        end = wordEnd(body, at);
        values.add(new Span(at, end));
      }
      at = end;
    }
    return new Spans(values, names);
  }

  private static int stringEnd(byte[] body, int from) {
    for (int i = from + 1; i < body.length; i++) {
      if (body[i] == '\\') {
        i++;
      } else if (body[i] == '"') {
        return i + 1;
      }
    }
    return body.length;
  }

  private static boolean nameEnds(byte[] body, int from) {
    int at = from;
    while (at < body.length && body[at] == ' ') {
      at++;
    }
    return at < body.length && body[at] == ':';
  }

  private static int wordEnd(byte[] body, int from) {
    int at = from;
    while (at < body.length && ",]} \r\n\t:\"".indexOf(body[at]) < 0) {
      at++;
    }
    return Math.max(at, from + 1);
  }
}
