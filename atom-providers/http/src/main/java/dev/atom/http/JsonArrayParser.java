package dev.atom.http;

/**
 * Cuts the bytes of one JSON array into its elements as they come; each is an event of type {@code
 * "message"}. Brackets, strings and escapes are respected; whether an element is right otherwise is
 * for its reader to find. A value that stands alone instead of the array is one event, because
 * servers answer so to report an error. What follows the array is ignored.
 *
 * <p>An element that the stream's end cuts is marked as not complete; an end between two elements is
 * told by {@link #closed()}. An element that came in one piece is handed on where it lies.
 *
 * <p>Not thread-safe.
 */
public final class JsonArrayParser implements EventParser {
  private static final String MESSAGE = "message";
  private static final int MARK = 3;

  private final EventBytes element;
  private State state = State.BEFORE;
  private boolean inArray;
  private int depth;
  private boolean escaped;
  private int markRead;

  private enum State {
    /** Nothing of the array was seen. */
    BEFORE,
    /** In the array, in no element. */
    BETWEEN,
    /** In an object or array, or behind its strings. */
    NESTED,
    /** In a string, of an element or being one. */
    STRING,
    /** In a number or a word that is an element. */
    WORD,
    /** Behind it all. */
    CLOSED
  }

  /**
   * Creates a parser at the start of a stream.
   *
   * @param limit the most bytes of an element, 1 or more
   */
  public JsonArrayParser(int limit) {
    element = new EventBytes(limit, "an element of the stream");
  }

  @Override
  public void feed(byte[] bytes, int from, int to, EventSink sink) {
    int start = inElement() ? from : -1;
    for (int i = from; i < to && state != State.CLOSED; i++) {
      byte b = bytes[i];
      if (!inElement()) {
        start = outside(b) ? i : -1;
        continue;
      }
      int end = inside(b, i);
      if (end >= 0) {
        emit(bytes, start, end, sink);
        start = -1;
        boolean last = !inArray || (end == i && b == ']');
        state = last ? State.CLOSED : State.BETWEEN;
      }
    }
    if (start >= 0 && inElement()) {
      element.append(bytes, start, to);
    }
  }

  @Override
  public void end(EventSink sink) {
    if (inElement()) {
      // A word that stands alone has no end but this one.
      boolean complete = state == State.WORD && !inArray;
      state = complete ? State.CLOSED : state;
      sink.event(MESSAGE, element.bytes(), 0, element.length(), complete);
      element.clear();
    }
  }

  /**
   * Tells whether the array, or the value that stands for it, was ended.
   *
   * @return false as long as more has to come: at the stream's end, it was cut
   */
  public boolean closed() {
    return state == State.CLOSED;
  }

  private boolean inElement() {
    return state == State.NESTED || state == State.STRING || state == State.WORD;
  }

  /** Takes a byte outside of an element; tells whether one begins with it. */
  private boolean outside(byte b) {
    if (ByteMarks.isSpace(b) || (state == State.BETWEEN && b == ',') || isMark(b)) {
      return false;
    }
    if (state == State.BEFORE && b == '[') {
      inArray = true;
      state = State.BETWEEN;
      return false;
    }
    if (state == State.BETWEEN && b == ']') {
      state = State.CLOSED;
      return false;
    }
    depth = b == '{' || b == '[' ? 1 : 0;
    if (depth == 1) {
      state = State.NESTED;
    } else {
      state = b == '"' ? State.STRING : State.WORD;
    }
    return true;
  }

  private boolean isMark(byte b) {
    boolean mark =
        state == State.BEFORE
            && markRead < MARK
            && b == (byte) (markRead == 0 ? 0xEF : markRead == 1 ? 0xBB : 0xBF);
    markRead += mark ? 1 : 0;
    return mark;
  }

  /** Takes a byte inside of an element; returns where the element ends, -1 if it goes on. */
  private int inside(byte b, int at) {
    return switch (state) {
      case STRING -> inString(b) ? -1 : at + 1;
      case NESTED -> nested(b) ? -1 : at + 1;
      case WORD -> ByteMarks.isSpace(b) || (inArray && (b == ',' || b == ']')) ? at : -1;
      case BEFORE, BETWEEN, CLOSED ->
          throw new IllegalStateException("not in an element: " + state);
    };
  }

  /** Tells whether the element goes on. */
  private boolean inString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      state = State.NESTED;
      return depth > 0;
    }
    return true;
  }

  private boolean nested(byte b) {
    switch (b) {
      case '"' -> state = State.STRING;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {
        // Only brackets and strings tell where an element ends.
      }
    }
    return depth > 0 || state == State.STRING;
  }

  private void emit(byte[] bytes, int from, int to, EventSink sink) {
    if (element.length() == 0) {
      element.check(to - from);
      sink.event(MESSAGE, bytes, from, to, true);
    } else {
      element.append(bytes, from, to);
      int length = element.length();
      element.clear();
      sink.event(MESSAGE, element.bytes(), 0, length, true);
    }
  }
}
