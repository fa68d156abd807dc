package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;

/** OpenAI's Responses: items in, items out, named events. */
final class ResponsesDialect implements Dialect {
  private final OpenAiProfile profile;

  ResponsesDialect(OpenAiProfile profile) {
    this.profile = profile;
  }

  @Override
  public String path() {
    return "responses";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new ResponsesRequest(profile, request, asked).write(streaming);
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
