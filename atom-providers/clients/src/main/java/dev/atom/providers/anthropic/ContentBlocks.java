package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.MediaText;
import dev.atom.providers.wire.Needs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns parts into Anthropic's content blocks. */
final class ContentBlocks {
  private static final int LONGEST_TITLE = 255;
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private final ModelRef asked;
  private final Optional<Json> citations;
  private final List<Warning> warnings;
  private boolean files;

  /**
   * Creates a writer for one request.
   *
   * @param citations goes along with every document, so that the reply may cite it
   */
  ContentBlocks(ModelRef asked, Optional<Json> citations, List<Warning> warnings) {
    this.asked = asked;
    this.citations = citations;
    this.warnings = warnings;
  }

  /** Tells whether a block names an uploaded file. */
  boolean files() {
    return files;
  }

  /** What a user or a tool says; text that is blank is refused by the provider and left out. */
  List<Json> input(List<Part> parts) {
    List<Json> blocks = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> addText(text.text(), blocks);
        case Part.Image image -> blocks.add(image(image));
        case Part.File file -> blocks.add(document(file));
        case Part.Audio audio -> throw unfit("audio");
        case Part.ToolCall call -> throw unfit("tool call outside of the assistant's message");
        case Part.ToolResult result -> blocks.add(result(result));
        case Part.Reasoning reasoning ->
            throw unfit("reasoning outside of the assistant's message");
        case Part.Refusal refusal -> throw unfit("refusal outside of the assistant's message");
        case Part.ProviderItem item ->
            throw unfit("provider's item outside of the assistant's message");
      }
    }
    return blocks;
  }

  /** What the model said before, its own state unchanged and where it stood. */
  List<Json> output(List<Part> parts) {
    List<Json> blocks = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> addText(text.text(), blocks);
        case Part.Refusal refusal -> addText(refusal.text(), blocks);
        case Part.ToolCall call -> blocks.add(call(call));
        case Part.Reasoning reasoning -> reasoning.state().ifPresent(s -> addState(s, blocks));
        case Part.ProviderItem item -> addState(item.state(), blocks);
        case Part.ToolResult result -> throw unfit("tool result from the assistant");
        case Part.Image image -> throw unfit("image from the assistant");
        case Part.Audio audio -> throw unfit("audio from the assistant");
        case Part.File file -> throw unfit("file from the assistant");
      }
    }
    return blocks;
  }

  private RuntimeException unfit(String what) {
    return Needs.missing(asked, "Anthropic's messages take no " + what);
  }

  private static void addText(String text, List<Json> blocks) {
    if (!text.isBlank()) {
      blocks.add(text(text));
    }
  }

  static Json text(String text) {
    return Json.object().put("type", "text").put("text", text).build();
  }

  private void addState(Part.ProviderState state, List<Json> blocks) {
    if (state.provider().equals(asked.provider()) && state.data() instanceof Json.Obj block) {
      blocks.add(block);
    }
  }

  private Json image(Part.Image image) {
    image
        .detail()
        .ifPresent(
            detail -> warnings.add(Warnings.ignored("detail of an image was not sent: unknown")));
    Json.Obj source =
        switch (image.media()) {
          case Media.Inline inline -> {
            if (!IMAGES.contains(type(inline))) {
              throw unfit("images of type " + inline.type());
            }
            yield base64(inline);
          }
          case Media.Remote remote -> url(remote);
          case Media.Uploaded uploaded -> file(uploaded);
        };
    return Json.object().put("type", "image").put("source", source).build();
  }

  private Json document(Part.File file) {
    Json.Obj source =
        switch (file.media()) {
          case Media.Inline inline -> inlineDocument(inline);
          case Media.Remote remote -> url(remote);
          case Media.Uploaded uploaded -> file(uploaded);
        };
    JsonObjectBuilder document = Json.object().put("type", "document").put("source", source);
    file.name()
        .filter(name -> !name.isBlank())
        .map(name -> name.substring(0, Math.min(name.length(), LONGEST_TITLE)))
        .ifPresent(name -> document.put("title", name));
    citations.ifPresent(c -> document.put("citations", c));
    return document.build();
  }

  private Json.Obj inlineDocument(Media.Inline inline) {
    String type = type(inline);
    if (type.equals("application/pdf")) {
      return base64(inline);
    }
    if (!type.startsWith("text/")) {
      throw unfit("documents of type " + inline.type() + " but PDF and text");
    }
    return Json.object()
        .put("type", "text")
        .put("media_type", "text/plain")
        .put("data", new String(inline.bytes(), StandardCharsets.UTF_8))
        .build();
  }

  private static String type(Media.Inline inline) {
    String type = inline.type();
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  private static Json.Obj base64(Media.Inline inline) {
    return Json.object()
        .put("type", "base64")
        .put("media_type", type(inline))
        .put("data", MediaText.base64(inline))
        .build();
  }

  private static Json.Obj url(Media.Remote remote) {
    return Json.object().put("type", "url").put("url", remote.uri().toString()).build();
  }

  private Json.Obj file(Media.Uploaded uploaded) {
    files = true;
    return Json.object().put("type", "file").put("file_id", uploaded.id()).build();
  }

  private Json call(Part.ToolCall call) {
    JsonObjectBuilder block =
        Json.object()
            .put("type", "tool_use")
            .put("id", id(call.id()))
            .put("name", call.name())
            .put("input", input(call));
    call.state()
        .filter(state -> state.provider().equals(asked.provider()))
        .ifPresent(state -> block.put("caller", state.data()));
    return block.build();
  }

  /** Arguments that are no object, such as those cut by a limit, go back as Anthropic advises. */
  private static Json.Obj input(Part.ToolCall call) {
    try {
      return call.argumentsJson();
    } catch (JsonException e) {
      return Json.object().put("INVALID_JSON", call.arguments()).build();
    }
  }

  /** Ids of other providers may have characters that Anthropic refuses. */
  private static String id(String id) {
    return id.replaceAll("[^a-zA-Z0-9_-]", "_");
  }

  private Json result(Part.ToolResult result) {
    JsonObjectBuilder block =
        Json.object().put("type", "tool_result").put("tool_use_id", id(result.callId()));
    List<Json> content = input(result.content());
    if (result.content().size() == 1
        && content.size() == 1
        && result.content().get(0) instanceof Part.Text text) {
      block.put("content", text.text());
    } else if (!content.isEmpty()) {
      block.put("content", content);
    }
    if (result.failed()) {
      block.put("is_error", true);
    }
    return block.build();
  }
}
