package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Reads the events of a streamed reply. Either {@link #next(EventSink)}, which makes no objects, or
 * {@link #next()}, which makes a record of each event. Used by one thread, as the stream below.
 */
public final class StreamEvents {
  private static final int BUFFER = 8192;

  /** What servers call the events that only keep a connection alive. */
  private static final Set<String> PINGS = Set.of("ping", "keepalive");

  private final HttpStream stream;
  private final EventParser parser;
  private final byte[] buffer = new byte[BUFFER];
  private final Queue<ServerSentEvent> ready = new ArrayDeque<>();
  private final EventSink keeping = this::keep;
  private final EventSink counting = this::pass;
  private EventSink sink = keeping;
  private int passed;
  private boolean begun;
  private boolean ended;

  /**
   * Reads events of any format.
   *
   * @param stream the reply; stays the caller's to close
   * @param parser cuts it into events; new, and used by nobody else
   */
  public StreamEvents(HttpStream stream, EventParser parser) {
    this.stream = stream;
    this.parser = parser;
    stream.eventsCount();
  }

  /**
   * Reads server-sent events, each up to the call's {@link HttpCall.Builder#maxEventBytes}.
   *
   * @param stream the reply; stays the caller's to close
   * @return the reader
   */
  public static StreamEvents serverSent(HttpStream stream) {
    return new StreamEvents(stream, new ServerSentEventParser(stream.maxEventBytes()));
  }

  /**
   * Reads lines of JSON, each up to the call's {@link HttpCall.Builder#maxEventBytes}.
   *
   * @param stream the reply; stays the caller's to close
   * @return the reader
   */
  public static StreamEvents jsonLines(HttpStream stream) {
    return new StreamEvents(stream, new JsonLinesParser(stream.maxEventBytes()));
  }

  /**
   * Reads the elements of one JSON array, each up to the call's {@link HttpCall.Builder#maxEventBytes}.
   *
   * @param stream the reply; stays the caller's to close
   * @return the reader
   */
  public static StreamEvents jsonArray(HttpStream stream) {
    return new StreamEvents(stream, new JsonArrayParser(stream.maxEventBytes()));
  }

  /**
   * Leaves it to the caller to say with {@link HttpStream#begun} which event ends the limit {@link
   * Timeouts#firstToken}. Otherwise it is the first one that is no ping: no event of type {@code
   * ping} or {@code keepalive}.
   *
   * @return this reader
   */
  public StreamEvents beginsWhenTold() {
    begun = true;
    return this;
  }

  /**
   * Waits for the next bytes that end an event and hands on all the events that end in them: at
   * least one, often several.
   *
   * @param sink gets the events as bytes; what it throws comes out here
   * @return false at the end of the stream, when there was no event any more
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   * @throws IllegalStateException if {@link #next()} has left events that it has yet to return
   */
  public boolean next(EventSink sink) {
    if (!ready.isEmpty()) {
      throw new IllegalStateException("events wait for next(); use one way of reading only");
    }
    return read(sink);
  }

  /**
   * Waits for the next event.
   *
   * @return the event; the last may be incomplete; empty at the end of the stream
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public Optional<ServerSentEvent> next() {
    if (ready.isEmpty()) {
      read(keeping);
    }
    return Optional.ofNullable(ready.poll());
  }

  private void keep(String type, byte[] data, int from, int to, boolean complete) {
    String text = new String(data, from, to - from, StandardCharsets.UTF_8);
    ready.add(new ServerSentEvent(type, text, parser.lastEventId(), complete));
  }

  private boolean read(EventSink reader) {
    sink = reader;
    passed = 0;
    while (passed == 0 && !ended) {
      int count = stream.read(buffer);
      if (count < 0) {
        ended = true;
        parser.end(counting);
      } else {
        parser.feed(buffer, 0, count, counting);
      }
    }
    return passed > 0;
  }

  private void pass(String type, byte[] data, int from, int to, boolean complete) {
    passed++;
    if (!begun && !PINGS.contains(type)) {
      begun = true;
      stream.begun();
    }
    sink.event(type, data, from, to, complete);
  }
}
