package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A value that a model is asked for: its schema, how it is asked and read. */
record Wanted<T>(String name, JsonSchema schema, Function<Json, T> read) {
  ChatRequest request(ChatRequest request, Set<Capability> offered) {
    if (offered.contains(Capability.STRUCTURED_OUTPUT)) {
      return request.toBuilder().format(new ResponseFormat.Schema(name, schema, true)).build();
    }
    return inWords(request, offered);
  }

  ChatRequest inWords(ChatRequest request, Set<Capability> offered) {
    boolean json = offered.contains(Capability.JSON_OUTPUT);
    return request.toBuilder()
        .format(json ? ResponseFormat.JSON : ResponseFormat.TEXT)
        .replaceMessages(withInstruction(request.messages()))
        .build();
  }

  /** In the last words of the user: a second message of the system is more than some take. */
  private List<ChatMessage> withInstruction(List<ChatMessage> messages) {
    Part instruction =
        Part.text(
            "\n\nAnswer with one JSON object and nothing else. It must be valid under this JSON Schema:\n"
                + schema);
    List<ChatMessage> all = new ArrayList<>(messages);
    ChatMessage last = all.get(all.size() - 1);
    if (last.role() == ChatMessage.Role.USER) {
      List<Part> parts = new ArrayList<>(last.parts());
      parts.add(instruction);
      all.set(all.size() - 1, new ChatMessage(last.role(), parts, last.cache()));
    } else {
      all.add(ChatMessage.user(List.of(instruction)));
    }
    return all;
  }

  ChatRequest repair(ChatRequest asked, ChatReply answer, List<JsonSchema.Violation> violations) {
    String problems =
        violations.stream()
            .limit(20)
            .map(v -> "- " + (v.path().isEmpty() ? "the whole" : v.path()) + ": " + v.message())
            .collect(Collectors.joining("\n"));
    String message =
        "Your answer does not fit what was asked for:\n"
            + problems
            + "\nAnswer again with the whole corrected JSON object and nothing else.";
    return asked.toBuilder().message(answer.toMessage()).message(ChatMessage.user(message)).build();
  }
}
