package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns messages into the input items of OpenAI's Responses. */
final class ResponsesItems {
  private final ModelRef asked;
  private final Habits habits;
  private final String systemRole;
  private final boolean stored;
  private final List<Json> items = new ArrayList<>();

  ResponsesItems(ModelRef asked, Habits habits, boolean stored) {
    this.asked = asked;
    this.habits = habits;
    this.systemRole = habits.systemRole(asked);
    this.stored = stored;
  }

  List<Json> list() {
    return items;
  }

  void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> items.add(message(systemRole, Json.of(message.text())));
      case USER -> items.add(message("user", content(message.parts())));
      case ASSISTANT, TOOL -> addParts(message.parts());
    }
  }

  private static Json.Obj message(String role, Json content) {
    return Json.object().put("role", role).put("content", content).build();
  }

  private Json content(List<Part> parts) {
    return parts.size() == 1 && parts.get(0) instanceof Part.Text text
        ? Json.of(text.text())
        : Json.array(parts.stream().map(this::input).toList());
  }

  private Json input(Part part) {
    return switch (part) {
      case Part.Text text ->
          Json.object().put("type", "input_text").put("text", text.text()).build();
      case Part.Image image -> image(image);
      case Part.File file -> file(file);
      case Part.Audio audio -> throw unfit("audio");
      case Part.ToolCall call -> throw unfit("a tool call outside of the assistant's message");
      case Part.ToolResult result -> throw unfit("a tool result inside another message");
      case Part.Reasoning reasoning -> throw unfit("reasoning outside of the assistant's message");
      case Part.Refusal refusal -> throw unfit("a refusal outside of the assistant's message");
      case Part.ProviderItem item ->
          throw unfit("an item of a provider outside of the assistant's message");
    };
  }

  private RuntimeException unfit(String what) {
    return Needs.missing(asked, "Responses take no " + what);
  }

  private static Json image(Part.Image image) {
    JsonObjectBuilder json = Json.object().put("type", "input_image");
    switch (image.media()) {
      case Media.Inline inline -> json.put("image_url", MediaText.dataUrl(inline));
      case Media.Remote remote -> json.put("image_url", remote.uri().toString());
      case Media.Uploaded uploaded -> json.put("file_id", uploaded.id());
    }
    return json.put("detail", image.detail()).build();
  }

  private static Json file(Part.File file) {
    JsonObjectBuilder json = Json.object().put("type", "input_file");
    switch (file.media()) {
      case Media.Inline inline ->
          json.put("filename", file.name().orElse("file"))
              .put("file_data", MediaText.dataUrl(inline));
      case Media.Remote remote -> json.put("file_url", remote.uri().toString());
      case Media.Uploaded uploaded -> json.put("file_id", uploaded.id());
    }
    return json.build();
  }

  private void addParts(List<Part> parts) {
    Optional<Part.ProviderItem> phase = Optional.empty();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> addText(text, phase);
        case Part.Refusal refusal ->
            items.add(
                message(
                    "assistant",
                    Json.array(
                        List.of(
                            Json.object()
                                .put("type", "refusal")
                                .put("refusal", refusal.text())
                                .build()))));
        case Part.ToolCall call ->
            items.add(
                Json.object()
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments())
                    .build());
        case Part.ToolResult result ->
            items.add(
                Json.object()
                    .put("type", "function_call_output")
                    .put("call_id", result.callId())
                    .put("output", content(result.content()))
                    .build());
        case Part.Reasoning reasoning -> reasoning.state().ifPresent(this::addState);
        case Part.ProviderItem item when Phase.is(item) ->
            phase = Optional.of(item).filter(i -> own(i.state()));
        case Part.ProviderItem item -> addState(item.state());
        case Part.Image image -> throw unfit("image from the assistant");
        case Part.Audio audio -> throw unfit("audio from the assistant");
        case Part.File file -> throw unfit("file from the assistant");
      }
    }
  }

  private void addText(Part.Text text, Optional<Part.ProviderItem> phase) {
    if (!text.text().isEmpty()) {
      items.add(Phase.on(message("assistant", Json.of(text.text())), phase));
    }
  }

  private boolean own(Part.ProviderState state) {
    return state.provider().equals(asked.provider());
  }

  private void addState(Part.ProviderState state) {
    if (own(state) && known(state.data())) {
      items.add(state.data());
    }
  }

  /**
   * Without storage the provider knows reasoning again only by its encrypted content, or reads it
   * anew; servers that neither store nor ask for it know none of these items.
   */
  private boolean known(Json item) {
    if (!habits.has(Trait.STORAGE)) {
      return habits.has(Trait.ECHO_REASONING);
    }
    return stored
        || !(item instanceof Json.Obj object)
        || !Fields.text(object, "type").equals("reasoning")
        || Fields.filled(object, "encrypted_content").isPresent();
  }
}
