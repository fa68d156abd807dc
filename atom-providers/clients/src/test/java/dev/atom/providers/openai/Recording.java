package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.providers.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One recorded exchange with OpenAI, and what a client must make of it. */
record Recording(String file, Json.Obj json) {
  private static final Json.Obj EXPECTED =
      Json.parseObject(read(folder().resolveSibling("openai-expected.json")));

  static List<Recording> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .sorted()
          .map(f -> new Recording(f.getFileName().toString(), Json.parseObject(read(f))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json.Obj allExpected() {
    return EXPECTED;
  }

  private static Path folder() {
    try {
      return Path.of(Recording.class.getResource("/exchanges/openai").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String operation() {
    return json.text("operation").orElseThrow();
  }

  boolean isError() {
    return operation().equals("error");
  }

  boolean isStream() {
    return operation().endsWith("_stream");
  }

  Protocol dialect() {
    return operation().startsWith("responses")
        ? Protocol.OPENAI_RESPONSES
        : Protocol.OPENAI_CHAT_COMPLETIONS;
  }

  String body() {
    return ((Json.Str) json.at("/response/body").orElseThrow()).value();
  }

  int status() {
    return ((Json.Num) json.at("/response/status").orElseThrow()).value().intValue();
  }

  /** The headers to replay: those of the body's transfer describe another transfer. */
  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (json.at("/response/headers").orElse(Json.NULL) instanceof Json.Obj recorded) {
      recorded
          .members()
          .forEach(
              (name, value) -> {
                if (value instanceof Json.Str text) {
                  headers.put(name.toLowerCase(Locale.ROOT), text.value());
                }
              });
    }
    List.of("content-encoding", "content-length", "transfer-encoding", "connection")
        .forEach(headers::remove);
    headers.putIfAbsent("content-type", isStream() ? "text/event-stream" : "application/json");
    return headers;
  }

  Optional<Json.Obj> requestBody() {
    return json.at("/request/body").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  Json.Obj expected() {
    return (Json.Obj) EXPECTED.get(file).orElseThrow();
  }

  @Override
  public String toString() {
    return file;
  }
}
