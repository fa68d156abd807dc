package dev.atom.http;

/**
 * Cuts bytes into lines, as in newline-delimited JSON: each line that is not blank is an event of
 * type {@code "message"}. A line ends with a line feed; a carriage return before it belongs to the
 * end. A mark of UTF-8 at the start is dropped. Whether a line is JSON is for its reader to find.
 *
 * <p>A last line without a line feed is always marked as not complete: nothing tells whether it was
 * cut. A reader that can parse it may take it, since no JSON object is the beginning of another.
 *
 * <p>A line that came in one piece is handed on where it lies. Not thread-safe.
 */
public final class JsonLinesParser implements EventParser {
  private static final String MESSAGE = "message";

  private final EventBytes line;
  private boolean first = true;

  /**
   * Creates a parser at the start of a stream.
   *
   * @param limit the most bytes of a line, 1 or more
   */
  public JsonLinesParser(int limit) {
    line = new EventBytes(limit, "a line of the stream");
  }

  @Override
  public void feed(byte[] bytes, int from, int to, EventSink sink) {
    int start = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      if (line.length() == 0) {
        line.check(i - start);
        emit(bytes, start, i, true, sink);
      } else {
        line.append(bytes, start, i);
        emit(line.bytes(), 0, line.length(), true, sink);
        line.clear();
      }
      start = i + 1;
    }
    line.append(bytes, start, to);
  }

  @Override
  public void end(EventSink sink) {
    int length = line.length();
    line.clear();
    emit(line.bytes(), 0, length, false, sink);
  }

  private void emit(byte[] bytes, int from, int to, boolean complete, EventSink sink) {
    int start = from;
    if (first) {
      first = false;
      start = ByteMarks.skip(bytes, from, to);
    }
    int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
    int text = start;
    while (text < end && ByteMarks.isSpace(bytes[text])) {
      text++;
    }
    if (text < end) {
      sink.event(MESSAGE, bytes, text, end, complete);
    }
  }
}
