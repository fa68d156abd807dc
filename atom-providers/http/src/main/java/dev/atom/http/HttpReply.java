package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A whole reply, whatever its status. Immutable and thread-safe. */
public final class HttpReply {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] bytes;
  private final int length;

  /** Takes the bytes for itself. */
  HttpReply(int status, HttpHeaders headers, byte[] bytes, int length) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.length = length;
  }

  /** Reads bytes where they lie. */
  @FunctionalInterface
  public interface BodyReader<T> {
    /**
     * Reads a body.
     *
     * @param bytes holds the body; to be read during this call only and never written to
     * @param from where the body begins
     * @param to where it ends, exclusive
     * @return what was read
     */
    T read(byte[] bytes, int from, int to);
  }

  /**
   * Reads what is left of a stream.
   *
   * @param stream the reply; stays the caller's to close
   * @return the whole reply
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public static HttpReply of(HttpStream stream) {
    return stream.whole();
  }

  /**
   * Takes a reply by its head alone, where what went wrong is known by the status.
   *
   * @param stream the reply; stays the caller's to close
   * @return the reply without its body
   */
  public static HttpReply headOf(HttpStream stream) {
    return new HttpReply(stream.status(), stream.headers(), new byte[0], 0);
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
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Lends the body without a copy, as to a parser.
   *
   * @param reader what reads the decompressed bytes; what it throws comes out here
   * @param <T> what it reads
   * @return the reader's result
   */
  public <T> T read(BodyReader<T> reader) {
    return reader.read(bytes, 0, length);
  }

  /**
   * Returns the body as UTF-8.
   *
   * @return the text; malformed bytes become U+FFFD
   */
  public String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + ", " + length + " bytes]";
  }
}
