package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes the answers of a reply, and what the whole and the streamed form share. */
final class ChoiceWriter {
  private ChoiceWriter() {}

  static Json.Obj whole(int index, ChatReply.Choice choice, ChatReply reply, ChatCall call) {
    return Json.object()
        .put("index", index)
        .put("message", message(choice.parts(), reply, call.reasoningWanted()))
        .put("logprobs", call.logprobsWanted() ? logprobs(reply, index) : Json.NULL)
        .put("finish_reason", finish(choice))
        .build();
  }

  private static Json.Obj message(List<Part> parts, ChatReply reply, boolean reasoning) {
    boolean silent = parts.stream().noneMatch(Part.Text.class::isInstance);
    JsonObjectBuilder message =
        Json.object()
            .put("role", "assistant")
            .put("content", silent ? Json.NULL : Json.of(text(parts)))
            .put("refusal", joined(parts, Part.Refusal.class));
    if (reasoning && parts.stream().anyMatch(Part.Reasoning.class::isInstance)) {
      message.put("reasoning_content", joined(parts, Part.Reasoning.class));
    }
    List<Json.Obj> calls = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolCall call) {
        calls.add(call(call));
      }
    }
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls);
    }
    return message.putAll(besides(parts, reply)).build();
  }

  private static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text words) {
        text.append(words.text());
      }
    }
    return text.toString();
  }

  /** Returns what the parts of a kind say; null if there is none. */
  private static Json joined(List<Part> parts, Class<? extends Part> kind) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (kind.isInstance(part)) {
        text.append(
            part instanceof Part.Refusal refusal ? refusal.text() : ((Part.Reasoning) part).text());
      }
    }
    return text.isEmpty() ? Json.NULL : Json.of(text.toString());
  }

  private static Json.Obj call(Part.ToolCall call) {
    Json.Obj function =
        Json.object().put("name", call.name()).put("arguments", call.arguments()).build();
    JsonObjectBuilder json =
        Json.object().put("id", call.id()).put("type", "function").put("function", function);
    call.state().ifPresent(state -> json.put("extra_content", ProviderStates.write(state)));
    return json.build();
  }

  /** Returns the members of a message that no delta of a stream tells: sources, sound, pictures. */
  static Json.Obj besides(List<Part> parts, ChatReply reply) {
    List<Json.Obj> citations = new ArrayList<>();
    List<Json.Obj> images = new ArrayList<>();
    JsonObjectBuilder members = Json.object();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> text.citations().forEach(source -> citations.add(citation(source)));
        case Part.Image image -> url(image.media()).ifPresent(url -> images.add(image(url)));
        case Part.Audio audio ->
            audio(audio, reply).ifPresent(sound -> members.put("audio", sound));
        // These are told elsewhere, or are no part of OpenAI's replies.
        case Part.ToolCall call -> {}
        case Part.Reasoning reasoning -> {}
        case Part.Refusal refusal -> {}
        case Part.File file -> {}
        case Part.ToolResult result -> {}
        case Part.ProviderItem item -> {}
      }
    }
    if (!citations.isEmpty()) {
      members.put("annotations", citations);
    }
    if (!images.isEmpty()) {
      members.put("images", images);
    }
    return members.build();
  }

  private static Json.Obj citation(Part.Citation source) {
    JsonObjectBuilder cited =
        Json.object().put("url", source.source()).put("title", source.title().orElse(""));
    if (source.start() >= 0 && source.end() >= 0) {
      cited.put("start_index", source.start()).put("end_index", source.end());
    }
    return Json.object().put("type", "url_citation").put("url_citation", cited.build()).build();
  }

  private static Json.Obj image(String url) {
    return Json.object()
        .put("type", "image_url")
        .put("image_url", Json.object().put("url", url).build())
        .build();
  }

  private static Optional<String> url(Media media) {
    return switch (media) {
      case Media.Inline inline ->
          Optional.of("data:" + inline.type() + ";base64," + base64(inline));
      case Media.Remote remote -> Optional.of(remote.uri().toString());
      case Media.Uploaded uploaded -> Optional.empty();
    };
  }

  private static Optional<Json.Obj> audio(Part.Audio audio, ChatReply reply) {
    if (!(audio.media() instanceof Media.Inline inline)) {
      return Optional.empty();
    }
    return Optional.of(
        Json.object()
            .put("id", reply.id().orElse("audio"))
            .put("data", base64(inline))
            .put("transcript", audio.transcript().orElse(""))
            // It is not kept here, so that its id is of no use later.
            .put("expires_at", 0)
            .build());
  }

  private static String base64(Media.Inline inline) {
    return Base64.getEncoder().encodeToString(inline.bytes());
  }

  /** Returns log probabilities as a provider of OpenAI's form told them; null if it did not. */
  static Json logprobs(ChatReply reply, int index) {
    return reply.raw().at("/choices/" + index + "/logprobs").orElse(Json.NULL);
  }

  static String finish(ChatReply.Choice choice) {
    FinishReason reason = choice.finish();
    return switch (reason) {
      case STOP, OTHER -> "stop";
      // A paused turn is not whole either.
      case LENGTH, PAUSED -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case REFUSAL ->
          choice.parts().stream().anyMatch(Part.Refusal.class::isInstance)
              ? "stop"
              : "content_filter";
    };
  }

  static List<Json.Obj> warnings(ChatCall call, ChatReply reply) {
    List<Warning> all = new ArrayList<>(call.warnings());
    all.addAll(reply.warnings());
    return warnings(all);
  }

  static List<Json.Obj> warnings(List<Warning> all) {
    return all.stream()
        .map(w -> Json.object().put("code", w.code()).put("message", w.message()).build())
        .toList();
  }
}
