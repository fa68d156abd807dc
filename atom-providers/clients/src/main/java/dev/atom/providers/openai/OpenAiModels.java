package dev.atom.providers.openai;

import static dev.atom.model.Capability.AUDIO_INPUT;
import static dev.atom.model.Capability.CHAT;
import static dev.atom.model.Capability.EMBEDDINGS;
import static dev.atom.model.Capability.FILE_INPUT;
import static dev.atom.model.Capability.FORCED_TOOLS;
import static dev.atom.model.Capability.IMAGE_INPUT;
import static dev.atom.model.Capability.IMAGE_OUTPUT;
import static dev.atom.model.Capability.JSON_OUTPUT;
import static dev.atom.model.Capability.MODERATION;
import static dev.atom.model.Capability.REASONING;
import static dev.atom.model.Capability.SPEECH;
import static dev.atom.model.Capability.STRUCTURED_OUTPUT;
import static dev.atom.model.Capability.TOOLS;
import static dev.atom.model.Capability.TRANSCRIPTION;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ModelList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of models, with what OpenAI and compatible servers tell of each. */
final class OpenAiModels implements ModelList {
  private static final List<String> CONTEXT =
      List.of("context_window", "context_length", "max_context_length", "max_model_len");
  private static final List<String> OUTPUT =
      List.of("max_completion_tokens", "max_output_length", "max_output_tokens");

  /** In which member of a model's description which word means what. */
  private static final Map<String, Map<String, Capability>> WORDS =
      Map.of(
          "supported_features",
          Map.of(
              "tools", TOOLS,
              "json_mode", JSON_OUTPUT,
              "structured_outputs", STRUCTURED_OUTPUT,
              "reasoning", REASONING),
          "supported_parameters",
          Map.of(
              "tools", TOOLS,
              "tool_choice", FORCED_TOOLS,
              "response_format", JSON_OUTPUT,
              "structured_outputs", STRUCTURED_OUTPUT,
              "reasoning", REASONING),
          "input_modalities",
          Map.of("image", IMAGE_INPUT, "audio", AUDIO_INPUT, "file", FILE_INPUT),
          "output_modalities",
          Map.of(
              "text", CHAT,
              "image", IMAGE_OUTPUT,
              "speech", SPEECH,
              "transcription", TRANSCRIPTION,
              "embeddings", EMBEDDINGS));

  /** Members that Mistral sets to true. */
  private static final Map<String, Capability> FLAGS =
      Map.of(
          "completion_chat", CHAT,
          "function_calling", TOOLS,
          "vision", IMAGE_INPUT,
          "audio", AUDIO_INPUT,
          "moderation", MODERATION,
          "reasoning", REASONING);

  private final Client client;
  private final ModelRef ref;

  OpenAiModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public List<ModelInfo> models(CallContext context) {
    return client.send(
        client.get("/models", ref), ref, OpenAiErrors::read, context, OpenAiModels::read);
  }

  private static List<ModelInfo> read(Answer answer) {
    Json json = answer.anyJson();
    // Some compatible servers give the bare array.
    Json list = json instanceof Json.Obj object ? object.get("data").orElse(Json.NULL) : json;
    if (!(list instanceof Json.Arr models)) {
      throw new IllegalStateException("no list of models");
    }
    return models.items().stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .filter(model -> Fields.filled(model, "id").isPresent())
        .map(OpenAiModels::model)
        .toList();
  }

  private static ModelInfo model(Json.Obj json) {
    long created = Fields.count(json, "created");
    ModelInfo.Builder info =
        ModelInfo.newBuilder(json.text("id").orElseThrow())
            .displayName(Fields.filled(json, "display_name").or(() -> Fields.filled(json, "name")))
            .contextTokens(first(json, CONTEXT))
            .outputTokens(
                Math.max(first(json, OUTPUT), first(Fields.object(json, "top_provider"), OUTPUT)))
            .raw(json);
    if (created > 0) {
      info.created(Optional.of(Instant.ofEpochSecond(created)));
    }
    Json.Obj architecture = Fields.object(json, "architecture");
    WORDS.forEach(
        (member, words) ->
            Stream.concat(
                    Fields.array(json, member).stream(),
                    Fields.array(architecture, member).stream())
                .filter(Json.Str.class::isInstance)
                .map(word -> words.get(((Json.Str) word).value()))
                .filter(Objects::nonNull)
                .forEach(info::capability));
    Json.Obj flags = Fields.object(json, "capabilities");
    FLAGS.forEach(
        (name, capability) -> {
          if (flags.get(name).equals(Optional.of(Json.of(true)))) {
            info.capability(capability);
          }
        });
    return info.build();
  }

  private static long first(Json.Obj json, List<String> names) {
    return names.stream()
        .mapToLong(name -> Fields.count(json, name))
        .filter(count -> count > 0)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    return "OpenAiModels[" + ref.provider() + "]";
  }
}
