package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.StreamError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole reply of OpenAI's chat completions.
 *
 * @param habits those of the server
 */
record ChatReplyReader(Habits habits) {
  ChatReply read(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    List<Part.Citation> sources = OpenAiReplies.sources(json);
    List<ChatReply.Choice> choices =
        Fields.objects(json, "choices").stream()
            .map(choice -> choice(choice, Fields.text(json, "id"), sources))
            .toList();
    ChatReply.Builder reply =
        ChatReply.newBuilder(ResponsesReply.model(json, asked))
            .choices(choices)
            .usage(used(json))
            .warnings(warnings)
            .raw(json);
    Fields.filled(json, "id").ifPresent(reply::id);
    return reply.build();
  }

  static Usage used(Json.Obj json) {
    return OpenAiReplies.usage(usage(json), "prompt_tokens", "completion_tokens");
  }

  /** Groq's streams have it in a corner of its own. */
  private static Json.Obj usage(Json.Obj json) {
    Json.Obj usage = Fields.object(json, "usage");
    return usage.members().isEmpty()
        ? Fields.object(Fields.object(json, "x_groq"), "usage")
        : usage;
  }

  private ChatReply.Choice choice(Json.Obj choice, String replyId, List<Part.Citation> sources) {
    Json.Obj message = Fields.object(choice, "message");
    String reason = Fields.text(choice, "finish_reason");
    refuseFailed(reason, choice);
    List<Part> parts = new ArrayList<>();
    addTexts(message, sources, parts);
    SpokenPieces.part(Fields.object(message, "audio")).ifPresent(parts::add);
    Fields.filled(message, "refusal").ifPresent(words -> parts.add(new Part.Refusal(words)));
    List<Json.Obj> calls = Fields.objects(message, "tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      parts.add(call(calls.get(i), callId(replyId, i)));
    }
    refuseEmpty(reason, parts);
    return new ChatReply.Choice(parts, finish(reason, parts));
  }

  private void addTexts(Json.Obj message, List<Part.Citation> sources, List<Part> parts) {
    StringBuilder thoughts = new StringBuilder(OpenAiReplies.reasoning(message));
    StringBuilder words = new StringBuilder();
    String content = Fields.content(message, "content");
    if (habits.has(Trait.THINK_TAGS)) {
      ThinkTags tags = new ThinkTags(thoughts::append, words::append);
      tags.accept(content);
      tags.end();
    } else {
      words.append(content);
    }
    if (!thoughts.isEmpty()) {
      parts.add(new Part.Reasoning(thoughts.toString(), Optional.empty()));
    }
    boolean silent = words.isEmpty() && Fields.objects(message, "tool_calls").isEmpty();
    if (silent && habits.has(Trait.JSON_IN_REASONING)) {
      OpenAiReplies.json(thoughts.toString()).ifPresent(words::append);
    }
    if (!words.isEmpty()) {
      List<Part.Citation> own = OpenAiReplies.citations(message);
      parts.add(new Part.Text(words.toString(), own.isEmpty() ? sources : own));
    }
  }

  /** Some say in the place of the reason that there was none to finish. */
  private static void refuseFailed(String reason, Json.Obj choice) {
    ProviderError error =
        ProviderError.of("the server broke the reply off", Optional.of(reason), Optional.empty());
    switch (reason) {
      case "insufficient_system_resource" ->
          throw new StreamError(error.known(ProviderError.Kind.OVERLOADED));
      case "error" ->
          throw new StreamError(
              OpenAiErrors.read(choice).orElse(error.known(ProviderError.Kind.PROVIDER_FAILED)));
      default -> {
        // The reason is a sound one or unknown.
      }
    }
  }

  private void refuseEmpty(String reason, List<Part> parts) {
    boolean empty = parts.stream().allMatch(Part.Reasoning.class::isInstance);
    if (empty && reason.equals("stop") && habits.has(Trait.SCHEMA_IN_PROMPT)) {
      Optional<String> code = Optional.of("empty_reply");
      throw new StreamError(
          ProviderError.of("the reply is empty; ask again", code, Optional.empty())
              .known(ProviderError.Kind.PROVIDER_FAILED));
    }
  }

  /** An id for a call that a server left without one. */
  static String callId(String replyId, int index) {
    return (replyId.isEmpty() ? "call" : replyId) + "-" + index;
  }

  private static Part.ToolCall call(Json.Obj call, String spareId) {
    Json.Obj function = Fields.object(call, "function");
    return new Part.ToolCall(
        Fields.filled(call, "id").orElse(spareId),
        Fields.text(function, "name"),
        arguments(function),
        Optional.empty());
  }

  /** Text, as it should be; some servers send the object itself. */
  private static String arguments(Json.Obj function) {
    String arguments =
        function.members().get("arguments") instanceof Json.Obj object
            ? object.toString()
            : Fields.text(function, "arguments");
    return arguments.strip().equals("null") ? "{}" : arguments;
  }

  private static FinishReason finish(String reason, List<Part> parts) {
    return switch (reason) {
      // Tools win: compatible servers, and OpenAI when a tool is forced, say "stop" to calls too.
      case "stop", "eos", "tool_calls", "function_call" -> ResponsesReply.complete(parts);
      case "length", "model_length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
