package dev.atom.providers.anthropic;

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

/** Anthropic's messages. */
final class MessagesDialect implements Dialect {
  @Override
  public String path(ModelRef asked, boolean streaming) {
    return "messages";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new MessagesRequest(request, asked).write(streaming);
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return MessageReply.read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new MessagesStream(asked, warnings);
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return AnthropicErrors.read(json);
  }
}
