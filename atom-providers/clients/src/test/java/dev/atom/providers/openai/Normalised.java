package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.WholeReplyStream;
import java.util.ArrayList;
import java.util.List;

/** Writes a reply or failure in the form of the expectations: empty texts and lists left out. */
final class Normalised {
  private Normalised() {}

  static Json.Obj reply(ChatReply reply) {
    return Json.object()
        .put("id", reply.id())
        .put("model", reply.model().name())
        .put("choices", reply.choices().stream().map(Normalised::choice).toList())
        .put("usage", usage(reply.usage()))
        .build();
  }

  private static Json usage(Usage usage) {
    return Json.object()
        .put("input", usage.inputTokens())
        .put("cached", usage.cachedInputTokens())
        .put("cacheWrite", usage.cacheWriteTokens())
        .put("output", usage.outputTokens())
        .put("reasoning", usage.reasoningTokens())
        .build();
  }

  private static Json choice(ChatReply.Choice choice) {
    List<Json> calls = new ArrayList<>();
    List<Json> citations = new ArrayList<>();
    List<Json> states = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.Text text -> text.citations().forEach(c -> citations.add(Json.of(c.source())));
        case Part.Refusal words -> refusal.append(words.text());
        case Part.Reasoning thought -> {
          reasoning.append(thought.text());
          thought.state().ifPresent(s -> states.add(((Json.Obj) s.data()).get("id").get()));
        }
        case Part.ProviderItem item when Phase.is(item) -> {}
        case Part.ProviderItem item -> states.add(((Json.Obj) item.state().data()).get("id").get());
        case Part.ToolCall call -> calls.add(call(call));
        default -> throw new AssertionError("unexpected " + part);
      }
    }
    JsonObjectBuilder json = Json.object();
    put(json, "text", Part.textOf(choice.parts()));
    put(json, "reasoning", reasoning.toString());
    put(json, "refusal", refusal.toString());
    put(json, "toolCalls", calls);
    put(json, "citations", citations);
    put(json, "states", states);
    return json.put("finish", choice.finish().name()).build();
  }

  private static Json call(Part.ToolCall call) {
    JsonObjectBuilder json = Json.object().put("id", call.id()).put("name", call.name());
    return json.put("arguments", call.argumentsJson()).build();
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

  static Json.Obj failure(ModelException e, Json.Obj expected) {
    Failure failure = e.failure();
    JsonObjectBuilder json = Json.object().put("failure", e.getClass().getSimpleName());
    json.put("code", failure.providerCode());
    String message = Fields.text(expected, "message");
    json.put("message", e.getMessage().contains(message) ? message : e.getMessage());
    failure.status().ifPresent(status -> json.put("status", status));
    return json.put("requestId", failure.requestId()).build();
  }

  /** What the deltas of a stream amount to, choice by choice; reasoning, text, refusal, calls. */
  static String deltas(List<ReplyEvent> events) {
    java.util.Map<String, StringBuilder> texts = new java.util.TreeMap<>();
    for (ReplyEvent event : events) {
      switch (event) {
        case ReplyEvent.TextDelta d -> append(texts, d.choice() + " text", d.text());
        case ReplyEvent.ReasoningDelta d -> append(texts, d.choice() + " reasoning", d.text());
        case ReplyEvent.RefusalDelta d -> append(texts, d.choice() + " refusal", d.text());
        case ReplyEvent.ToolCallStarted s ->
            append(texts, s.choice() + " call " + s.index(), s.id() + " " + s.name() + " ");
        case ReplyEvent.ToolArgumentsDelta d ->
            append(texts, d.choice() + " call " + d.index(), d.text());
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

  private static void append(java.util.Map<String, StringBuilder> texts, String name, String text) {
    texts.computeIfAbsent(name, n -> new StringBuilder()).append(text);
  }
}
