package dev.atom.providers.fuzz;

import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.fuzz.PlayedTransport.Answer;
import dev.atom.providers.fuzz.Subject.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every recorded answer with each client that may have to read it. */
final class Subjects {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  private Subjects() {}

  static List<Subject> all() {
    List<Subject> subjects = new ArrayList<>();
    for (RecordedExchange exchange : Recordings.all()) {
      readings(exchange)
          .forEach(
              (what, reading) ->
                  subjects.add(
                      Subject.of(
                          exchange.file(),
                          exchange.provider() + "/" + what,
                          profile(exchange),
                          reading,
                          answer(exchange))));
    }
    subjects.addAll(written());
    return List.copyOf(subjects);
  }

  private static Answer answer(RecordedExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("set-cookie"));
    headers.replaceAll((name, value) -> value.replaceAll("[^\\x20-\\x7e]", ""));
    return new Answer(exchange.status(), headers, exchange.bodyBytes());
  }

  private static Map<String, Reading> readings(RecordedExchange exchange) {
    boolean asked = profile(exchange).capabilities().contains(Capability.CHAT);
    return switch (exchange.operation()) {
      case "chat", "responses", "generate" -> Map.of("chat", Readings::chat);
      case "chat_stream", "responses_stream", "generate_stream" ->
          Map.of("stream", Readings::stream);
      case "error" ->
          asked
              ? Map.of("error", Readings::chat, "error where streamed", Readings::stream)
              : Map.of("error", Readings::transcription, "error of speech", Readings::speechStream);
      case "embeddings" -> Map.of("embeddings", Readings.embeddings(inputs(exchange)));
      case "transcription", "transcription_stream" ->
          Map.of(
              "transcription", Readings::transcription,
              "transcription with words", Readings::transcriptionWithWords);
      case "speech" ->
          Map.of("speech", Readings::speech, "speech as a stream", Readings::speechStream);
      case "moderation" -> Map.of("moderation", Readings.moderation(inputs(exchange)));
      case "models" -> models(profile(exchange));
      case "count_tokens" -> Map.of("count", Readings::count);
      // Messages of a WebSocket, which has no whole answer; not fuzzed here.
      case "transcription_ws" -> Map.of();
      default -> throw new IllegalArgumentException(exchange + " has an unknown operation");
    };
  }

  private static Map<String, Reading> models(Profile profile) {
    Map<String, Reading> readings = new TreeMap<>();
    if (profile.capabilities().contains(Capability.MODEL_LIST)) {
      readings.put("models", Readings::models);
    }
    if (profile.capabilities().contains(Capability.KEY_CHECK)) {
      readings.put("key", Readings::key);
    }
    return readings;
  }

  private static int inputs(RecordedExchange exchange) {
    return exchange
        .requestJson()
        .flatMap(
            body -> body.get("input").or(() -> body.get("requests")).or(() -> body.get("texts")))
        .map(inputs -> inputs instanceof Json.Arr several ? several.items().size() : 1)
        .orElse(1);
  }

  private static Profile profile(RecordedExchange exchange) {
    boolean responses = exchange.operation().startsWith("responses");
    return switch (exchange.provider()) {
      case "openai" -> responses ? Profiles.openAi() : Profiles.openAiChatCompletions();
      case "azure" -> responses ? Profiles.azure("res") : Profiles.azureChatCompletions("res");
      case "deepseek" -> responses ? Profiles.deepSeekResponses() : Profiles.deepSeek();
      case "groq" -> Profiles.groq();
      case "perplexity" ->
          exchange.operation().startsWith("chat")
              ? Profiles.perplexityChatCompletions()
              : Profiles.perplexity();
      case "ollama" ->
          exchange.path().orElse("/api/").startsWith("/v1")
              ? Profiles.ollamaCompatible()
              : Profiles.ollama();
      case "anthropic" -> Profiles.anthropic();
      case "gemini" -> Profiles.gemini();
      case "deepgram" -> Profiles.deepgram();
      default -> throw new IllegalArgumentException(exchange + " has an unknown provider");
    };
  }

  /** What no recording shows: batches and pictures, in the words of the descriptions. */
  private static List<Subject> written() {
    String status =
        "{\"id\":\"batch_1\",\"status\":\"completed\",\"created_at\":1711471533,"
            + "\"expires_at\":1711557933,\"output_file_id\":\"f\",\"errors\":null,"
            + "\"request_counts\":{\"total\":3,\"completed\":2,\"failed\":1}}";
    String message =
        "{\"id\":\"batch_1\",\"type\":\"message_batch\",\"processing_status\":\"ended\","
            + "\"request_counts\":{\"processing\":0,\"succeeded\":2,\"errored\":1,\"expired\":0},"
            + "\"created_at\":\"2024-08-20T18:37:24.1Z\",\"expires_at\":\"2024-08-21T18:37:24Z\"}";
    String images =
        "{\"created\":1713833628,\"output_format\":\"png\",\"size\":\"1024x1024\",\"data\":["
            + "{\"b64_json\":\"aGFsbG8=\",\"revised_prompt\":\"a cat\"},{\"url\":\"https://a.b/c\"}],"
            + "\"usage\":{\"total_tokens\":100,\"input_tokens\":50,\"output_tokens\":50,"
            + "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":40}}}";
    Profile openAi = Profiles.openAiChatCompletions();
    Profile anthropic = Profiles.anthropic();
    return List.of(
        written("openai/batch", openAi, Readings::batch, status),
        written("openai/batch results", openAi, Readings::results, openAiResults("chat", false)),
        written(
            "openai/batch results",
            Profiles.openAi(),
            Readings::results,
            openAiResults("responses", false)),
        written("openai/batch results", openAi, Readings::results, openAiResults("error", true)),
        written("anthropic/batch", anthropic, Readings::batch, message),
        written("anthropic/batch results", anthropic, Readings::results, anthropicResults("chat")),
        written("anthropic/batch results", anthropic, Readings::results, anthropicResults("error")),
        written("openai/images", openAi, Readings::images, images),
        written("gemini/batch", Profiles.gemini(), Readings::batch, geminiResults("chat")),
        written(
            "gemini/batch results", Profiles.gemini(), Readings::results, geminiResults("chat")),
        written(
            "gemini/batch results", Profiles.gemini(), Readings::results, geminiResults("error")),
        written("gemini/images", Profiles.gemini(), Readings::images, GEMINI_IMAGE));
  }

  private static final String GEMINI_IMAGE =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Here\"},{\"inlineData\":{\"mimeType\":"
          + "\"image/png\",\"data\":\"aGFsbG8=\"},\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":"
          + "\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":1290}}";

  private static String geminiResults(String operation) {
    boolean failed = operation.equals("error");
    String responses =
        Recordings.of("gemini", operation).stream()
            .filter(exchange -> exchange.body().startsWith("{"))
            .limit(5)
            .map(
                exchange -> {
                  Json.Obj body = Json.parseObject(exchange.body());
                  Json told = failed ? body.get("error").orElseThrow() : body;
                  String kind = failed ? "error" : "response";
                  return "{\"metadata\":{\"key\":\"c\"},\"" + kind + "\":" + told + "}";
                })
            .collect(Collectors.joining(","));
    return "{\"name\":\"batches/b\",\"done\":true,\"metadata\":{\"state\":\"BATCH_STATE_SUCCEEDED\","
        + "\"createTime\":\"2026-11-01T10:00:00Z\",\"batchStats\":{\"requestCount\":\"5\"}},"
        + "\"response\":{\"inlinedResponses\":{\"inlinedResponses\":["
        + responses
        + "]}}}";
  }

  private static Subject written(String group, Profile profile, Reading reading, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Subject.of("written", group, profile, reading, new Answer(200, JSON, bytes));
  }

  private static String openAiResults(String operation, boolean failed) {
    return Recordings.of("openai", operation).stream()
        .limit(5)
        .map(
            exchange ->
                "{\"id\":\"r\",\"custom_id\":\"c\",\"response\":{\"status_code\":"
                    + (failed ? exchange.status() : 200)
                    + ",\"request_id\":\"q\",\"body\":"
                    + Json.parse(exchange.body())
                    + "},\"error\":null}\n")
        .collect(Collectors.joining());
  }

  private static String anthropicResults(String operation) {
    boolean failed = operation.equals("error");
    return Recordings.of("anthropic", operation).stream()
        .limit(5)
        .filter(exchange -> exchange.body().startsWith("{"))
        .map(
            exchange ->
                "{\"custom_id\":\"c\",\"result\":{\"type\":\""
                    + (failed ? "errored\",\"error\":" : "succeeded\",\"message\":")
                    + Json.parse(exchange.body())
                    + "}}\n")
        .collect(Collectors.joining());
  }
}
