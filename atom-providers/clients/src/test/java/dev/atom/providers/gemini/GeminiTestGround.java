package dev.atom.providers.gemini;

import dev.atom.http.EventParser;
import dev.atom.http.EventSink;
import dev.atom.http.JsonArrayParser;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.ServerSentEventParser;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.StreamReader;
import dev.atom.providers.wire.WholeReplyStream;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the tests of Gemini share. */
final class GeminiTestGround {
  static final String KEY = "AIza-test-0123456789";
  static final ModelRef ASKED = new ModelRef("gemini", "gemini-asked");
  static final GeminiDialect DIALECT =
      new GeminiDialect("https://generativelanguage.googleapis.com/v1beta");

  private GeminiTestGround() {}

  /** Gemini at a local server. */
  static Provider provider(TestServer server) {
    return Provider.of(
        Profiles.gemini().toBuilder().base(server.base().toString()).build(),
        ref -> Optional.of(Secret.of(KEY)));
  }

  /** Replays an exchange, its body in pieces of a size. */
  static void serve(TestServer server, RecordedExchange exchange, int size) {
    Map<String, String> headers = new TreeMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    server.answer(
        answer -> {
          answer.head(exchange.status(), headers);
          answer.writeInPieces(exchange.bodyBytes(), size);
        });
  }

  /** The events of a stream that comes in two pieces. */
  static List<ServerSentEvent> events(byte[] body, int cut, boolean array) {
    EventParser parser = array ? new JsonArrayParser(1 << 20) : new ServerSentEventParser(1 << 20);
    List<ServerSentEvent> events = new ArrayList<>();
    EventSink sink =
        (type, data, from, to, complete) ->
            events.add(
                new ServerSentEvent(
                    type, new String(data, from, to - from, StandardCharsets.UTF_8), "", complete));
    parser.feed(body, 0, cut, sink);
    parser.feed(body, cut, body.length, sink);
    parser.end(sink);
    return events;
  }

  /** What a stream's chunks amount to. */
  static List<ReplyEvent> read(List<String> chunks) {
    List<ReplyEvent> replies = new ArrayList<>();
    StreamReader reader = DIALECT.stream(ASKED, List.of());
    chunks.forEach(
        chunk -> reader.accept(new ServerSentEvent("message", chunk, "", true), replies::add));
    reader.end(replies::add);
    return replies;
  }

  static ChatReply reply(List<ReplyEvent> events) {
    return ((ReplyEvent.Finished) events.getLast()).reply();
  }

  /** A reply in the form of the expectations: empty texts and lists are left out. */
  static Json.Obj normalised(ChatReply reply) {
    Usage usage = reply.usage();
    return Json.object()
        .put("id", reply.id())
        .put("model", reply.model().name())
        .put("choices", reply.choices().stream().map(GeminiTestGround::normalised).toList())
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

  private static Json normalised(ChatReply.Choice choice) {
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
        case Part.ToolCall call -> {
          calls.add(normalised(call));
          states += call.state().isPresent() ? 1 : 0;
        }
        default -> throw new AssertionError("unexpected " + part);
      }
    }
    JsonObjectBuilder json = Json.object();
    if (!Part.textOf(choice.parts()).isEmpty()) {
      json.put("text", Part.textOf(choice.parts()));
    }
    if (!reasoning.isEmpty()) {
      json.put("reasoning", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      json.put("toolCalls", calls);
    }
    if (!citations.isEmpty()) {
      json.put("citations", citations);
    }
    if (states > 0) {
      json.put("stateCount", states);
    }
    return json.put("finish", choice.finish().name()).build();
  }

  private static Json normalised(Part.ToolCall call) {
    Json id = GeminiCallIds.real(call.id()).map(Json::of).orElse(Json.NULL);
    return Json.object()
        .put("id", id)
        .put("name", call.name())
        .put("arguments", call.argumentsJson())
        .build();
  }

  /** What deltas amount to, choice by choice. */
  static String deltas(List<ReplyEvent> events) {
    Map<String, StringBuilder> texts = new TreeMap<>();
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

  static String deltas(ChatReply reply) {
    List<ReplyEvent> events = new ArrayList<>();
    new WholeReplyStream(reply).forEachRemaining(events::add);
    return deltas(events);
  }

  private static void append(Map<String, StringBuilder> texts, String name, String text) {
    texts.computeIfAbsent(name, n -> new StringBuilder()).append(text);
  }
}
