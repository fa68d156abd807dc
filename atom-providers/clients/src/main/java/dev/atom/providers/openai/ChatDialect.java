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

/** OpenAI's chat completions, which most compatible servers speak. */
final class ChatDialect implements Dialect {
  private final Habits habits;

  ChatDialect(Habits habits) {
    this.habits = habits;
  }

  @Override
  public String path(ModelRef asked, boolean streaming) {
    return "chat/completions";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new ChatRequestWriter(habits, request, asked).write(streaming);
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return new ChatReplyReader(habits).read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new ChatStream(habits, asked, warnings);
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return OpenAiErrors.read(json);
  }
}
