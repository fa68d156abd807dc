package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The stored form of parts: an object whose member {@code type} says which part it is. */
final class PartJson {
  private PartJson() {}

  static Json.Obj write(Part part) {
    return switch (part) {
      case Part.Text text -> tagged("text", text);
      case Part.Image image -> media("image", image.media()).put("detail", image.detail()).build();
      case Part.Audio audio ->
          media("audio", audio.media()).put("transcript", audio.transcript()).build();
      case Part.File file -> media("file", file.media()).put("name", file.name()).build();
      case Part.ToolCall call -> tagged("tool_call", call);
      case Part.ToolResult result ->
          Json.object()
              .put("type", "tool_result")
              .put("callId", result.callId())
              .put("name", result.name())
              .put("content", result.content().stream().map(PartJson::write).toList())
              .put("failed", result.failed())
              .build();
      case Part.Reasoning reasoning -> tagged("reasoning", reasoning);
      case Part.Refusal refusal -> tagged("refusal", refusal);
      case Part.ProviderItem item -> tagged("provider_item", item);
    };
  }

  static Part read(Json.Obj json) {
    String type = need(json, "type");
    return switch (type) {
      case "text" -> json.as(Part.Text.class);
      case "image" -> new Part.Image(media(json), optional(json, "detail"));
      case "audio" -> new Part.Audio(media(json), optional(json, "transcript"));
      case "file" -> new Part.File(media(json), optional(json, "name"));
      case "tool_call" -> json.as(Part.ToolCall.class);
      case "tool_result" ->
          new Part.ToolResult(
              need(json, "callId"), need(json, "name"), readAll(json, "content"), failed(json));
      case "reasoning" -> json.as(Part.Reasoning.class);
      case "refusal" -> json.as(Part.Refusal.class);
      case "provider_item" -> json.as(Part.ProviderItem.class);
      default -> throw wrong("no known type of part", "/type");
    };
  }

  /** Reads an array of parts; the path of a fault goes on from the array's member. */
  static List<Part> readAll(Json.Obj json, String member) {
    if (!(json.get(member).orElse(Json.NULL) instanceof Json.Arr array)) {
      throw wrong("expected an array of parts", "/" + member);
    }
    List<Part> parts = new ArrayList<>();
    for (Json item : array.items()) {
      String path = "/" + member + "/" + parts.size();
      if (!(item instanceof Json.Obj object)) {
        throw wrong("expected a part", path);
      }
      parts.add(within(path, object, PartJson::read));
    }
    return parts;
  }

  private static Json.Obj tagged(String type, Part part) {
    return Json.object().put("type", type).putAll((Json.Obj) Json.from(part)).build();
  }

  private static JsonObjectBuilder media(String type, Media media) {
    Json.Obj form =
        switch (media) {
          case Media.Inline inline ->
              Json.object()
                  .put("type", inline.type())
                  .put("base64", Base64.getEncoder().encodeToString(inline.bytes()))
                  .build();
          case Media.Remote remote -> Json.object().put("uri", remote.uri().toString()).build();
          case Media.Uploaded uploaded -> Json.object().put("id", uploaded.id()).build();
        };
    return Json.object().put("type", type).put("media", form);
  }

  private static Media media(Json.Obj json) {
    if (!(json.get("media").orElse(Json.NULL) instanceof Json.Obj media)) {
      throw wrong("expected an object", "/media");
    }
    return within("/media", media, PartJson::readMedia);
  }

  private static Media readMedia(Json.Obj json) {
    if (json.get("base64").isPresent()) {
      return Media.inline(need(json, "type"), parse(json, "base64", Base64.getDecoder()::decode));
    }
    if (json.get("uri").isPresent()) {
      return Media.remote(parse(json, "uri", URI::create));
    }
    if (json.get("id").isPresent()) {
      return new Media.Uploaded(need(json, "id"));
    }
    throw wrong("expected a member base64, uri or id", "");
  }

  private static <T> T parse(Json.Obj json, String member, Function<String, T> parser) {
    String text = need(json, member);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong("not of the form " + member, "/" + member);
    }
  }

  private static boolean failed(Json.Obj json) {
    if (json.get("failed").orElse(Json.NULL) instanceof Json.Bool failed) {
      return failed.value();
    }
    throw wrong("expected true or false", "/failed");
  }

  private static Optional<String> optional(Json.Obj json, String member) {
    return json.get(member).map(value -> need(json, member));
  }

  private static String need(Json.Obj json, String member) {
    return json.text(member).orElseThrow(() -> wrong("expected a string", "/" + member));
  }

  private static <T> T within(String path, Json.Obj json, Function<Json.Obj, T> read) {
    try {
      return read.apply(json);
    } catch (JsonException e) {
      throw e.under(path);
    }
  }

  private static JsonException wrong(String problem, String path) {
    return new JsonException(problem, path, 0, 0);
  }
}
