package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;

/** Has Google count: the whole request, with the system's words, tools and schema. */
final class GeminiPromptCounter implements PromptCounter {
  private final Client client;
  private final ModelRef ref;
  private final GeminiDialect dialect;

  GeminiPromptCounter(Client client, ModelRef ref, GeminiDialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  @Override
  public Count count(ChatRequest request, CallContext context) {
    ModelRef asked = request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
    Json.Obj whole =
        Json.object()
            .put("model", GeminiNames.resource(asked))
            .putAll(dialect.body(request, asked, false).json())
            .build();
    Json.Obj body = Json.object().put("generateContentRequest", whole).build();
    return client.send(
        client.post(GeminiNames.path(asked, "countTokens"), body, asked),
        asked,
        dialect,
        context,
        GeminiPromptCounter::read);
  }

  private static Count read(Answer answer) {
    Json.Obj json = answer.json();
    if (json.get("totalTokens").isEmpty()) {
      throw new IllegalArgumentException("the count is missing");
    }
    return new Count(Fields.count(json, "totalTokens"), false);
  }
}
