package dev.atom.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider on 127.0.0.1 that gives every question the same answer, and keeps the last question. */
final class ChatServer implements AutoCloseable {
  static final String TEXT = "It left our house on Monday and should reach you tomorrow.";

  private static final byte[] ANSWER =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"gpt-5.4",
       "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":19,"completion_tokens":12,"total_tokens":31}}
      """
          .formatted(TEXT)
          .getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile byte[] question = new byte[0];

  ChatServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  /** The address without the protocol's path. */
  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** The body of the last request. */
  byte[] question() {
    return question.clone();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      question = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
