package dev.atom.endpoint.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.json.Json;
import dev.atom.model.ChatModel;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.Trait;
import dev.atom.secret.KeySource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider of OpenAI's form that gives one answer and remembers what it was sent. */
final class CapturingProvider implements AutoCloseable {
  private final HttpServer server;
  private final List<Json.Obj> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer =
      """
      {"id": "1", "model": "m", "choices": [{"index": 0, "finish_reason": "stop",
       "message": {"role": "assistant", "content": "ok"}}]}""";

  CapturingProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (body.length > 0) {
        bodies.add((Json.Obj) Json.parse(body));
      }
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
      byte[] bytes = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  void answer(int status, String body) {
    this.status = status;
    this.answer = body;
  }

  /** Returns the model that Atom's own client of OpenAI's chat completions makes of this server. */
  ChatModel chat(KeySource keys) {
    Profile profile =
        Profiles.compatible("openai", "http://localhost:" + server.getAddress().getPort() + "/v1")
            .toBuilder()
            .trait(Trait.CACHE_KEY)
            .trait(Trait.ECHO_REASONING)
            .allowPlainHttp()
            .build();
    return Provider.of(profile, keys).chat("m");
  }

  /** Returns the body of the only request that came. */
  Json.Obj body() {
    if (bodies.size() != 1) {
      throw new AssertionError("expected one request, not " + bodies.size());
    }
    return bodies.get(0);
  }

  void forget() {
    bodies.clear();
    authorizations.clear();
  }

  List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
