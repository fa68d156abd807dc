package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.providers.wire.WholeReplyStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a reply in the form of the expectations: empty texts and lists left out. */
final class Normalised {
  private Normalised() {}

  static Json.Obj reply(ChatReply reply) {
    Usage usage = reply.usage();
    return Json.object()
        .put("id", reply.id())
        .put("model", reply.model().name())
        .put("choices", reply.choices().stream().map(Normalised::choice).toList())
        .put(
            "usage",
            Json.object()
                .put("input", usage.inputTokens())
                .put("cached", usage.cachedInputTokens())
                .put("cacheWrite", usage.cacheWriteTokens())
                .put("output", usage.outputTokens())
                .put("reasoning", usage.reasoningTokens())
                .build())
        .build();
  }

  private static Json choice(ChatReply.Choice choice) {
    List<Json> calls = new ArrayList<>();
    List<Json> citations = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    int states = 0;
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.Text text -> text.citations().forEach(c -> citations.add(Json.of(c.source())));
        case Part.Reasoning thought -> {
          reasoning.append(thought.text());
          states += thought.state().isPresent() ? 1 : 0;
        }
        case Part.ProviderItem item -> states++;
        case Part.ToolCall call ->
            calls.add(
                Json.object()
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.argumentsJson())
                    .build());
        default -> throw new AssertionError("unexpected " + part);
      }
    }
    JsonObjectBuilder json = Json.object();
    put(json, "text", Part.textOf(choice.parts()));
    put(json, "reasoning", reasoning.toString());
    put(json, "toolCalls", calls);
    put(json, "citations", citations);
    if (states > 0) {
      json.put("stateCount", states);
    }
    return json.put("finish", choice.finish().name()).build();
  }

  private static void put(JsonObjectBuilder json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void put(JsonObjectBuilder json, String name, List<Json> items) {
    if (!items.isEmpty()) {
      json.put(name, items);
    }
  }

  /** What the deltas of a stream amount to. */
  static String deltas(List<ReplyEvent> events) {
    Map<String, StringBuilder> texts = new TreeMap<>();
    for (ReplyEvent event : events) {
      switch (event) {
        case ReplyEvent.TextDelta d -> append(texts, "text", d.text());
        case ReplyEvent.ReasoningDelta d -> append(texts, "reasoning", d.text());
        case ReplyEvent.RefusalDelta d -> append(texts, "refusal", d.text());
        case ReplyEvent.ToolCallStarted s ->
            append(texts, "call " + s.index(), s.id() + " " + s.name() + " ");
        case ReplyEvent.ToolArgumentsDelta d -> append(texts, "call " + d.index(), d.text());
        case ReplyEvent.Started s -> {}
        case ReplyEvent.TakenOver t -> {}
        case ReplyEvent.Finished f -> {}
      }
    }
    return texts.toString();
  }

  /** The same of a whole reply. */
  static String deltas(ChatReply reply) {
    List<ReplyEvent> events = new ArrayList<>();
    new WholeReplyStream(reply).forEachRemaining(events::add);
    return deltas(events);
  }

  private static void append(Map<String, StringBuilder> texts, String name, String text) {
    texts.computeIfAbsent(name, n -> new StringBuilder()).append(text);
  }
}
