package dev.atom.providers.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bytes of a JSON event with a hole where its text stands. Most events of a stream differ from
 * the one before in nothing but this text; comparing bytes finds these without parsing, and any
 * other event is left to the parser.
 *
 * <p>Sound because an event that is equal up to a string literal, has a literal there and is equal
 * behind it is the same JSON with another text. Members whose value is to be ignored are holes too,
 * as long as it is a number or a string. Not thread-safe.
 */
final class EventTemplate {
  private static final int SHORTEST = 16;

  /** What may stand in a hole. */
  private enum Kind {
    TEXT,
    NUMBER,
    STRING
  }

  /** A hole behind a stretch of fixed bytes; strings without their quotes. */
  private record Hole(Kind kind, int from, int to) {}

  private final String type;
  private final byte[] bytes;
  private final List<Hole> holes;
  private final byte[] brackets;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private int textFrom;
  private int textTo;
  private boolean plain;

  private EventTemplate(String type, byte[] bytes, List<Hole> holes) {
    this.type = type;
    this.bytes = bytes;
    this.holes = holes;
    brackets = brackets(bytes, holes.getLast().to());
  }

  /**
   * Returns what closes the event, without blanks; empty if more than brackets does. Anthropic pads
   * its events there, each by another length.
   */
  private static byte[] brackets(byte[] bytes, int from) {
    byte[] found = new byte[bytes.length - from];
    int count = 0;
    for (int at = from; at < bytes.length; at++) {
      byte b = bytes[at];
      if (b == '}' || b == ']' || (b == '"' && at == from)) {
        found[count++] = b;
      } else if (b != ' ') {
        return new byte[0];
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Makes a template of an event; empty if its one text is not to be found. */
  static Optional<EventTemplate> of(
      String type, byte[] data, int from, int to, String member, Set<String> ignored) {
    if (to - from < SHORTEST) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(data, from, to);
    List<Hole> holes = new Lexer(bytes, member, ignored).holes();
    boolean one = holes.stream().filter(hole -> hole.kind() == Kind.TEXT).count() == 1;
    return one ? Optional.of(new EventTemplate(type, bytes, holes)) : Optional.empty();
  }

  /** Returns the text of an event that is like this one; null, to spare an object, if it isn't. */
  @org.jspecify.annotations.Nullable
  String match(String type, byte[] data, int from, int to) {
    return this.type.equals(type) && fits(data, from, to) ? text(data) : null;
  }

  private boolean fits(byte[] data, int from, int to) {
    int at = from;
    int fixed = 0;
    for (int i = 0; i < holes.size(); i++) {
      Hole hole = holes.get(i);
      int length = hole.from() - fixed;
      if (to - at < length || !Arrays.equals(bytes, fixed, hole.from(), data, at, at + length)) {
        return false;
      }
      at += length;
      int end = hole.kind() == Kind.NUMBER ? digits(data, at, to) : string(data, at, to);
      if (end < 0) {
        return false;
      }
      if (hole.kind() == Kind.TEXT) {
        textFrom = at;
        textTo = end;
      }
      at = end;
      fixed = hole.to();
    }
    return Arrays.equals(bytes, fixed, bytes.length, data, at, to) || closes(data, at, to);
  }

  private boolean closes(byte[] data, int from, int to) {
    int seen = 0;
    for (int at = from; at < to; at++) {
      if (seen < brackets.length && data[at] == brackets[seen]) {
        seen++;
      } else if (data[at] != ' ' || seen == 0) {
        return false;
      }
    }
    return seen > 0 && seen == brackets.length;
  }

  private static int digits(byte[] data, int from, int to) {
    int at = from;
    while (at < to && data[at] >= '0' && data[at] <= '9') {
      at++;
    }
    boolean sound = at > from && (data[from] != '0' || at == from + 1);
    return sound ? at : -1;
  }

  /** Returns where the closing quote is; -1 if there is none or something no string may hold. */
  private int string(byte[] data, int from, int to) {
    plain = true;
    for (int at = from; at < to; at++) {
      byte b = data[at];
      if (b == '"') {
        return at;
      }
      if (b == '\\') {
        // Escapes are rare enough to be left to the parser, but for the two that are not.
        if (at + 1 == to || (data[at + 1] != 'n' && data[at + 1] != '"')) {
          return -1;
        }
        plain = false;
        at++;
      } else if (b < ' ') {
        if (b >= 0) {
          return -1;
        }
        plain = false;
      }
    }
    return -1;
  }

  private @org.jspecify.annotations.Nullable String text(byte[] data) {
    if (plainText(data)) {
      return new String(data, textFrom, textTo - textFrom, StandardCharsets.ISO_8859_1);
    }
    try {
      CharBuffer text = decoder.decode(ByteBuffer.wrap(data, textFrom, textTo - textFrom));
      return unescaped(text);
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The last string need not have been the text. */
  private boolean plainText(byte[] data) {
    if (plain && textTo - textFrom >= 0 && holes.getLast().kind() == Kind.TEXT) {
      return true;
    }
    for (int at = textFrom; at < textTo; at++) {
      if (data[at] < 0 || data[at] == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String unescaped(CharBuffer text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.get(i);
      if (c != '\\') {
        plain.append(c);
      } else {
        i++;
        plain.append(text.get(i) == 'n' ? '\n' : text.get(i));
      }
    }
    return plain.toString();
  }

  /**
   * Finds the values of named members in JSON that is known to be sound. A name with an escape may
   * be any name, the text's own too: then nothing is found.
   */
  private static final class Lexer {
    private final byte[] json;
    private final byte[] member;
    private final List<byte[]> ignored;
    private final List<Hole> holes = new ArrayList<>();

    Lexer(byte[] json, String member, Set<String> ignored) {
      this.json = json;
      this.member = member.getBytes(StandardCharsets.UTF_8);
      this.ignored = ignored.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toList();
    }

    List<Hole> holes() {
      int at = 0;
      while (at < json.length) {
        if (json[at] == '"') {
          int end = closing(at + 1);
          int next = blank(end + 1);
          boolean name = next < json.length && json[next] == ':';
          if (name && escaped(at + 1, end)) {
            return List.of();
          }
          at = name ? value(at + 1, end, next + 1) : end + 1;
        } else {
          at++;
        }
      }
      return List.copyOf(holes);
    }

    /** Takes the value of a member; returns from where to go on. */
    private int value(int nameFrom, int nameTo, int behindColon) {
      int at = blank(behindColon);
      boolean text = is(member, nameFrom, nameTo);
      boolean skip = ignored.stream().anyMatch(name -> is(name, nameFrom, nameTo));
      if (at < json.length && json[at] == '"' && (text || skip)) {
        int end = closing(at + 1);
        holes.add(new Hole(text ? Kind.TEXT : Kind.STRING, at + 1, end));
        return end + 1;
      }
      int end = digits(json, at, json.length);
      if (skip && end > 0 && end < json.length && (json[end] == ',' || json[end] == '}')) {
        holes.add(new Hole(Kind.NUMBER, at, end));
        return end;
      }
      return at;
    }

    private boolean escaped(int from, int to) {
      for (int at = from; at < to; at++) {
        if (json[at] == '\\') {
          return true;
        }
      }
      return false;
    }

    private boolean is(byte[] name, int from, int to) {
      return Arrays.equals(name, 0, name.length, json, from, to);
    }

    private int blank(int from) {
      int at = from;
      while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
        at++;
      }
      return at;
    }

    private int closing(int from) {
      int at = from;
      while (at < json.length && json[at] != '"') {
        at += json[at] == '\\' ? 2 : 1;
      }
      return Math.min(at, json.length);
    }
  }
}
