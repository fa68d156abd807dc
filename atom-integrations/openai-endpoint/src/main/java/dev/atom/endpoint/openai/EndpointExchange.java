package dev.atom.endpoint.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request and the way to answer it, as any server can give them. A server's adapter is
 * twenty lines; {@link JdkHandler} is one.
 *
 * <p>Used by the thread that handles the request, but what {@link #respond} returns is also written
 * and closed by another, never by two at once.
 */
public interface EndpointExchange {
  /**
   * Returns the request's method.
   *
   * @return in upper case, such as {@code "POST"}
   */
  String method();

  /**
   * Returns the request's path as it was sent, percent-encoding included, from the server's root on.
   *
   * @return the path without a query, such as {@code "/v1/models/a%2Fb"}
   */
  String path();

  /**
   * Returns a header of the request.
   *
   * @param name the header's name in lower case; servers compare it in any case
   * @return its first value; empty if it was not sent
   */
  Optional<String> header(String name);

  /**
   * Returns the request's body. The endpoint reads no more of it than its limit.
   *
   * @return the body, not decoded; the server closes it
   * @throws IOException if the client is gone
   */
  InputStream body() throws IOException;

  /**
   * Sends status and headers and opens the body. It is called once.
   *
   * @param status the status, 200 to 599
   * @param headers each header once, names in lower case
   * @param length how many bytes the body will have; -1 if it is a stream of unknown length
   * @return where the body goes. A flush sends to the client what was written; once the client is
   *     gone, a write or flush throws, at the latest the second one
   * @throws IOException if the client is gone
   */
  OutputStream respond(int status, Map<String, String> headers, long length) throws IOException;
}
