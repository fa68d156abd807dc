package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ImageModel;
import dev.atom.model.ImageRequest;
import dev.atom.model.Images;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.StreamError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** Pictures by Gemini's models that draw, from a description and from pictures. */
final class GeminiImages implements ImageModel {
  private static final String DATA = "inlineData";

  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;

  GeminiImages(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Images create(ImageRequest request, CallContext context) {
    if (request.mask().isPresent()) {
      throw Needs.missing(ref, "Gemini takes no mask; say in words what is to be changed");
    }
    if (request.count() > 1) {
      throw Needs.missing(ref, "Gemini makes one picture a call, not " + request.count());
    }
    Dialect.Body body = dialect.body(asked(request), ref, false);
    List<Warning> warnings = new ArrayList<>(body.warnings());
    unsaid(warnings, "format", request.format());
    unsaid(warnings, "background", request.background());
    unsaid(warnings, "quality", request.quality());
    return client.send(
        client.post(dialect.path(ref, false), body.json(), ref),
        ref,
        dialect,
        context,
        answer -> read(answer.json(), warnings));
  }

  private static void unsaid(List<Warning> warnings, String name, Optional<String> value) {
    value.ifPresent(
        text ->
            warnings.add(
                GeminiRequest.ignored(
                    name + " was not sent: Gemini has no such setting; say it in the prompt")));
  }

  private static ChatRequest asked(ImageRequest request) {
    List<Part> parts = new ArrayList<>();
    request.images().forEach(image -> parts.add(Part.image(image)));
    parts.add(Part.text(request.prompt()));
    return ChatRequest.newBuilder()
        .message(ChatMessage.user(parts))
        .extra(GeminiRequest.merged(settings(request.size()), request.extra()))
        .build();
  }

  /** A size is an aspect such as {@code 16:9}, a measure such as {@code 2K}, or both. */
  private static Json.Obj settings(Optional<String> size) {
    JsonObjectBuilder config = Json.object().put("responseModalities", List.of(Json.of("IMAGE")));
    JsonObjectBuilder image = Json.object();
    StringTokenizer words = new StringTokenizer(size.orElse(""));
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      image.put(word.contains(":") ? "aspectRatio" : "imageSize", word);
    }
    Json.Obj imageConfig = image.build();
    if (!imageConfig.members().isEmpty()) {
      config.put("imageConfig", imageConfig);
    }
    return Json.object().put("generationConfig", config.build()).build();
  }

  private Images read(Json.Obj json, List<Warning> warnings) {
    ChatReply reply = GeminiReply.read(json, ref, warnings);
    List<Images.Image> images =
        reply.parts().stream()
            .filter(Part.Image.class::isInstance)
            .map(part -> new Images.Image(((Part.Image) part).media(), Optional.empty()))
            .toList();
    if (images.isEmpty() && reply.finish() == FinishReason.CONTENT_FILTER) {
      throw refused(json);
    }
    Json.Obj raw = (Json.Obj) withoutPictures(json);
    return new Images(reply.model(), images, reply.usage(), reply.warnings(), raw);
  }

  private static StreamError refused(Json.Obj json) {
    Json.Obj candidate = Fields.objects(json, "candidates").get(0);
    String why = Fields.filled(candidate, "finishMessage").orElse("the picture was held back");
    return new StreamError(
        ProviderError.of(why, GeminiReply.reason(candidate), Optional.empty())
            .known(ProviderError.Kind.CONTENT_REFUSED));
  }

  private static Json withoutPictures(Json json) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object
            .members()
            .forEach(
                (name, value) -> members.put(name, name.equals(DATA) ? described(value) : value));
        members.replaceAll((name, value) -> withoutPictures(value));
        yield new Json.Obj(members);
      }
      case Json.Arr array ->
          Json.array(array.items().stream().map(GeminiImages::withoutPictures).toList());
      case Json.Str text -> text;
      case Json.Num number -> number;
      case Json.Bool truth -> truth;
      case Json.Null nothing -> nothing;
    };
  }

  private static Json described(Json data) {
    return data instanceof Json.Obj object
        ? Json.object().put("mimeType", Fields.text(object, "mimeType")).build()
        : data;
  }

  @Override
  public String toString() {
    return "GeminiImages[" + ref + "]";
  }
}
