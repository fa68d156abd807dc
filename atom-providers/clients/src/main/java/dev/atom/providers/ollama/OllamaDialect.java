package dev.atom.providers.ollama;

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

/** Ollama's chat. */
final class OllamaDialect implements Dialect {
  @Override
  public String path(ModelRef asked, boolean streaming) {
    return "api/chat";
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new OllamaRequest(request, asked).write(streaming);
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return OllamaReply.read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new OllamaStream(asked, warnings);
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return OllamaErrors.read(json);
  }

  /** Lines whatever the type: a whole reply is one line, and proxies call lines plain JSON. */
  @Override
  public Framing framing(String mediaType) {
    return Framing.LINES;
  }
}
