package dev.atom.http;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Reads the events of a streamed reply one by one. Used by one thread, as the stream below. */
public final class ServerSentEvents {
  private static final int MAX_LINE = 16 * 1024 * 1024;

  private final HttpStream stream;
  private final ServerSentEventParser parser = new ServerSentEventParser(MAX_LINE);
  private final Queue<ServerSentEvent> ready = new ArrayDeque<>();
  private final byte[] buffer = new byte[8192];
  private boolean ended;

  /**
   * Reads events of at most 16 MiB.
   *
   * @param stream the reply; stays the caller's to close
   */
  public ServerSentEvents(HttpStream stream) {
    this.stream = stream;
  }

  /**
   * Waits for the next event.
   *
   * @return the event; the last may be incomplete; empty at the end of the stream
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public Optional<ServerSentEvent> next() {
    while (ready.isEmpty() && !ended) {
      int count = stream.read(buffer);
      if (count < 0) {
        ended = true;
        parser.end().ifPresent(ready::add);
      } else {
        parser.feed(buffer, count, ready::add);
      }
    }
    return Optional.ofNullable(ready.poll());
  }
}
