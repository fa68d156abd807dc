package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import java.util.ArrayList;
import java.util.List;

/** Turns messages into those of OpenAI's chat completions. */
final class ChatMessages {
  private final ModelRef asked;
  private final Habits habits;
  private final String systemRole;
  private final List<Json> messages = new ArrayList<>();

  ChatMessages(ModelRef asked, Habits habits) {
    this.asked = asked;
    this.habits = habits;
    this.systemRole = habits.systemRole(asked);
  }

  List<Json> list() {
    return habits.has(Trait.ALTERNATING_ROLES) ? TakingTurns.of(messages) : messages;
  }

  /** Puts an instruction of Atom's own before the messages. */
  void instruct(String text) {
    messages.add(0, message(systemRole, Json.of(text)).build());
  }

  void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> messages.add(message(systemRole, Json.of(message.text())).build());
      case USER -> messages.add(message("user", content(message.parts())).build());
      case ASSISTANT -> addAssistant(message.parts());
      case TOOL -> message.parts().forEach(this::addResult);
    }
  }

  private static JsonObjectBuilder message(String role, Json content) {
    return Json.object().put("role", role).put("content", content);
  }

  private Json content(List<Part> parts) {
    return parts.size() == 1 && parts.get(0) instanceof Part.Text text
        ? Json.of(text.text())
        : Json.array(parts.stream().map(this::input).toList());
  }

  private Json input(Part part) {
    return switch (part) {
      case Part.Text text -> Json.object().put("type", "text").put("text", text.text()).build();
      case Part.Image image -> image(image);
      case Part.Audio audio -> audio(audio);
      case Part.File file -> file(file);
      case Part.ToolCall call -> throw unfit("tool call outside of the assistant's message");
      case Part.ToolResult result -> throw unfit("tool result inside another message");
      case Part.Reasoning reasoning -> throw unfit("reasoning outside of the assistant's message");
      case Part.Refusal refusal -> throw unfit("refusal outside of the assistant's message");
      case Part.ProviderItem item ->
          throw unfit("provider's item outside of the assistant's message");
    };
  }

  private CapabilityMissing unfit(String what) {
    return Needs.missing(asked, "chat completions take no " + what);
  }

  private Json image(Part.Image image) {
    String url =
        switch (image.media()) {
          case Media.Inline inline -> MediaText.dataUrl(inline);
          case Media.Remote remote -> remote.uri().toString();
          case Media.Uploaded uploaded -> throw unfit("uploaded images");
        };
    Json.Obj described = Json.object().put("url", url).put("detail", image.detail()).build();
    return Json.object().put("type", "image_url").put("image_url", described).build();
  }

  private Json audio(Part.Audio audio) {
    if (!(audio.media() instanceof Media.Inline inline)) {
      throw unfit("audio by reference; send its bytes");
    }
    Json.Obj described =
        Json.object()
            .put("data", MediaText.base64(inline))
            .put("format", MediaText.audioFormat(inline.type()))
            .build();
    return Json.object().put("type", "input_audio").put("input_audio", described).build();
  }

  private Json file(Part.File file) {
    Json.Obj described =
        switch (file.media()) {
          case Media.Inline inline ->
              Json.object()
                  .put("filename", file.name().orElse("file"))
                  .put("file_data", MediaText.dataUrl(inline))
                  .build();
          case Media.Uploaded uploaded -> Json.object().put("file_id", uploaded.id()).build();
          case Media.Remote remote -> throw unfit("files by address; send the bytes");
        };
    return Json.object().put("type", "file").put("file", described).build();
  }

  private void addAssistant(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<Json> calls = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text t -> text.append(t.text());
        case Part.Refusal r -> refusal.append(r.text());
        case Part.ToolCall call -> calls.add(call(call));
        case Part.Reasoning reasoning -> thoughts.append(own(reasoning) ? reasoning.text() : "");
        case Part.ProviderItem item -> {}
        case Part.ToolResult result -> throw unfit("tool result from the assistant");
        case Part.Image image -> throw unfit("image from the assistant");
        // What was said goes back as text; the sound itself would only be known by its id.
        case Part.Audio audio -> text.append(audio.transcript().orElse(""));
        case Part.File file -> throw unfit("file from the assistant");
      }
    }
    JsonObjectBuilder message = Json.object().put("role", "assistant");
    if (!text.isEmpty() || (calls.isEmpty() && refusal.isEmpty())) {
      message.put("content", text.toString());
    }
    if (!thoughts.isEmpty() && habits.has(Trait.ECHO_REASONING)) {
      message.put("reasoning_content", thoughts.toString());
    }
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal.toString());
    }
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls);
    }
    messages.add(message.build());
  }

  /** Reasoning with a state of another provider is none of this one's business. */
  private boolean own(Part.Reasoning reasoning) {
    return reasoning.state().isEmpty()
        || reasoning.state().get().provider().equals(asked.provider());
  }

  private String id(String callId) {
    return habits.has(Trait.SHORT_CALL_IDS) ? ShortIds.of(callId) : callId;
  }

  private Json call(Part.ToolCall call) {
    Json.Obj function =
        Json.object().put("name", call.name()).put("arguments", call.arguments()).build();
    return Json.object()
        .put("id", id(call.id()))
        .put("type", "function")
        .put("function", function)
        .build();
  }

  private void addResult(Part part) {
    if (!(part instanceof Part.ToolResult result)) {
      throw unfit("part other than a result in a tool's message");
    }
    if (!result.content().stream().allMatch(Part.Text.class::isInstance)) {
      throw unfit("tool results other than text");
    }
    messages.add(
        message("tool", Json.of(Part.textOf(result.content())))
            .put("tool_call_id", id(result.callId()))
            .build());
  }
}
