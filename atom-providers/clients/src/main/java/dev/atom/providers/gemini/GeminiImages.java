package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Client;
import java.util.List;
import java.util.Optional;

/** Pictures from a description, by Gemini's models that draw; Google's description has no other. */
final class GeminiImages {
  private final Client client;
  private final ModelRef model;
  private final GeminiDialect dialect;

  GeminiImages(Client client, ModelRef model, GeminiDialect dialect) {
    this.client = client;
    this.model = model;
    this.dialect = dialect;
  }

  /** Pictures and what they used. */
  record Drawn(List<Media> images, Usage usage) {}

  /**
   * Draws.
   *
   * @param aspectRatio such as {@code "16:9"}; empty leaves it to the provider
   * @param size such as {@code "2K"}; empty leaves it to the provider
   */
  Drawn draw(
      String description,
      Optional<String> aspectRatio,
      Optional<String> size,
      CallContext context) {
    ChatRequest request =
        ChatRequest.of(description).toBuilder().extra(settings(aspectRatio, size)).build();
    Json.Obj body = dialect.body(request, model, false).json();
    return client.send(
        client.post(dialect.path(model, false), body, model),
        model,
        dialect,
        context,
        answer -> read(GeminiReply.read(answer.json(), model, List.of())));
  }

  private static Json.Obj settings(Optional<String> aspectRatio, Optional<String> size) {
    JsonObjectBuilder config = Json.object().put("responseModalities", List.of(Json.of("IMAGE")));
    Json.Obj image = Json.object().put("aspectRatio", aspectRatio).put("imageSize", size).build();
    if (!image.members().isEmpty()) {
      config.put("imageConfig", image);
    }
    return Json.object().put("generationConfig", config.build()).build();
  }

  private static Drawn read(ChatReply reply) {
    List<Media> images =
        reply.parts().stream()
            .filter(Part.Image.class::isInstance)
            .map(part -> ((Part.Image) part).media())
            .toList();
    if (images.isEmpty()) {
      throw new IllegalArgumentException("no picture came; the model stopped by " + reply.finish());
    }
    return new Drawn(images, reply.usage());
  }
}
