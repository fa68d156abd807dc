package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ModelList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The list of models, page by page. */
final class GeminiModels implements ModelList {
  private static final int PAGE = 1000;

  /** What Gemini calls what a model can do. */
  private static final Map<String, Capability> METHODS =
      Map.of(
          "generateContent", Capability.CHAT,
          "embedContent", Capability.EMBEDDINGS,
          "countTokens", Capability.TOKEN_COUNT,
          "batchGenerateContent", Capability.BATCH);

  private final Client client;
  private final ModelRef ref;

  GeminiModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  private record Page(List<ModelInfo> models, Optional<String> next) {}

  @Override
  public List<ModelInfo> models(CallContext context) {
    List<ModelInfo> all = new ArrayList<>();
    // A server that repeats itself would be asked for ever.
    Set<String> seen = new HashSet<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent() && seen.add(token.get())) {
      Page page = page(token.get(), context);
      all.addAll(page.models);
      token = page.next;
    }
    return List.copyOf(all);
  }

  private Page page(String token, CallContext context) {
    String path =
        "models?pageSize=" + PAGE + (token.isEmpty() ? "" : "&pageToken=" + Client.encoded(token));
    return client.send(
        client.get(path, ref), ref, GeminiErrors::read, context, answer -> read(answer.json()));
  }

  private static Page read(Json.Obj json) {
    if (!(json.members().get("models") instanceof Json.Arr)) {
      throw new IllegalArgumentException("no list of models");
    }
    List<ModelInfo> models =
        Fields.objects(json, "models").stream()
            .filter(model -> Fields.filled(model, "name").isPresent())
            .map(GeminiModels::model)
            .toList();
    return new Page(models, Fields.filled(json, "nextPageToken"));
  }

  private static ModelInfo model(Json.Obj json) {
    String name = Fields.text(json, "name");
    ModelInfo.Builder info =
        ModelInfo.newBuilder(name.startsWith("models/") ? name.substring(7) : name)
            .displayName(Fields.filled(json, "displayName"))
            .contextTokens(Fields.count(json, "inputTokenLimit"))
            .outputTokens(Fields.count(json, "outputTokenLimit"))
            .raw(json);
    List<Json> methods = Fields.array(json, "supportedGenerationMethods");
    METHODS.forEach(
        (method, capability) -> {
          if (methods.contains(Json.of(method))) {
            info.capability(capability);
          }
        });
    if (json.get("thinking").equals(Optional.of(Json.of(true)))) {
      info.capability(Capability.REASONING);
    }
    return info.build();
  }

  @Override
  public String toString() {
    return "GeminiModels[" + ref.provider() + "]";
  }
}
