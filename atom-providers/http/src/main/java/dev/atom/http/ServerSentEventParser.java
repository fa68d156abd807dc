package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts bytes into events as the <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML
 * standard</a> says. Bytes may be cut anywhere, inside a character or a line end too.
 *
 * <p>Not thread-safe.
 */
public final class ServerSentEventParser {
  private static final int MAX_RETRY_DIGITS = 12;

  private final int limit;
  private byte[] line = new byte[1024];
  private int length;
  private boolean first = true;
  private boolean afterReturn;

  private String type = "";
  private String id = "";
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private Optional<Duration> reconnectAfter = Optional.empty();

  /**
   * Creates a parser at the start of a stream.
   *
   * @param limit the most bytes of a line, and characters of an event's data; 1 or more
   */
  public ServerSentEventParser(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be 1 or more");
    }
    this.limit = limit;
  }

  /**
   * Takes the next bytes.
   *
   * @param bytes where they are
   * @param count how many of them, from the first
   * @param sink gets the events that end in these bytes
   * @throws ReplyTooLarge if a line or an event exceeds the limit
   */
  public void feed(byte[] bytes, int count, Consumer<ServerSentEvent> sink) {
    int start = 0;
    if (afterReturn && count > 0) {
      start = bytes[0] == '\n' ? 1 : 0;
      afterReturn = false;
    }
    for (int i = start; i < count; i++) {
      if (bytes[i] != '\n' && bytes[i] != '\r') {
        continue;
      }
      append(bytes, start, i);
      endLine(sink);
      if (bytes[i] == '\r') {
        if (i + 1 == count) {
          afterReturn = true;
        } else if (bytes[i + 1] == '\n') {
          i++;
        }
      }
      start = i + 1;
    }
    append(bytes, start, count);
  }

  /**
   * Ends the stream.
   *
   * @return what stood behind the last blank line, marked as not complete; empty if that is no data
   */
  public Optional<ServerSentEvent> end() {
    if (length > 0) {
      endLine(event -> {});
    }
    return hasData ? Optional.of(event(false)) : Optional.empty();
  }

  /**
   * Returns how long the server asks to wait before connecting again.
   *
   * @return empty as long as it named no time
   */
  public Optional<Duration> reconnectAfter() {
    return reconnectAfter;
  }

  private void append(byte[] bytes, int from, int to) {
    int more = to - from;
    if (more > limit - length) {
      throw new ReplyTooLarge("a line of the event stream exceeds " + limit + " bytes");
    }
    if (length + more > line.length) {
      long wanted = Math.max(2L * line.length, length + more);
      line = Arrays.copyOf(line, (int) Math.min(wanted, Math.max(limit, line.length)));
    }
    System.arraycopy(bytes, from, line, length, more);
    length += more;
  }

  private void endLine(Consumer<ServerSentEvent> sink) {
    int start = first && startsWithMark() ? 3 : 0;
    first = false;
    int end = length;
    length = 0;
    if (start == end) {
      dispatch(sink);
      return;
    }
    int colon = start;
    while (colon < end && line[colon] != ':') {
      colon++;
    }
    int value = colon + 1 < end && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
    String name = text(start, colon);
    field(name, value < end ? text(value, end) : "");
  }

  private boolean startsWithMark() {
    return length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  private void field(String name, String value) {
    switch (name) {
      case "data" -> addData(value);
      case "event" -> type = value;
      case "id" -> id = value.indexOf('\0') < 0 ? value : id;
      case "retry" -> reconnectAfter = duration(value).or(() -> reconnectAfter);
      default -> {
        // A comment has an empty name; other fields are to be ignored.
      }
    }
  }

  private void addData(String value) {
    if (data.length() + value.length() > limit) {
      throw new ReplyTooLarge("an event of the stream exceeds " + limit + " characters");
    }
    if (hasData) {
      data.append('\n');
    }
    data.append(value);
    hasData = true;
  }

  private static Optional<Duration> duration(String millis) {
    boolean digits = millis.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && !millis.isEmpty() && millis.length() <= MAX_RETRY_DIGITS
        ? Optional.of(Duration.ofMillis(Long.parseLong(millis)))
        : Optional.empty();
  }

  private void dispatch(Consumer<ServerSentEvent> sink) {
    if (hasData) {
      sink.accept(event(true));
    }
    data.setLength(0);
    hasData = false;
    type = "";
  }

  private ServerSentEvent event(boolean complete) {
    return new ServerSentEvent(type.isEmpty() ? "message" : type, data.toString(), id, complete);
  }
}
