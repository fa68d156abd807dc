package dev.atom.http;

/** Takes the events of a stream as bytes, so that most need never become text. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes one event.
   *
   * @param type the event's type; {@code "message"} unless the stream names one
   * @param data holds the event's data, UTF-8; to be read during this call only and never written to
   * @param from where the data begins
   * @param to where the data ends, exclusive
   * @param complete false for what the stream's end cut off, or may have
   */
  void event(String type, byte[] data, int from, int to, boolean complete);
}
