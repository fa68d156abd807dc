package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a provider answers: as recorded; by another of its protocol where nothing was; and in the
 * words of the description where nobody was recorded.
 */
final class OfferedAnswers {
  private final Profile profile;

  OfferedAnswers(Profile profile) {
    this.profile = profile;
  }

  RecordedExchange recorded(Capability capability) {
    String operation =
        switch (capability) {
          case CHAT -> responses() ? "responses" : "chat";
          case STREAMING -> responses() ? "responses_stream" : "chat_stream";
          case EMBEDDINGS -> "embeddings";
          case TRANSCRIPTION -> "transcription";
          case SPEECH -> "speech";
          case MODERATION -> "moderation";
          case TOKEN_COUNT -> "count_tokens";
          case MODEL_LIST -> "models";
          default -> throw new IllegalArgumentException(capability + " was not recorded");
        };
    return Stream.of(profile.id(), family())
        .filter(Recordings.PROVIDERS::contains)
        .flatMap(provider -> Recordings.of(provider, operation).stream())
        .filter(exchange -> exchange.status() < 300 && spoken(exchange))
        .filter(exchange -> plain(capability, exchange))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody was recorded for " + capability));
  }

  /** Some were recorded with settings of their own, and some streams break off with an error. */
  private static boolean plain(Capability capability, RecordedExchange exchange) {
    return switch (capability) {
      case TRANSCRIPTION -> exchange.body().startsWith("{");
      case STREAMING -> !exchange.body().contains("\"error\":{");
      default -> true;
    };
  }

  private boolean responses() {
    return profile.protocol() == Protocol.OPENAI_RESPONSES;
  }

  private String family() {
    return switch (profile.protocol()) {
      case OPENAI_RESPONSES, OPENAI_CHAT_COMPLETIONS -> "openai";
      case ANTHROPIC_MESSAGES -> "anthropic";
      case GEMINI -> "gemini";
      case OLLAMA -> "ollama";
      case DEEPGRAM -> "deepgram";
    };
  }

  /** Ollama was recorded in both of its protocols. */
  private boolean spoken(RecordedExchange exchange) {
    boolean compatible = exchange.path().orElse("/api/").startsWith("/v1/");
    return !exchange.provider().equals("ollama")
        || compatible == (profile.protocol() != Protocol.OLLAMA);
  }

  /** How many texts a recorded request holds. */
  static int inputs(RecordedExchange exchange) {
    return exchange
        .requestJson()
        .flatMap(body -> body.get("input").or(() -> body.get("requests")))
        .map(inputs -> inputs instanceof Json.Arr several ? several.items().size() : 1)
        .orElse(1);
  }

  String picture() {
    return profile.protocol() == Protocol.GEMINI
        ? "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\","
            + "\"data\":\"AQID\"}}]},\"finishReason\":\"STOP\"}]}"
        : "{\"data\":[{\"b64_json\":\"AQID\"}]}";
  }

  /** A batch of one request. */
  String batch(String state) {
    boolean ended = state.equals("ended");
    return switch (profile.protocol()) {
      case ANTHROPIC_MESSAGES ->
          "{\"id\":\"b\",\"processing_status\":\"%s\",\"request_counts\":{\"%s\":1}}"
              .formatted(ended ? "ended" : "in_progress", ended ? "succeeded" : "processing");
      case GEMINI ->
          "{\"name\":\"batches/b\",\"metadata\":{\"state\":\"BATCH_STATE_%s\",\"batchStats\":{"
                  .formatted(ended ? "SUCCEEDED" : "PENDING")
              + "\"requestCount\":\"1\"}}}";
      default ->
          "{\"id\":\"b\",\"status\":\"%s\",\"output_file_id\":\"f\"}"
              .formatted(ended ? "completed" : "validating");
    };
  }

  /** Its result, a recorded reply. */
  String batchResults() {
    Json reply = Json.parse(recorded(Capability.CHAT).body());
    return switch (profile.protocol()) {
      case ANTHROPIC_MESSAGES ->
          "{\"custom_id\":\"one\",\"result\":{\"type\":\"succeeded\",\"message\":" + reply + "}}\n";
      case GEMINI ->
          "{\"name\":\"batches/b\",\"response\":{\"inlinedResponses\":{\"inlinedResponses\":["
              + "{\"metadata\":{\"key\":\"one\"},\"response\":"
              + reply
              + "}]}}}";
      default ->
          "{\"custom_id\":\"one\",\"response\":{\"status_code\":200,\"body\":" + reply + "}}\n";
    };
  }

  String count() {
    return profile.protocol() == Protocol.OPENAI_RESPONSES
        ? "{\"object\":\"response.input_tokens\",\"input_tokens\":11}"
        : recorded(Capability.TOKEN_COUNT).body();
  }

  String models() {
    if (profile.protocol() == Protocol.DEEPGRAM) {
      return "{\"stt\":[{\"name\":\"nova-3\",\"canonical_name\":\"nova-3\"}],\"tts\":[]}";
    }
    // The last page where there are several.
    List<RecordedExchange> pages =
        Recordings.of(profile.id().equals("ollama-cloud") ? "ollama" : known(), "models");
    return pages.getLast().body();
  }

  private String known() {
    boolean recorded =
        Recordings.PROVIDERS.contains(profile.id())
            && Recordings.of(profile.id(), "models").stream().anyMatch(this::spoken);
    return recorded ? profile.id() : family();
  }
}
