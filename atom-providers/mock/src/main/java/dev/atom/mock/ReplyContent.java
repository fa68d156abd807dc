package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.FinishReason;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reply says, without what two calls of one provider may differ in, such as ids. */
record ReplyContent(
    String text, String reasoning, String refusal, List<Call> calls, FinishReason finish) {

  record Call(String name, Json arguments) {}

  static ReplyContent of(ChatReply reply) {
    StringBuilder reasoning = new StringBuilder();
    for (Part part : reply.parts()) {
      if (part instanceof Part.Reasoning r) {
        reasoning.append(r.text());
      }
    }
    List<Call> calls =
        reply.toolCalls().stream().map(c -> new Call(c.name(), Json.parse(c.arguments()))).toList();
    return new ReplyContent(
        reply.text(), reasoning.toString(), reply.refusal().orElse(""), calls, reply.finish());
  }

  /** Puts the pieces of the first answer together; the reason to stop has no piece. */
  static ReplyContent of(List<ReplyEvent> events, ChatReply finished) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    Map<Integer, String> names = new TreeMap<>();
    Map<Integer, String> arguments = new TreeMap<>();
    for (ReplyEvent event : events) {
      switch (event) {
        case ReplyEvent.TextDelta delta -> text.append(delta.text());
        case ReplyEvent.ReasoningDelta delta -> reasoning.append(delta.text());
        case ReplyEvent.RefusalDelta delta -> refusal.append(delta.text());
        case ReplyEvent.ToolCallStarted call -> names.put(call.index(), call.name());
        case ReplyEvent.ToolArgumentsDelta delta ->
            arguments.merge(delta.index(), delta.text(), String::concat);
        case ReplyEvent.TakenOver taken -> {
          if (taken.fromStart()) {
            text.setLength(0);
            reasoning.setLength(0);
            refusal.setLength(0);
            names.clear();
            arguments.clear();
          }
        }
        case ReplyEvent.Started started -> {}
        case ReplyEvent.Finished end -> {}
      }
    }
    List<Call> calls =
        names.entrySet().stream()
            .map(e -> new Call(e.getValue(), parse(arguments.getOrDefault(e.getKey(), ""))))
            .toList();
    return new ReplyContent(
        text.toString(), reasoning.toString(), refusal.toString(), calls, finished.finish());
  }

  private static Json parse(String arguments) {
    return Json.parse(arguments.isBlank() ? "{}" : arguments);
  }
}
