package dev.atom.providers.gemini;

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

/** Gemini's {@code generateContent}. */
final class GeminiDialect implements Dialect {
  private final String base;

  /**
   * Creates the dialect.
   *
   * @param base the server's address, below which uploaded files lie
   */
  GeminiDialect(String base) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  @Override
  public String path(ModelRef asked, boolean streaming) {
    String method = streaming ? "streamGenerateContent?alt=sse" : "generateContent";
    return GeminiNames.path(asked, method);
  }

  @Override
  public Body body(ChatRequest request, ModelRef asked, boolean streaming) {
    return new GeminiRequest(request, asked, base).write();
  }

  @Override
  public ChatReply reply(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    return GeminiReply.read(json, asked, warnings);
  }

  @Override
  public StreamReader stream(ModelRef asked, List<Warning> warnings) {
    return new GeminiStream(asked, warnings);
  }

  @Override
  public Optional<ProviderError> error(Json json) {
    return GeminiErrors.read(json);
  }

  /** Servers that pass over {@code alt=sse} send the chunks as one array. */
  @Override
  public Framing framing(String mediaType) {
    return mediaType.contains("json") ? Framing.ARRAY : Framing.EVENTS;
  }
}
