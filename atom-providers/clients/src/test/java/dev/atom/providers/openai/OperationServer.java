package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays recorded exchanges of OpenAI's family, and takes apart what was sent. */
final class OperationServer implements AutoCloseable {
  static final String KEY = "sk-test-0123456789abcdef";

  private final TestServer server = new TestServer();

  /** A part of a form. */
  record Field(String name, Optional<String> file, Optional<String> type, String value) {}

  TestServer socket() {
    return server;
  }

  /** Returns a provider whose addresses are this server's. */
  Provider provider(Profile profile) {
    String root = server.base().toString().replaceFirst("/v1$", "");
    String base = profile.base().replaceFirst("^https?://[^/]+", root);
    return Provider.newBuilder(profile.toBuilder().base(base).build())
        .keys(ref -> Optional.of(Secret.of(KEY)))
        .build();
  }

  Provider openAi() {
    return provider(Profiles.openAi());
  }

  /** Returns the provider with which an exchange was had. */
  Provider provider(RecordedExchange exchange) {
    return provider(profile(exchange.provider(), exchange.path().orElse("")));
  }

  static Profile profile(String provider, String path) {
    return switch (provider) {
      case "openai" -> Profiles.openAi();
      case "azure" ->
          path.contains("/deployments/")
              ? Profiles.azureDeployments("res", "2023-07-01-preview")
              : Profiles.azure("res");
      case "groq" -> Profiles.groq();
      case "deepseek" -> Profiles.deepSeek();
      case "perplexity" -> Profiles.perplexity();
      case "ollama" -> Profiles.compatible("ollama", "http://localhost:11434/v1");
      default -> throw new IllegalArgumentException(provider);
    };
  }

  /** Answers as recorded, in pieces. */
  void replay(RecordedExchange exchange, int pieces) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    byte[] body = exchange.bodyBytes();
    server.answer(
        answer -> {
          answer.head(exchange.status(), headers);
          answer.writeInPieces(body, pieces);
        });
  }

  void replay(RecordedExchange exchange) {
    replay(exchange, Integer.MAX_VALUE);
  }

  void json(String body) {
    server.answer(200, "application/json", body);
  }

  TestServer.Received take() {
    try {
      return server.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String method(TestServer.Received received) {
    return received.line().split(" ")[0];
  }

  static String path(TestServer.Received received) {
    return received.line().split(" ")[1];
  }

  static Json.Obj body(TestServer.Received received) {
    return Json.parseObject(received.body());
  }

  /** Takes a form apart, strictly. */
  static List<Field> form(TestServer.Received received) {
    String type = received.headers().get("Content-Type");
    String boundary = "--" + type.replaceFirst("^multipart/form-data; boundary=", "");
    String[] parts = received.body().split(java.util.regex.Pattern.quote(boundary), -1);
    if (!parts[parts.length - 1].strip().equals("--") || !parts[0].isEmpty()) {
      throw new AssertionError("no whole form: " + received.body());
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < parts.length - 1; i++) {
      String part = parts[i].substring(2, parts[i].length() - 2);
      int end = part.indexOf("\r\n\r\n");
      String head = part.substring(0, end);
      fields.add(
          new Field(
              found(head, "; name=\"([^\"]*)\"").orElseThrow(),
              found(head, "filename=\"([^\"]*)\""),
              found(head, "Content-Type: (.*)"),
              part.substring(end + 4)));
    }
    return fields;
  }

  private static Optional<String> found(String text, String pattern) {
    var matcher = java.util.regex.Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Names and values; of a name that comes several times, the last. */
  static Map<String, String> values(List<Field> form) {
    Map<String, String> values = new LinkedHashMap<>();
    form.forEach(field -> values.put(field.name(), field.value()));
    return values;
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
