package dev.atom.endpoint.openai;

import dev.atom.model.ChatMessage;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the messages of a request. */
final class MessageReader {
  private final List<Warning> warnings;
  private final ContentReader content;
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<Part.ToolResult> results = new ArrayList<>();
  private final Map<String, String> toolsOfCalls = new HashMap<>();

  MessageReader(List<Warning> warnings) {
    this.warnings = warnings;
    this.content = new ContentReader(warnings);
  }

  List<ChatMessage> read(List<RequestObject> all) {
    for (RequestObject message : all) {
      String role = message.needText("role");
      if (!role.equals("tool")) {
        endOfResults();
      }
      switch (role) {
        case "system", "developer" ->
            messages.add(new ChatMessage(ChatMessage.Role.SYSTEM, content.texts(message)));
        case "user" -> messages.add(ChatMessage.user(content.need(message)));
        case "assistant" -> messages.add(ChatMessage.assistant(assistant(message)));
        case "tool" -> results.add(result(message));
        case "function" ->
            throw message.unsupported(
                "role", "is function, the legacy form; send role tool with 'tool_call_id'");
        default ->
            throw message.wrong("role", "must be system, developer, user, assistant or tool");
      }
      message.warnOfRest(warnings);
    }
    endOfResults();
    return List.copyOf(messages);
  }

  /** Results that follow each other answer the calls of one message. */
  private void endOfResults() {
    if (!results.isEmpty()) {
      messages.add(ChatMessage.toolResults(List.copyOf(results)));
      results.clear();
    }
  }

  private Part.ToolResult result(RequestObject message) {
    String id = message.needText("tool_call_id");
    String tool = toolsOfCalls.get(id);
    if (tool == null) {
      throw message.wrong("tool_call_id", "answers no call of an earlier assistant message");
    }
    message.value("name");
    return new Part.ToolResult(id, tool, content.need(message), false);
  }

  private List<Part> assistant(RequestObject message) {
    refuseUnknownForms(message);
    List<Part> parts = new ArrayList<>();
    message
        .text("reasoning_content")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> parts.add(new Part.Reasoning(text, Optional.empty())));
    parts.addAll(content.said(message));
    message
        .text("refusal")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> parts.add(new Part.Refusal(text)));
    message.objects("tool_calls").forEach(call -> parts.add(call(call)));
    // What a reply rested on is no part of what is asked next.
    message.value("annotations");
    return parts.isEmpty() ? List.of(Part.text("")) : parts;
  }

  private static void refuseUnknownForms(RequestObject message) {
    if (message.has("function_call")) {
      throw message.unsupported(
          "function_call", "is the legacy form of tool calls; send 'tool_calls' instead");
    }
    if (message.has("audio")) {
      throw message.unsupported(
          "audio", "names sound that is not kept here; send its transcript as content");
    }
  }

  private Part.ToolCall call(RequestObject call) {
    ToolReader.onlyFunctions(call);
    String id = call.needText("id");
    RequestObject function = call.needObject("function");
    String name = function.needText("name");
    toolsOfCalls.put(id, name);
    Optional<Part.ProviderState> state = ProviderStates.read(call);
    String arguments = function.text("arguments").orElse("");
    // Streams that were put together by hand carry it along.
    call.value("index");
    function.warnOfRest(warnings);
    call.warnOfRest(warnings);
    return new Part.ToolCall(id, name, arguments, state);
  }
}
