package dev.atom.mock;

/** How the answer to a call ended, as the server sees it. */
public enum CallEnd {
  /** It is under way. */
  RUNNING,
  /** All of it went out, up to its proper end. */
  WHOLE,
  /** A fault broke it off. */
  BROKEN_OFF,
  /** The client closed the connection before the end: a cancelled call, or one out of time. */
  CLIENT_CLOSED,
  /** The server closed, or began to refuse connections. */
  SERVER_CLOSED
}
