package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model meets in a test of {@link ChatModelContract}. */
public enum ModelSituation {
  /** It answers with words; the same ones whole and streamed. */
  TEXT,
  /** It calls the tool {@code weather}; the same way whole and streamed. */
  TOOL_CALL,
  /** It answers with the JSON of a {@link Weather}; the same one whole and streamed. */
  STRUCTURED,
  /** It reasons before it answers with words; the same way whole and streamed. */
  REASONING,
  /** The provider does not know the key. */
  KEY_REJECTED,
  /** The provider limits the rate of calls, also when called again. */
  RATE_LIMITED,
  /** A stream is cut behind its first event, before it is whole. */
  CUT_STREAM,
  /** No answer comes, not even the beginning of one. */
  SILENT,
  /** A stream opens and then nothing more comes; the connection stays open. */
  STALLED_STREAM,
  /**
   * The model lacks tools, structured output, JSON output, or the understanding of images, audio or
   * files: at least one of these.
   */
  LIMITED;

  /** Stands in every request and must turn up in no description or failure. */
  static final String CANARY = "canary-52901";

  /**
   * What is asked for in {@link #STRUCTURED}.
   *
   * @param city where
   * @param celsius how warm
   */
  public record Weather(String city, int celsius) {}

  /**
   * Returns what a model is asked in this situation.
   *
   * @return a request with one message
   */
  public ChatRequest request() {
    ChatRequest.Builder request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("What is the weather in Paris? (" + CANARY + ")"));
    return switch (this) {
      case TOOL_CALL -> request.tool(weather()).build();
      case STRUCTURED -> request.format(ResponseFormat.of(Weather.class)).build();
      case TEXT,
          REASONING,
          KEY_REJECTED,
          RATE_LIMITED,
          CUT_STREAM,
          SILENT,
          STALLED_STREAM,
          LIMITED ->
          request.build();
    };
  }

  /** Returns a request for each capability that it needs, in a map of its own. */
  static Map<Capability, ChatRequest> demandingRequests() {
    Map<Capability, ChatRequest> requests = new EnumMap<>(Capability.class);
    requests.put(Capability.TOOLS, TOOL_CALL.request());
    ToolChoice forced = new ToolChoice.Named("weather");
    requests.put(
        Capability.FORCED_TOOLS, TOOL_CALL.request().toBuilder().toolChoice(forced).build());
    requests.put(Capability.STRUCTURED_OUTPUT, STRUCTURED.request());
    requests.put(
        Capability.JSON_OUTPUT, TEXT.request().toBuilder().format(ResponseFormat.JSON).build());
    byte[] bytes = {1, 2, 3};
    requests.put(Capability.IMAGE_INPUT, with(Part.image(Media.inline("image/png", bytes))));
    requests.put(
        Capability.AUDIO_INPUT,
        with(new Part.Audio(Media.inline("audio/wav", bytes), Optional.empty())));
    requests.put(
        Capability.FILE_INPUT,
        with(new Part.File(Media.inline("application/pdf", bytes), Optional.of("a.pdf"))));
    return requests;
  }

  private static ChatRequest with(Part part) {
    ChatMessage message = ChatMessage.user(List.of(Part.text("What is this?"), part));
    return ChatRequest.newBuilder().message(message).build();
  }

  private static Tool weather() {
    Json.Obj city = Json.object().put("type", "string").build();
    Json.Obj parameters =
        Json.object()
            .put("type", "object")
            .put("properties", Json.object().put("city", city).build())
            .put("required", List.of(Json.of("city")))
            .put("additionalProperties", false)
            .build();
    return new Tool("weather", "Tells the weather of a city", JsonSchema.of(parameters));
  }
}
