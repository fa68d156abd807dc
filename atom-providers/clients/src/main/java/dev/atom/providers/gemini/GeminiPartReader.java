package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.providers.wire.Fields;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of one candidate, in their order. */
final class GeminiPartReader {
  /** Members that describe a part and are not its content. */
  private static final Set<String> ABOUT =
      Set.of("thought", GeminiSignatures.NAME, "partMetadata", "videoMetadata", "mediaResolution");

  private final String provider;
  private final String replyId;
  private final int candidate;
  private final List<Part> parts = new ArrayList<>();
  private final List<GeminiCitations.Stretch> texts = new ArrayList<>();
  private int at = -1;
  private int calls;

  GeminiPartReader(String provider, String replyId, int candidate) {
    this.provider = provider;
    this.replyId = replyId;
    this.candidate = candidate;
  }

  void add(Json json) {
    at++;
    if (json instanceof Json.Obj part) {
      if (text(part).isPresent()) {
        addText(part, text(part).get());
      } else if (part.get("functionCall").isPresent()) {
        addCall(part, Fields.object(part, "functionCall"));
      } else if (!thought(part) && part.get("inlineData").isPresent()) {
        addMedia(part, inline(Fields.object(part, "inlineData")), "inlineData");
      } else if (!thought(part) && part.get("fileData").isPresent()) {
        addMedia(part, file(Fields.object(part, "fileData")), "fileData");
      } else {
        addItem(part);
      }
    }
  }

  static Optional<String> text(Json.Obj part) {
    return part.text("text");
  }

  static boolean thought(Json.Obj part) {
    return part.members().get("thought") instanceof Json.Bool thought && thought.value();
  }

  private void addText(Json.Obj part, String text) {
    if (thought(part)) {
      Json.Obj marked = Json.object().put("thought", true).build();
      Optional<Part.ProviderState> state =
          GeminiSignatures.of(part)
              .map(s -> new Part.ProviderState(provider, GeminiSignatures.signed(marked, part)));
      if (!text.isEmpty() || state.isPresent()) {
        parts.add(new Part.Reasoning(text, state));
      }
    } else if (text.isEmpty()) {
      signature(GeminiSignatures.alone(part, provider));
    } else {
      texts.add(new GeminiCitations.Stretch(at, parts.size(), text));
      parts.add(Part.text(text));
      signature(GeminiSignatures.state(part, provider));
    }
  }

  private void signature(Optional<Part.ProviderState> state) {
    state.ifPresent(s -> parts.add(new Part.Reasoning("", Optional.of(s))));
  }

  private void addCall(Json.Obj part, Json.Obj call) {
    if (Fields.text(call, "name").isEmpty()) {
      return;
    }
    parts.add(
        new Part.ToolCall(
            callId(call, replyId, candidate, calls),
            Fields.text(call, "name"),
            arguments(call),
            GeminiSignatures.state(part, provider)));
    calls++;
  }

  static String callId(Json.Obj call, String replyId, int candidate, int index) {
    return Fields.filled(call, "id")
        .orElseGet(() -> GeminiCallIds.madeUp(replyId, candidate, index));
  }

  static String arguments(Json.Obj call) {
    return Fields.object(call, "args").toString();
  }

  /** A medium that has the form expected; any other stays as the provider sent it. */
  private void addMedia(Json.Obj part, Optional<Typed> medium, String kind) {
    if (medium.isEmpty()) {
      parts.add(new Part.ProviderItem(kind, new Part.ProviderState(provider, part)));
      return;
    }
    String type = medium.get().type();
    Media media = medium.get().media();
    if (type.startsWith("image/")) {
      parts.add(Part.image(media));
    } else if (type.startsWith("audio/")) {
      parts.add(new Part.Audio(media, Optional.empty()));
    } else {
      parts.add(new Part.File(media, Optional.empty()));
    }
    signature(GeminiSignatures.state(part, provider));
  }

  private record Typed(String type, Media media) {}

  private static Optional<Typed> inline(Json.Obj data) {
    String type = Fields.filled(data, "mimeType").orElseGet(() -> Fields.text(data, "mime_type"));
    try {
      byte[] bytes = Base64.getDecoder().decode(Fields.text(data, "data"));
      return type.isEmpty() || bytes.length == 0
          ? Optional.empty()
          : Optional.of(new Typed(type, Media.inline(type, bytes)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Typed> file(Json.Obj data) {
    try {
      return Fields.filled(data, "fileUri")
          .map(uri -> new Typed(Fields.text(data, "mimeType"), Media.remote(URI.create(uri))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Steps of Google's own tools, thoughts that are pictures, and kinds of parts to come. */
  private void addItem(Json.Obj part) {
    part.members().keySet().stream()
        .filter(name -> !ABOUT.contains(name))
        .findFirst()
        .ifPresent(
            kind -> parts.add(new Part.ProviderItem(kind, new Part.ProviderState(provider, part))));
  }

  /** Returns the parts, the texts with what they rest on. */
  List<Part> parts(Json.Obj whole) {
    List<List<Part.Citation>> citations = GeminiCitations.of(whole, texts);
    for (int i = 0; i < texts.size(); i++) {
      GeminiCitations.Stretch text = texts.get(i);
      parts.set(text.place(), new Part.Text(text.text(), citations.get(i)));
    }
    return parts;
  }
}
