package dev.atom.calendar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Bytes to unfolded lines. They are unfolded first and decoded then: many a producer folds in the
 * middle of a character.
 */
final class Lines {
  /** A line and the number of the one it began on. */
  record Line(String text, int number) {}

  private final byte[] bytes;
  private final Charset charset;
  private final CalendarLimits limits;
  private final Optional<Consumer<CalendarProblem>> problems;
  private byte[] buffer = new byte[256];
  private int length;
  private int position;
  private int number = 1;

  /**
   * Reads lines.
   *
   * @param problems where to report what can't be decoded; without it that is refused
   */
  Lines(
      byte[] bytes,
      Charset charset,
      CalendarLimits limits,
      Optional<Consumer<CalendarProblem>> problems) {
    if (bytes.length > limits.bytes()) {
      throw CalendarException.tooLarge(
          0, "the calendar has " + bytes.length + " bytes, " + limits.bytes() + " are allowed");
    }
    this.bytes = bytes;
    this.charset = charset;
    this.limits = limits;
    this.problems = problems;
    skipMark();
  }

  private void skipMark() {
    if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB) {
      position = bytes[2] == (byte) 0xBF ? 3 : 0;
    } else if (bytes.length >= 2 && (bytes[0] & 0xFE) == 0xFE && (bytes[0] ^ bytes[1]) == 1) {
      throw CalendarException.malformed(
          1, "the file is UTF-16, but calendars are UTF-8; convert it first");
    }
  }

  /** Returns the next line that is not empty. */
  Optional<Line> next() {
    while (position < bytes.length) {
      int first = number;
      length = 0;
      append();
      while (position < bytes.length && (bytes[position] == ' ' || bytes[position] == '\t')) {
        position++;
        append();
      }
      if (length > 0) {
        return Optional.of(new Line(decoded(first), first));
      }
    }
    return Optional.empty();
  }

  /** Adds what stands up to the end of the line, and goes past that. */
  private void append() {
    int end = position;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    int contentEnd = end > position && bytes[end - 1] == '\r' ? end - 1 : end;
    int more = contentEnd - position;
    if (more > limits.lineBytes() - length) {
      throw CalendarException.tooLarge(
          number, "the line is longer than the " + limits.lineBytes() + " bytes allowed");
    }
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + more, 2 * buffer.length));
    }
    System.arraycopy(bytes, position, buffer, length, more);
    length += more;
    position = end + 1;
    number++;
  }

  private String decoded(int first) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(buffer, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      CalendarException refusal =
          CalendarException.malformed(
              first,
              "there are bytes that are no "
                  + charset
                  + "; if the file has another encoding, name it to the reader");
      problems.orElseThrow(() -> refusal).accept(refusal.problem());
      return new String(buffer, 0, length, charset);
    }
  }
}
