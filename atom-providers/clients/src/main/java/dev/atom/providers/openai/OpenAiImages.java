package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.MultipartBody;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ImageModel;
import dev.atom.model.ImageRequest;
import dev.atom.model.Images;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's pictures: from a description, or as edits of pictures. */
final class OpenAiImages implements ImageModel {
  private final Client client;
  private final ModelRef ref;

  OpenAiImages(Client client, ModelRef ref) {
    this.client = client;
    this.ref = ref;
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Images create(ImageRequest request, CallContext context) {
    HttpCall.Builder call =
        request.images().isEmpty()
            ? client.post("images/generations", settings(request), ref)
            : client.post("images/edits", form(request), ref);
    return client.send(call, ref, OpenAiErrors::read, context, this::read);
  }

  private Json.Obj settings(ImageRequest request) {
    JsonObjectBuilder body =
        Json.object()
            .put("model", ref.name())
            .put("prompt", request.prompt())
            .put("size", request.size())
            .put("output_format", request.format())
            .put("background", request.background())
            .put("quality", request.quality());
    if (request.count() > 1) {
      body.put("n", request.count());
    }
    if (ref.name().startsWith("dall-e")) {
      // Its default is an address that lasts an hour.
      body.put("response_format", "b64_json");
    }
    return body.putAll(request.extra()).build();
  }

  private MultipartBody form(ImageRequest request) {
    MultipartBody.Builder form = MultipartBody.newBuilder();
    settings(request)
        .members()
        .forEach(
            (name, value) ->
                form.text(name, value instanceof Json.Str text ? text.value() : value.toString()));
    String field = request.images().size() == 1 ? "image" : "image[]";
    for (int i = 0; i < request.images().size(); i++) {
      file(form, field, "image" + i, request.images().get(i));
    }
    request.mask().ifPresent(mask -> file(form, "mask", "mask", mask));
    return form.build();
  }

  private void file(MultipartBody.Builder form, String field, String name, Media media) {
    if (!(media instanceof Media.Inline inline)) {
      throw Needs.missing(ref, "edits take pictures as bytes only");
    }
    String ending = inline.type().substring(inline.type().indexOf('/') + 1);
    form.file(field, name + "." + ending, inline.type(), inline.bytes());
  }

  private Images read(Answer answer) {
    Json.Obj json = answer.json();
    List<Images.Image> images = new ArrayList<>();
    List<Json> without = new ArrayList<>();
    for (Json.Obj item : Fields.objects(json, "data")) {
      images.add(new Images.Image(media(item), Fields.filled(item, "revised_prompt")));
      Map<String, Json> members = new LinkedHashMap<>(item.members());
      members.remove("b64_json");
      without.add(new Json.Obj(members));
    }
    Json.Obj raw = json.toBuilder().put("data", without).build();
    return new Images(
        OperationReplies.model(json, ref),
        images,
        OperationReplies.usage(Fields.object(json, "usage")),
        List.of(),
        raw);
  }

  private static Media media(Json.Obj item) {
    Optional<String> encoded = Fields.filled(item, "b64_json");
    if (encoded.isPresent()) {
      byte[] bytes = Base64.getDecoder().decode(encoded.get());
      return Media.inline(type(bytes), bytes);
    }
    return Media.remote(URI.create(item.text("url").orElseThrow()));
  }

  /** The reply names the format only with some models, the bytes always tell it. */
  private static String type(byte[] bytes) {
    if (bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
      return "image/jpeg";
    }
    return bytes.length > 3 && bytes[0] == 'R' && bytes[1] == 'I' && bytes[2] == 'F'
        ? "image/webp"
        : "image/png";
  }

  @Override
  public String toString() {
    return "OpenAiImages[" + ref + "]";
  }
}
