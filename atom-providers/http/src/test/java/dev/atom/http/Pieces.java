package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds a parser in pieces, each in an array of its own that is overwritten afterwards. */
final class Pieces {
  private Pieces() {}

  /** Feeds a first piece and then pieces of a size. */
  static List<ServerSentEvent> parse(EventParser parser, byte[] bytes, int first, int size) {
    List<ServerSentEvent> events = new ArrayList<>();
    EventSink sink =
        (type, data, from, to, complete) ->
            events.add(
                new ServerSentEvent(
                    type,
                    new String(data, from, to - from, StandardCharsets.UTF_8),
                    parser.lastEventId(),
                    complete));
    int from = 0;
    int to = Math.min(first, bytes.length);
    while (from < bytes.length) {
      byte[] piece = Arrays.copyOfRange(bytes, from, to);
      parser.feed(piece, 0, piece.length, sink);
      Arrays.fill(piece, (byte) '#');
      from = to;
      to = Math.min(to + size, bytes.length);
    }
    parser.end(sink);
    return events;
  }

  static List<ServerSentEvent> parse(EventParser parser, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(parser, bytes, bytes.length, 1);
  }
}
