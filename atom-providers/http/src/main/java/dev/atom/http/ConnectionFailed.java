package dev.atom.http;

/** The server could not be reached, or the connection broke. */
public final class ConnectionFailed extends HttpException {
  private static final long serialVersionUID = 1L;

  ConnectionFailed(String message, Throwable cause) {
    super("connection_failed", true, message, cause);
  }
}
