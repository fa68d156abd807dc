package dev.atom.providers.anthropic;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of models that a key sees, page by page. */
final class AnthropicModels {
  private static final int PAGE = 1000;

  private final Client client;
  private final ModelRef ref;

  AnthropicModels(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  /**
   * One model.
   *
   * @param id the name by which it is asked
   * @param displayName the name for people
   * @param created since when there is the model
   * @param contextTokens the tokens it takes, 0 where not told
   * @param outputTokens the tokens of a reply, 0 where not told
   * @param raw the model as the provider describes it
   */
  record Listed(
      String id,
      Optional<String> displayName,
      Optional<Instant> created,
      long contextTokens,
      long outputTokens,
      Json.Obj raw) {}

  private record Page(List<Listed> models, Optional<String> next) {}

  /** Lists the models, newest first. */
  List<Listed> list(CallContext context) {
    List<Listed> all = new ArrayList<>();
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
    List<Listed> models =
        Fields.objects(json, "data").stream()
            .filter(model -> Fields.filled(model, "id").isPresent())
            .map(AnthropicModels::model)
            .toList();
    boolean more = json.get("has_more").equals(Optional.of(Json.of(true)));
    return new Page(models, more ? Fields.filled(json, "last_id") : Optional.empty());
  }

  private static Listed model(Json.Obj json) {
    return new Listed(
        Fields.text(json, "id"),
        Fields.filled(json, "display_name"),
        instant(json, "created_at"),
        Fields.count(json, "max_input_tokens"),
        Fields.count(json, "max_tokens"),
        json);
  }

  static Optional<Instant> instant(Json.Obj json, String name) {
    try {
      return Fields.filled(json, name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
