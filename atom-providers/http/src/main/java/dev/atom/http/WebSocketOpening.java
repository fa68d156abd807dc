package dev.atom.http;

/** What became of the wish to open a WebSocket. */
public sealed interface WebSocketOpening {
  /**
   * The server agreed.
   *
   * @param session the open session, to be closed by the caller
   * @param headers the headers of its answer
   */
  record Accepted(WebSocketSession session, HttpHeaders headers) implements WebSocketOpening {}

  /**
   * The server answered as to any other fetch, mostly with an error.
   *
   * @param reply status and headers, and up to 64 KiB of the body
   */
  record Refused(HttpReply reply) implements WebSocketOpening {}
}
