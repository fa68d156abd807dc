package dev.atom.providers;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;

/** OpenAI's chat completions, which most compatible servers speak. */
final class ChatDialect implements Dialect {
  private final OpenAiProfile profile;

  ChatDialect(OpenAiProfile profile) {
    this.profile = profile;
  }

  @Override
  public String path() {
    return "chat/completions";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new ChatRequestWriter(profile, request, asked).write(streaming);
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return ChatReplyReader.read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new ChatStream(asked, warnings, profile.genuine());
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return OpenAiErrors.read(json);
  }
}
