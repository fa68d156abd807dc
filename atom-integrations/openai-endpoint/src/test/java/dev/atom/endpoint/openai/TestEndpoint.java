package dev.atom.endpoint.openai;

import com.sun.net.httpserver.HttpServer;
import dev.atom.json.Json;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An endpoint in a server of the JDK on the loopback, and a plain client of it. */
final class TestEndpoint implements AutoCloseable {
  static final String KEY = "caller-key-0123456789abcdef";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();

  private TestEndpoint(OpenAiEndpoint endpoint) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.createContext("/", JdkHandler.of(endpoint));
    server.setExecutor(threads);
    server.start();
  }

  static TestEndpoint start(OpenAiEndpoint endpoint) {
    return new TestEndpoint(endpoint);
  }

  /** Starts an endpoint whose only caller is tenant "acme" with {@link #KEY}. */
  static TestEndpoint start(UnaryOperator<OpenAiEndpoint.Builder> settings) {
    return start(settings.apply(OpenAiEndpoint.newBuilder(callers())).build());
  }

  static MemoryCallerKeys callers() {
    try (Secret key = Secret.of(KEY)) {
      return MemoryCallerKeys.create().add(key, Caller.of("acme"));
    }
  }

  String base() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base() + path))
        .header("authorization", "Bearer " + KEY)
        .header("content-type", "application/json");
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpClient client() {
    return client;
  }

  static Json.Obj json(HttpResponse<String> response) {
    return Json.parseObject(response.body());
  }

  /** Returns the error of a response. */
  static Json.Obj error(HttpResponse<String> response) {
    return (Json.Obj) json(response).get("error").orElseThrow();
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
