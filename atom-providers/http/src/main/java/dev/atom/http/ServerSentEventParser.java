package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Cuts bytes into events as the <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML
 * standard</a> says. Bytes may be cut anywhere, inside a character or a line end too.
 *
 * <p>What stands behind the last blank line when the stream ends is an event marked as not complete:
 * the standard drops it, but some servers forget the last blank line.
 *
 * <p>An event of one data line that came in one piece is handed on where it lies; only what is cut
 * is copied. Names of types are made to text once.
 *
 * <p>Not thread-safe.
 */
public final class ServerSentEventParser implements EventParser {
  private static final int MAX_RETRY_DIGITS = 12;
  private static final String MESSAGE = "message";
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ID = {'i', 'd'};
  private static final byte[] RETRY = {'r', 'e', 't', 'r', 'y'};

  private final EventTypes types = new EventTypes();
  private final EventBytes line;
  private final EventBytes data;
  private boolean first = true;
  private boolean afterReturn;

  private String type = MESSAGE;
  private String id = "";
  private boolean hasData;

  /** Where the event's only data line so far lies in the bytes being fed; -1 if it is in data. */
  private int sliceFrom = -1;

  private int sliceTo;
  private Optional<Duration> reconnectAfter = Optional.empty();

  /**
   * Creates a parser at the start of a stream.
   *
   * @param limit the most bytes of a line, and of an event's data; 1 or more
   */
  public ServerSentEventParser(int limit) {
    line = new EventBytes(limit, "a line of the event stream");
    data = new EventBytes(limit, "an event of the stream");
  }

  @Override
  public void feed(byte[] bytes, int from, int to, EventSink sink) {
    int start = from;
    if (afterReturn && from < to) {
      start = bytes[from] == '\n' ? from + 1 : from;
      afterReturn = false;
    }
    for (int i = start; i < to; i++) {
      byte b = bytes[i];
      if (b > '\r' || (b != '\n' && b != '\r')) {
        continue;
      }
      endLine(bytes, start, i, sink);
      if (b == '\r') {
        if (i + 1 == to) {
          afterReturn = true;
        } else if (bytes[i + 1] == '\n') {
          i++;
        }
      }
      start = i + 1;
    }
    line.append(bytes, start, to);
    keepSlice(bytes);
  }

  @Override
  public void end(EventSink sink) {
    if (line.length() > 0) {
      takeLine(line.bytes(), 0, line.length());
      keepSlice(line.bytes());
      line.clear();
    }
    if (hasData) {
      hasData = false;
      sink.event(type, data.bytes(), 0, data.length(), false);
    }
  }

  @Override
  public String lastEventId() {
    return id;
  }

  /**
   * Returns how long the server asks to wait before connecting again.
   *
   * @return empty as long as it named no time
   */
  public Optional<Duration> reconnectAfter() {
    return reconnectAfter;
  }

  private void endLine(byte[] bytes, int from, int to, EventSink sink) {
    if (line.length() == 0) {
      line.check(to - from);
      if (!takeLine(bytes, from, to)) {
        dispatch(bytes, sink);
      }
      return;
    }
    line.append(bytes, from, to);
    boolean filled = takeLine(line.bytes(), 0, line.length());
    keepSlice(line.bytes());
    line.clear();
    if (!filled) {
      dispatch(bytes, sink);
    }
  }

  /** Takes a line without its end; tells whether it holds something. */
  private boolean takeLine(byte[] bytes, int from, int to) {
    int start = from;
    if (first) {
      first = false;
      start = ByteMarks.skip(bytes, from, to);
    }
    if (start == to) {
      return false;
    }
    int colon = start;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    int value = colon + 1 < to && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    field(bytes, start, colon, Math.min(value, to), to);
    return true;
  }

  /** Takes a field. A comment has an empty name; unknown fields are to be ignored. */
  private void field(byte[] bytes, int name, int nameEnd, int from, int to) {
    if (is(DATA, bytes, name, nameEnd)) {
      addData(bytes, from, to);
    } else if (is(EVENT, bytes, name, nameEnd)) {
      type = from == to ? MESSAGE : types.of(bytes, from, to);
    } else if (is(ID, bytes, name, nameEnd)) {
      String value = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      id = value.indexOf('\0') < 0 ? value : id;
    } else if (is(RETRY, bytes, name, nameEnd)) {
      addRetry(bytes, from, to);
    }
  }

  private static boolean is(byte[] word, byte[] bytes, int from, int to) {
    if (to - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private void addData(byte[] bytes, int from, int to) {
    if (!hasData) {
      hasData = true;
      sliceFrom = from;
      sliceTo = to;
      return;
    }
    keepSlice(bytes);
    data.append((byte) '\n');
    data.append(bytes, from, to);
  }

  /** Copies the data line that lies in these bytes, as they are about to go. */
  private void keepSlice(byte[] bytes) {
    if (sliceFrom >= 0) {
      data.append(bytes, sliceFrom, sliceTo);
      sliceFrom = -1;
    }
  }

  private void addRetry(byte[] bytes, int from, int to) {
    if (from == to || to - from > MAX_RETRY_DIGITS) {
      return;
    }
    long millis = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return;
      }
      millis = 10 * millis + bytes[i] - '0';
    }
    reconnectAfter = Optional.of(Duration.ofMillis(millis));
  }

  private void dispatch(byte[] bytes, EventSink sink) {
    String ended = type;
    type = MESSAGE;
    if (!hasData) {
      return;
    }
    hasData = false;
    if (sliceFrom >= 0) {
      int from = sliceFrom;
      sliceFrom = -1;
      sink.event(ended, bytes, from, sliceTo, true);
    } else {
      int length = data.length();
      data.clear();
      sink.event(ended, data.bytes(), 0, length, true);
    }
  }
}
