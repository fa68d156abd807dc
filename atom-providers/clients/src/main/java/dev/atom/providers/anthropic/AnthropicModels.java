package dev.atom.providers.anthropic;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ModelList;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of models that a key sees, page by page, newest first. */
final class AnthropicModels implements ModelList {
  private static final int PAGE = 1000;

  /** What Anthropic calls what a model can do. */
  private static final Map<String, Capability> WORDS =
      Map.of(
          "batch", Capability.BATCH,
          "citations", Capability.CITATIONS,
          "image_input", Capability.IMAGE_INPUT,
          "pdf_input", Capability.FILE_INPUT,
          "structured_outputs", Capability.STRUCTURED_OUTPUT,
          "thinking", Capability.REASONING);

  private final Client client;
  private final ModelRef ref;

  AnthropicModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  private record Page(List<ModelInfo> models, Optional<String> next) {}

  @Override
  public List<ModelInfo> models(CallContext context) {
    List<ModelInfo> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page page = page(after, context);
      all.addAll(page.models);
      // A server that repeats itself would be asked for ever.
      after = page.next.equals(after) || page.models.isEmpty() ? Optional.empty() : page.next;
    } while (after.isPresent());
    return all;
  }

  private Page page(Optional<String> after, CallContext context) {
    String path =
        "models?limit=" + PAGE + after.map(id -> "&after_id=" + Client.encoded(id)).orElse("");
    return client.send(
        client.get(path, ref), ref, AnthropicErrors::read, context, AnthropicModels::read);
  }

  private static Page read(Answer answer) {
    Json.Obj json = answer.json();
    if (!(json.members().get("data") instanceof Json.Arr)) {
      throw new IllegalArgumentException("no list of models");
    }
    List<ModelInfo> models =
        Fields.objects(json, "data").stream()
            .filter(model -> Fields.filled(model, "id").isPresent())
            .map(AnthropicModels::model)
            .toList();
    boolean more = json.get("has_more").equals(Optional.of(Json.of(true)));
    return new Page(models, more ? Fields.filled(json, "last_id") : Optional.empty());
  }

  private static ModelInfo model(Json.Obj json) {
    ModelInfo.Builder info =
        ModelInfo.newBuilder(Fields.text(json, "id"))
            .displayName(Fields.filled(json, "display_name"))
            .created(instant(json, "created_at"))
            .contextTokens(Fields.count(json, "max_input_tokens"))
            .outputTokens(Fields.count(json, "max_tokens"))
            .raw(json);
    Json.Obj told = Fields.object(json, "capabilities");
    WORDS.forEach(
        (word, capability) -> {
          if (told.at("/" + word + "/supported").equals(Optional.of(Json.of(true)))) {
            info.capability(capability);
          }
        });
    return info.build();
  }

  static Optional<Instant> instant(Json.Obj json, String name) {
    try {
      return Fields.filled(json, name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "AnthropicModels[" + ref.provider() + "]";
  }
}
