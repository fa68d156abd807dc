package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists the models, page by page. Costs nothing, and shows by that whether a key is accepted. */
final class GeminiModels {
  private static final int PAGE = 1000;

  private final Client client;
  private final ModelRef asked;

  GeminiModels(Client client) {
    this.client = client;
    asked = new ModelRef(client.profile().id(), "models");
  }

  /**
   * One model.
   *
   * @param id what it is asked by, such as {@code "gemini-3-flash"}
   * @param name for people
   * @param inputTokens the most tokens sent; 0 where unknown
   * @param outputTokens the most tokens received; 0 where unknown
   * @param methods what it offers, such as {@code "generateContent"}
   * @param thinks whether it reasons
   */
  record Listed(
      String id,
      String name,
      long inputTokens,
      long outputTokens,
      Set<String> methods,
      boolean thinks) {}

  /** Returns all models, in the provider's order. */
  List<Listed> list(CallContext context) {
    List<Listed> models = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent() && seen.add(token.get())) {
      Json.Obj page = page(token.get(), PAGE, context);
      Fields.objects(page, "models").forEach(model -> models.add(listed(model)));
      token = Fields.filled(page, "nextPageToken");
    }
    return List.copyOf(models);
  }

  /** Asks for one model only, which is enough to see whether the key is accepted. */
  void checkKey(CallContext context) {
    page("", 1, context);
  }

  private Json.Obj page(String token, int size, CallContext context) {
    String path =
        "models?pageSize=" + size + (token.isEmpty() ? "" : "&pageToken=" + Client.encoded(token));
    return client.send(
        client.get(path, asked), asked, GeminiErrors::read, context, answer -> answer.json());
  }

  private static Listed listed(Json.Obj model) {
    String name = Fields.text(model, "name");
    String id = name.startsWith("models/") ? name.substring("models/".length()) : name;
    Set<String> methods = new HashSet<>();
    for (Json method : Fields.array(model, "supportedGenerationMethods")) {
      if (method instanceof Json.Str text) {
        methods.add(text.value());
      }
    }
    return new Listed(
        id,
        Fields.filled(model, "displayName").orElse(id),
        Fields.count(model, "inputTokenLimit"),
        Fields.count(model, "outputTokenLimit"),
        Set.copyOf(methods),
        model.get("thinking").equals(Optional.of(Json.of(true))));
  }
}
