package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.StreamReader;
import java.util.List;
import java.util.Optional;

/** OpenAI's Responses: items in, items out, named events. */
final class ResponsesDialect implements Dialect {
  private final Habits habits;

  ResponsesDialect(Habits habits) {
    this.habits = habits;
  }

  @Override
  public String path(ModelRef asked, boolean streaming) {
    return "responses";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new ResponsesRequest(habits, request, asked).write(streaming);
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return ResponsesReply.read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new ResponsesStream(asked, warnings);
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return OpenAiErrors.read(json);
  }
}
