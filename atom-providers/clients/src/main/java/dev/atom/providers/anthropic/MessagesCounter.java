package dev.atom.providers.anthropic;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.PromptCounter;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Dialect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Has Anthropic count the tokens of a request, which costs nothing. */
final class MessagesCounter implements PromptCounter {
  /** What of a request counts; the rest is refused. */
  private static final Set<String> COUNTED =
      Set.of(
          "model",
          "messages",
          "system",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "cache_control");

  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;

  MessagesCounter(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  @Override
  public Count count(ChatRequest request, CallContext context) {
    ModelRef asked = request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
    Dialect.Body body = dialect.body(request, asked, false);
    HttpCall.Builder call = client.post("messages/count_tokens", counted(body.json()), asked);
    body.headers().forEach(call::listHeader);
    return client.send(call, asked, dialect, context, MessagesCounter::read);
  }

  private static Json.Obj counted(Json.Obj body) {
    Map<String, Json> members = new LinkedHashMap<>(body.members());
    members.keySet().retainAll(COUNTED);
    return new Json.Obj(members);
  }

  private static Count read(Answer answer) {
    if (!(answer.json().members().get("input_tokens") instanceof Json.Num tokens)) {
      throw new IllegalArgumentException("no input_tokens");
    }
    return new Count(tokens.value().longValueExact(), false);
  }
}
