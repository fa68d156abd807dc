package dev.atom.http;

import java.nio.charset.StandardCharsets;

/** A whole reply, whatever its status. Immutable and thread-safe. */
public final class HttpReply {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  HttpReply(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Reads what is left of a stream.
   *
   * @param stream the reply; stays the caller's to close
   * @return the whole reply
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public static HttpReply of(HttpStream stream) {
    return new HttpReply(stream.status(), stream.headers(), stream.readAll());
  }

  /**
   * Returns the status.
   *
   * @return 200 to 599; redirects are not followed
   */
  public int status() {
    return status;
  }

  /**
   * Returns the headers.
   *
   * @return the headers
   */
  public HttpHeaders headers() {
    return headers;
  }

  /**
   * Returns a copy of the body.
   *
   * @return the decompressed bytes
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Returns the body as UTF-8.
   *
   * @return the text; malformed bytes become U+FFFD
   */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + ", " + body.length + " bytes]";
  }
}
