package dev.atom.http;

/** The call was cancelled, its stream closed, or its thread interrupted; the flag is set again. */
public final class HttpCancelled extends HttpException {
  private static final long serialVersionUID = 1L;

  HttpCancelled(String message) {
    super("http_cancelled", false, message);
  }
}
