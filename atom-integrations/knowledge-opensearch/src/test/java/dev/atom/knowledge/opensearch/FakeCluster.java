package dev.atom.knowledge.opensearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that a test makes answer what a cluster might. */
final class FakeCluster implements AutoCloseable {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Reply> script = request -> Reply.ok("{}");

  /** A request as it came. */
  record Received(String method, String path, String query, String key, String body) {
    /** The lines of a bulk request. */
    List<String> lines() {
      return body.lines().toList();
    }
  }

  /** What is answered. */
  record Reply(int status, String body) {
    static Reply ok(String body) {
      return new Reply(200, body);
    }

    static Reply error(int status, String type, String reason) {
      Json.Obj error = Json.object().put("type", type).put("reason", reason).build();
      return new Reply(status, Json.object().put("error", error).build().toString());
    }
  }

  FakeCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Received request =
        new Received(
            exchange.getRequestMethod(),
            uri.getRawPath(),
            Optional.ofNullable(uri.getRawQuery()).orElse(""),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse(""),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    received.add(request);
    Reply reply = script.apply(request);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void script(Function<Received, Reply> script) {
    this.script = script;
  }

  List<Received> received(String end) {
    return received.stream().filter(request -> request.path().endsWith(end)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
