package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import java.util.Set;

/** Lets OpenAI count the tokens of a request. */
final class OpenAiPromptCounter implements PromptCounter {
  /** What of a request counts, which is all that the call takes. */
  private static final Set<String> COUNTED =
      Set.of(
          "model",
          "input",
          "instructions",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "truncation",
          "conversation",
          "previous_response_id");

  private final Client client;
  private final ModelRef ref;

  OpenAiPromptCounter(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public Count count(ChatRequest request, CallContext context) {
    ModelRef asked = request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
    JsonObjectBuilder body = Json.object();
    new ResponsesRequest(new Habits(client.profile()), request, asked)
        .write(false)
        .json()
        .members()
        .forEach(
            (name, value) -> {
              if (COUNTED.contains(name)) {
                body.put(name, value);
              }
            });
    return client.send(
        client.post("responses/input_tokens", body.build(), asked),
        asked,
        OpenAiErrors::read,
        context,
        OpenAiPromptCounter::read);
  }

  private static Count read(Answer answer) {
    if (answer.json().get("input_tokens").orElse(Json.NULL) instanceof Json.Num tokens) {
      return new Count(tokens.value().longValueExact(), false);
    }
    throw new IllegalStateException("no count");
  }

  @Override
  public String toString() {
    return "OpenAiPromptCounter[" + ref + "]";
  }
}
