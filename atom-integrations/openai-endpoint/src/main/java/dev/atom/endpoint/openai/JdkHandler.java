package dev.atom.endpoint.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Mounts an endpoint in the HTTP server of the JDK. Give that server an executor with a thread per
 * call, such as one of virtual threads: a call takes as long as the model does.
 *
 * <p>Immutable and thread-safe.
 */
public final class JdkHandler implements HttpHandler {
  private final OpenAiEndpoint endpoint;

  private JdkHandler(OpenAiEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Returns the handler of an endpoint.
   *
   * @param endpoint what answers
   * @return the handler
   */
  public static JdkHandler of(OpenAiEndpoint endpoint) {
    return new JdkHandler(endpoint);
  }

  @Override
  public void handle(HttpExchange exchange) {
    try (exchange) {
      endpoint.handle(new Exchange(exchange));
    }
  }

  private record Exchange(HttpExchange jdk) implements EndpointExchange {
    @Override
    public String method() {
      return jdk.getRequestMethod();
    }

    @Override
    public String path() {
      return jdk.getRequestURI().getRawPath();
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(jdk.getRequestHeaders().getFirst(name));
    }

    @Override
    public InputStream body() {
      return jdk.getRequestBody();
    }

    @Override
    public OutputStream respond(int status, Map<String, String> headers, long length)
        throws java.io.IOException {
      headers.forEach(jdk.getResponseHeaders()::set);
      // There 0 stands for a stream and -1 for no body.
      jdk.sendResponseHeaders(status, length == 0 ? -1 : Math.max(length, 0));
      return jdk.getResponseBody();
    }
  }
}
