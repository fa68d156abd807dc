package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a {@link RecordingProxy} writes; sees only what is redacted. Guarded by the proxy. */
final class RecordingFolder {
  /** What a path asks for; the first that is found in it counts. */
  private static final Map<String, Pattern> OPERATIONS = operations();

  private final Path folder;
  private final String provider;
  private final String source;
  private final String licence;

  RecordingFolder(Path folder, String provider, String source, String licence) {
    this.folder = folder;
    this.provider = provider;
    this.source = source;
    this.licence = licence;
  }

  private static Map<String, Pattern> operations() {
    Map<String, Pattern> operations = new LinkedHashMap<>();
    operations.put("count_tokens", Pattern.compile("count_?tokens", Pattern.CASE_INSENSITIVE));
    operations.put("chat", Pattern.compile("chat|/messages|[gG]enerateContent"));
    operations.put("responses", Pattern.compile("/responses"));
    operations.put("embeddings", Pattern.compile("embed"));
    operations.put("transcription", Pattern.compile("transcriptions|/listen"));
    operations.put("speech", Pattern.compile("speech|/speak"));
    operations.put("moderation", Pattern.compile("moderation"));
    operations.put("generate", Pattern.compile("/generate"));
    operations.put("models", Pattern.compile("/models|/tags"));
    return operations;
  }

  Exchange.Request request(ReceivedRequest request, String host, String path, Redaction redaction) {
    return new Exchange.Request(
        request.method(),
        host,
        redaction.redactedPath(path),
        redaction.headers(request.headers()),
        body(request, redaction));
  }

  private static Optional<Json> body(ReceivedRequest request, Redaction redaction) {
    byte[] body = request.body();
    if (body.length == 0) {
      return Optional.empty();
    }
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> text = ExchangeFile.utf8(body);
    if (type.startsWith("multipart/") || text.isEmpty()) {
      // Of files only size and type are kept, as recordings are to be small and readable.
      String kind = type.startsWith("multipart/") ? "multipart" : "binary";
      Json.Obj described =
          Json.object().put("type", type.split(";", 2)[0]).put("size", body.length).build();
      Json content = kind.equals("multipart") ? Json.array(List.of(described)) : described;
      return Optional.of(Json.object().put(kind, content).build());
    }
    try {
      return Optional.of(redaction.json(Json.parse(text.get())));
    } catch (JsonException e) {
      return Optional.of(redaction.json(Json.of(text.get())));
    }
  }

  Path write(Exchange.Request request, Exchange.Response response) throws IOException {
    String operation = operation(request, response);
    JsonObjectBuilder details = Json.object().put("provenance", "recorded");
    request
        .body()
        .flatMap(body -> body.at("/model"))
        .ifPresent(model -> details.put("model", model));
    details.put("recorded_at", Headers.first(response.headers(), "date"));
    Exchange exchange =
        new Exchange(
            "",
            source,
            licence,
            provider,
            operation,
            Optional.of(request),
            response,
            details.build());
    String text = exchange.toJson().toPrettyString() + "\n";
    Files.createDirectories(folder);
    String name = "%04d-%s-%s.json".formatted(count() + 1, operation, hash(text));
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, text);
    return Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private long count() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private static String operation(Exchange.Request request, Exchange.Response response) {
    if (response.status() >= 400) {
      return "error";
    }
    String path = request.path().split("\\?", 2)[0];
    String operation =
        OPERATIONS.entrySet().stream()
            .filter(entry -> entry.getValue().matcher(path).find())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("call");
    String type = Headers.first(response.headers(), "content-type").orElse("");
    boolean streamed = type.startsWith("text/event-stream") || type.contains("ndjson");
    return streamed ? operation + "_stream" : operation;
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
