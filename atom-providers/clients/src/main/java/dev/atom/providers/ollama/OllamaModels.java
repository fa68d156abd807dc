package dev.atom.providers.ollama;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Capability;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ModelList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models that a server has. The list tells their names; what each can do and how long its
 * context may be is asked model by model, which takes the server some milliseconds each.
 */
final class OllamaModels implements ModelList {
  private final Client client;
  private final ModelRef ref;

  OllamaModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public List<ModelInfo> models(CallContext context) {
    List<Json.Obj> entries =
        client.send(
            client.get("api/tags", ref),
            ref,
            OllamaErrors::read,
            context,
            answer -> entries(answer.json()));
    List<ModelInfo> models = new ArrayList<>();
    for (Json.Obj entry : entries) {
      Optional<String> name = named(entry, "name").or(() -> named(entry, "model"));
      name.ifPresent(n -> models.add(info(n, entry, about(n, context))));
    }
    return models;
  }

  private static Optional<String> named(Json.Obj entry, String member) {
    return entry.text(member).filter(name -> !name.isBlank());
  }

  private static List<Json.Obj> entries(Json.Obj json) {
    if (!(json.members().get("models") instanceof Json.Arr)) {
      throw new IllegalStateException("no list of models");
    }
    return Fields.objects(json, "models");
  }

  /** A model that can't be described, such as a broken or just deleted one, is listed all the same. */
  private Json.Obj about(String name, CallContext context) {
    ModelRef asked = new ModelRef(ref.provider(), name);
    Json.Obj question = Json.object().put("model", name).build();
    try {
      return client.send(
          client.post("api/show", question, asked),
          asked,
          OllamaErrors::read,
          context,
          answer -> answer.json());
    } catch (CallCancelled | CallTimedOut e) {
      throw e;
    } catch (ModelException e) {
      return Json.Obj.EMPTY;
    }
  }

  private static ModelInfo info(String name, Json.Obj entry, Json.Obj about) {
    Json.Obj facts = Fields.object(about, "model_info");
    String context = Fields.text(facts, "general.architecture") + ".context_length";
    ModelInfo.Builder info =
        ModelInfo.newBuilder(name)
            .contextTokens(Fields.count(facts, context))
            .raw(about.members().isEmpty() ? entry : entry.toBuilder().put("show", about).build());
    for (Json word : Fields.array(about, "capabilities")) {
      if (word instanceof Json.Str text) {
        capabilities(text.value()).forEach(info::capability);
      }
    }
    return info.build();
  }

  /** Streams and formats are the server's work, for whatever model writes text. */
  private static Set<Capability> capabilities(String word) {
    return switch (word) {
      case "completion" ->
          EnumSet.of(
              Capability.CHAT,
              Capability.STREAMING,
              Capability.JSON_OUTPUT,
              Capability.STRUCTURED_OUTPUT);
      case "tools" -> EnumSet.of(Capability.TOOLS);
      case "thinking" -> EnumSet.of(Capability.REASONING);
      case "vision" -> EnumSet.of(Capability.IMAGE_INPUT);
      case "embedding" -> EnumSet.of(Capability.EMBEDDINGS);
      default -> Set.of();
    };
  }

  @Override
  public String toString() {
    return "OllamaModels[" + ref.provider() + "]";
  }
}
