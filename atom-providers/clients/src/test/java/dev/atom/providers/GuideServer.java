package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Plays recorded answers, with their headers, to the examples of the guides. */
final class GuideServer implements AutoCloseable {
  private final TestServer socket = new TestServer();

  /** Answers all that follows as a provider once did. */
  void replay(String provider, String file) {
    play(Recordings.one(provider, file));
  }

  /** Answers all that follows as was recorded. */
  void play(RecordedExchange exchange) {
    play(exchange, exchange.bodyBytes().length);
  }

  /** Answers all that follows as was recorded, and breaks off after some bytes. */
  void play(RecordedExchange exchange, int bytes) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    play(exchange.status(), headers, Arrays.copyOf(exchange.bodyBytes(), bytes));
  }

  /** Answers all that follows with these very bytes. */
  void play(int status, Map<String, String> headers, byte[] body) {
    socket.answer(
        connection -> {
          connection.head(status, headers);
          connection.write(body);
        });
  }

  /** Answers all that follows with what was not recorded. */
  void answer(int status, String body) {
    answer(status, "application/json", body);
  }

  /** Answers all that follows with what was not recorded. */
  void answer(int status, String type, String body) {
    socket.answer(status, type, body);
  }

  /** Returns a profile whose provider is this server. */
  Profile here(Profile profile) {
    return profile.toBuilder().base(socket.base().toString()).build();
  }

  Provider provider(Profile profile) {
    return Provider.of(here(profile), keys());
  }

  static KeySource keys() {
    return ref -> Optional.of(Secret.of("key-0123456789"));
  }

  String address() {
    return socket.base().toString();
  }

  TestServer.Received take() throws InterruptedException {
    return socket.take();
  }

  /** Returns the body of the next request. */
  Json.Obj sent() throws InterruptedException {
    return Json.parseObject(take().body());
  }

  int waiting() {
    return socket.waiting();
  }

  @Override
  public void close() throws Exception {
    socket.close();
  }
}
