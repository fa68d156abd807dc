package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import java.util.ArrayList;
import java.util.List;

/** Turns messages into Ollama's, which hold one text and, apart from it, images. */
final class OllamaMessages {
  private final ModelRef asked;
  private final List<Warning> warnings;
  private final List<Json> messages = new ArrayList<>();

  OllamaMessages(ModelRef asked, List<Warning> warnings) {
    this.asked = asked;
    this.warnings = warnings;
  }

  List<Json> list() {
    return messages;
  }

  void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> messages.add(message("system", message.text()).build());
      case USER -> messages.add(content("user", message.parts()).build());
      case ASSISTANT -> messages.add(assistant(message.parts()));
      case TOOL -> message.parts().forEach(this::addResult);
    }
  }

  private static JsonObjectBuilder message(String role, String content) {
    return Json.object().put("role", role).put("content", content);
  }

  /** Texts stand in one line each, since the images between them do not keep them apart. */
  private JsonObjectBuilder content(String role, List<Part> parts) {
    List<String> texts = new ArrayList<>();
    List<Json> images = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> texts.add(text.text());
        case Part.Image image -> images.add(image(image));
        case Part.Audio audio -> throw unfit("sound");
        case Part.File file -> throw unfit("files; send their text");
        case Part.ToolCall call -> throw unfit("tool call outside of the assistant's message");
        case Part.ToolResult result -> throw unfit("tool result inside another message");
        case Part.Reasoning reasoning ->
            throw unfit("reasoning outside of the assistant's message");
        case Part.Refusal refusal -> throw unfit("refusal outside of the assistant's message");
        case Part.ProviderItem item ->
            throw unfit("provider's item outside of the assistant's message");
      }
    }
    JsonObjectBuilder message = message(role, String.join("\n", texts));
    return images.isEmpty() ? message : message.put("images", images);
  }

  private CapabilityMissing unfit(String what) {
    return Needs.missing(asked, "Ollama takes no " + what);
  }

  private Json image(Part.Image image) {
    if (!(image.media() instanceof Media.Inline inline)) {
      throw unfit("images by reference; send their bytes");
    }
    if (image.detail().isPresent()) {
      warnings.add(
          new Warning("ignored_parameter", "an image's detail was not sent: Ollama has none"));
    }
    return Json.of(MediaText.base64(inline));
  }

  private Json assistant(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Json> calls = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text t -> text.append(t.text());
        case Part.Refusal refusal -> text.append(refusal.text());
        case Part.Reasoning reasoning -> thinking.append(ours(reasoning) ? reasoning.text() : "");
        case Part.ToolCall call -> calls.add(call(call));
        // Steps of another provider's tools mean nothing to Ollama.
        case Part.ProviderItem item -> {}
        case Part.ToolResult result -> throw unfit("tool result from the assistant");
        case Part.Image image -> throw unfit("image from the assistant");
        case Part.Audio audio -> throw unfit("sound from the assistant");
        case Part.File file -> throw unfit("file from the assistant");
      }
    }
    JsonObjectBuilder message = message("assistant", text.toString());
    if (!thinking.isEmpty()) {
      message.put("thinking", thinking.toString());
    }
    return calls.isEmpty() ? message.build() : message.put("tool_calls", calls).build();
  }

  /** Reasoning with a state is another provider's, often only a summary of what was thought. */
  private static boolean ours(Part.Reasoning reasoning) {
    return reasoning.state().isEmpty();
  }

  private static Json call(Part.ToolCall call) {
    Json.Obj function =
        Json.object().put("name", call.name()).put("arguments", arguments(call)).build();
    return Json.object().put("id", call.id()).put("function", function).build();
  }

  /** An object is demanded, even if a model once wrote something else. */
  private static Json.Obj arguments(Part.ToolCall call) {
    try {
      return call.argumentsJson();
    } catch (JsonException e) {
      return Json.object().put("arguments", call.arguments()).build();
    }
  }

  private void addResult(Part part) {
    if (!(part instanceof Part.ToolResult result)) {
      throw unfit("part other than a result in a tool's message");
    }
    messages.add(
        content("tool", result.content())
            .put("tool_name", result.name())
            .put("tool_call_id", result.callId())
            .build());
  }
}
