package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole reply of OpenAI's chat completions. */
final class ChatReplyReader {
  private ChatReplyReader() {}

  static ChatReply read(Json.Obj json, ModelRef asked, List<Warning> warnings) {
    List<ChatReply.Choice> choices =
        Fields.objects(json, "choices").stream()
            .map(choice -> choice(choice, Fields.text(json, "id")))
            .toList();
    ChatReply.Builder reply =
        ChatReply.newBuilder(ResponsesReply.model(json, asked))
            .choices(choices)
            .usage(
                OpenAiReplies.usage(
                    Fields.object(json, "usage"), "prompt_tokens", "completion_tokens"))
            .warnings(warnings)
            .raw(json);
    Fields.filled(json, "id").ifPresent(reply::id);
    return reply.build();
  }

  private static ChatReply.Choice choice(Json.Obj choice, String replyId) {
    Json.Obj message = Fields.object(choice, "message");
    List<Part> parts = new ArrayList<>();
    Fields.filled(message, "reasoning_content")
        .or(() -> Fields.filled(message, "reasoning"))
        .ifPresent(text -> parts.add(new Part.Reasoning(text, Optional.empty())));
    String text = Fields.content(message, "content");
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text, OpenAiReplies.citations(message)));
    }
    Fields.filled(message, "refusal").ifPresent(words -> parts.add(new Part.Refusal(words)));
    List<Json.Obj> calls = Fields.objects(message, "tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      parts.add(call(calls.get(i), callId(replyId, i)));
    }
    return new ChatReply.Choice(parts, finish(Fields.text(choice, "finish_reason"), parts));
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
    return function.members().get("arguments") instanceof Json.Obj object
        ? object.toString()
        : Fields.text(function, "arguments");
  }

  private static FinishReason finish(String reason, List<Part> parts) {
    return switch (reason) {
      // Tools win: compatible servers, and OpenAI when a tool is forced, say "stop" to calls too.
      case "stop", "tool_calls", "function_call" -> ResponsesReply.complete(parts);
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
