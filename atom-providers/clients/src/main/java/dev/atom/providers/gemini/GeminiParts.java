package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the parts of messages. */
final class GeminiParts {
  private final ModelRef asked;
  private final String base;
  private final List<Warning> warnings;

  GeminiParts(ModelRef asked, String base, List<Warning> warnings) {
    this.asked = asked;
    this.base = base;
    this.warnings = warnings;
  }

  static Json.Obj text(String text) {
    return Json.object().put("text", text).build();
  }

  /** A part of a user's message. */
  Json user(Part part) {
    return switch (part) {
      case Part.Text text -> text(text.text());
      case Part.Image image -> image(image);
      case Part.Audio audio -> GeminiMedia.part(audio.media(), base).build();
      case Part.File file -> GeminiMedia.part(file.media(), base).build();
      case Part.ToolCall call -> throw unfit("a tool call outside of the model's message");
      case Part.ToolResult result -> throw unfit("a tool result inside another message");
      case Part.Reasoning reasoning -> throw unfit("reasoning outside of the model's message");
      case Part.Refusal refusal -> throw unfit("a refusal outside of the model's message");
      case Part.ProviderItem item -> throw unfit("a provider's item in a user's message");
    };
  }

  private CapabilityMissing unfit(String what) {
    return Needs.missing(asked, "Gemini takes no " + what);
  }

  private Json image(Part.Image image) {
    JsonObjectBuilder part = GeminiMedia.part(image.media(), base);
    if (image.detail().isPresent() && GeminiNames.thirdGeneration(asked)) {
      String level = "MEDIA_RESOLUTION_" + image.detail().get().toUpperCase(Locale.ROOT);
      part.put("mediaResolution", Json.object().put("level", level).build());
    } else if (image.detail().isPresent()) {
      warnings.add(
          GeminiRequest.ignored("an image's detail was not sent: this model has one for all"));
    }
    return part.build();
  }

  /** The parts of a model's message. */
  List<Json> model(List<Part> parts) {
    List<Json> written = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> {
          // An empty text is no part to Gemini.
          if (!text.text().isEmpty()) {
            written.add(text(text.text()));
          }
        }
        case Part.Refusal refusal -> written.add(text(refusal.text()));
        case Part.ToolCall call -> written.add(call(call));
        case Part.Reasoning reasoning ->
            own(reasoning.state())
                .ifPresent(state -> addReasoning(reasoning.text(), state, written));
        case Part.ProviderItem item -> own(Optional.of(item.state())).ifPresent(written::add);
        case Part.Image image -> written.add(GeminiMedia.part(image.media(), base).build());
        case Part.Audio audio -> written.add(GeminiMedia.part(audio.media(), base).build());
        case Part.File file -> written.add(GeminiMedia.part(file.media(), base).build());
        case Part.ToolResult result -> throw unfit("a tool result from the model");
      }
    }
    return written;
  }

  /** Reasoning without a signature says nothing to Gemini and would only cost tokens. */
  private static void addReasoning(String text, Json.Obj state, List<Json> written) {
    if (state.get("thought").isPresent()) {
      Json.Obj thought = Json.object().put("text", text).put("thought", true).build();
      written.add(GeminiSignatures.signed(thought, state));
    } else if (state.get("text").isPresent()) {
      written.add(state);
    } else {
      GeminiSignatures.onLast(written, state);
    }
  }

  private Optional<Json.Obj> own(Optional<Part.ProviderState> state) {
    return state
        .filter(s -> s.provider().equals(asked.provider()))
        .map(Part.ProviderState::data)
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast);
  }

  private Json call(Part.ToolCall call) {
    Json.Obj function =
        Json.object()
            .put("id", GeminiCallIds.real(call.id()))
            .put("name", call.name())
            .put("args", arguments(call))
            .build();
    Json.Obj part = Json.object().put("functionCall", function).build();
    return own(call.state()).map(state -> GeminiSignatures.signed(part, state)).orElse(part);
  }

  /** What a model wrote that is no object can only go back as a text. */
  private static Json.Obj arguments(Part.ToolCall call) {
    try {
      return call.argumentsJson();
    } catch (JsonException e) {
      return Json.object().put("arguments", call.arguments()).build();
    }
  }

  /** A tool's result. Text stays text: numbers of an object would lose digits on Google's side. */
  Json result(Part.ToolResult result) {
    JsonObjectBuilder function =
        Json.object().put("id", GeminiCallIds.real(result.callId())).put("name", result.name());
    String text = Part.textOf(result.content());
    function.put("response", Json.object().put(result.failed() ? "error" : "output", text).build());
    List<Json> media =
        result.content().stream().filter(p -> !(p instanceof Part.Text)).map(this::inner).toList();
    if (!media.isEmpty()) {
      function.put("parts", media);
    }
    return Json.object().put("functionResponse", function.build()).build();
  }

  private Json inner(Part part) {
    Optional<Media> media =
        switch (part) {
          case Part.Image image -> Optional.of(image.media());
          case Part.Audio audio -> Optional.of(audio.media());
          case Part.File file -> Optional.of(file.media());
          case Part.Text text -> Optional.empty();
          case Part.ToolCall call -> Optional.empty();
          case Part.ToolResult result -> Optional.empty();
          case Part.Reasoning reasoning -> Optional.empty();
          case Part.Refusal refusal -> Optional.empty();
          case Part.ProviderItem item -> Optional.empty();
        };
    if (media.isPresent() && media.get() instanceof Media.Inline inline) {
      return Json.object().put("inlineData", GeminiMedia.inline(inline)).build();
    }
    throw unfit("tool results other than text and inline media");
  }

  /** The ids of the calls among a model's parts, in their order. */
  static List<String> callIds(List<Part> parts) {
    return parts.stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(part -> ((Part.ToolCall) part).id())
        .toList();
  }

  /** Tells whether a written part is a text that nobody would miss. */
  static boolean blank(Json part) {
    return part instanceof Json.Obj object
        && object.members().size() == 1
        && object.get("text").isPresent()
        && Fields.text(object, "text").isEmpty();
  }
}
