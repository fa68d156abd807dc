package dev.atom.mock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events of a body, each with its end, so that all of them together are the body. Bytes are read
 * as Latin-1, which maps them to characters one by one.
 */
record Events(Kind kind, List<String> events) {
  /** Each group keeps what it took: one end of two characters is not two ends. */
  private static final Pattern BLANK_LINE = Pattern.compile("(?>\r\n|\n|\r)(?>\r\n|\n|\r)");

  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

  /** What a body is a stream of. */
  enum Kind {
    SERVER_SENT,
    LINES,
    WHOLE
  }

  static Events of(Map<String, List<String>> headers, byte[] body) {
    String type = Headers.first(headers, "content-type").orElse("");
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (type.startsWith("text/event-stream") || text.matches("(?s)(data|event|id|retry)?:.*")) {
      return new Events(Kind.SERVER_SENT, split(text, BLANK_LINE));
    }
    if (type.contains("ndjson")
        || type.contains("jsonl")
        || text.matches("(?s)\\{.*}\\s*\n\\{.*")) {
      return new Events(Kind.LINES, split(text, LINE_END));
    }
    return new Events(Kind.WHOLE, text.isEmpty() ? List.of() : List.of(text));
  }

  private static List<String> split(String text, Pattern end) {
    List<String> events = new ArrayList<>();
    Matcher ends = end.matcher(text);
    int from = 0;
    while (ends.find()) {
      events.add(text.substring(from, ends.end()));
      from = ends.end();
    }
    if (from < text.length()) {
      events.add(text.substring(from));
    }
    return events;
  }

  /** A line of its length that no reader of this kind takes for content. */
  String empty(int bytes) {
    return switch (kind) {
      case SERVER_SENT -> ":" + "x".repeat(Math.max(0, bytes - 1)) + "\n\n";
      case LINES, WHOLE -> " ".repeat(bytes) + "\n";
    };
  }

  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Text of ours in the form in which bodies are kept here. */
  static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
