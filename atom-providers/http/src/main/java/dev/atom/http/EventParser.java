package dev.atom.http;

/**
 * Cuts the bytes of a stream into events. Bytes may be fed in pieces of any size: the events are the
 * same however they are cut.
 *
 * <p>One parser reads one stream and is used by one thread. After an exception, be it the parser's
 * or the sink's, it is of no more use.
 */
public interface EventParser {
  /**
   * Takes the next bytes.
   *
   * @param bytes where they are; not changed and not kept
   * @param from the first of them
   * @param to behind the last of them
   * @param sink gets the events that end in these bytes, in their order
   * @throws ReplyTooLarge if a line or an event exceeds the parser's limit
   */
  void feed(byte[] bytes, int from, int to, EventSink sink);

  /**
   * Ends the stream.
   *
   * @param sink gets what was not ended, marked as not complete; nothing if that is no data
   */
  void end(EventSink sink);

  /**
   * Returns the last id that the stream named. During a sink's call it is that event's.
   *
   * @return empty if none was named, as always in a format without ids
   */
  default String lastEventId() {
    return "";
  }
}
