package dev.atom.http;

/**
 * One event of a text/event-stream.
 *
 * @param type the event's type, {@code "message"} unless the stream names one
 * @param data the data lines, joined by line feeds
 * @param id the last id that the stream named, else empty
 * @param complete false for what stood behind the last blank line when the stream ended: the
 *     standard drops it, and it may be cut; some servers forget the last blank line
 */
public record ServerSentEvent(String type, String data, String id, boolean complete) {
  /** The type's name only: data may be confidential. */
  @Override
  public String toString() {
    return "ServerSentEvent[" + type + ", " + data.length() + " characters]";
  }
}
