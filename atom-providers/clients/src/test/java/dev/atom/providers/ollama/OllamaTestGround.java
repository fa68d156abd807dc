package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.WholeReplyStream;
import dev.atom.secret.KeySource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests of Ollama share: its recordings, a provider at a local server, replies as JSON. */
final class OllamaTestGround {
  static final ModelRef ASKED = new ModelRef("ollama", "asked");
  static final Dialect DIALECT = OllamaOperations.of(Profiles.ollama()).dialect();

  private OllamaTestGround() {}

  /** The recordings of Ollama's own protocol; those below /v1 are in OpenAI's. */
  static List<RecordedExchange> recordings(String... operations) {
    return Recordings.of("ollama", operations).stream().filter(OllamaTestGround::own).toList();
  }

  static boolean own(RecordedExchange exchange) {
    // One error was pasted without its request; only Ollama itself gives a bare sentence.
    return exchange.path().map(path -> path.startsWith("/api/")).orElse(true)
        && !exchange.body().startsWith("{\"error\":{");
  }

  static Provider provider(TestServer server) {
    String base = server.base().resolve("/").toString();
    return Provider.of(Profiles.ollama().toBuilder().base(base).build(), KeySource.none());
  }

  static ChatModel chat(TestServer server) {
    return provider(server).chat(ASKED.name());
  }

  static void serve(TestServer server, RecordedExchange exchange, int size) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.responseHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    server.answer(
        connection -> {
          connection.head(exchange.status(), headers);
          connection.writeInPieces(exchange.bodyBytes(), size);
        });
  }

  static void lines(TestServer server, String... lines) {
    server.answer(200, "application/x-ndjson", String.join("\n", lines) + "\n");
  }

  /** A reply in the form of the expectations. */
  static Json.Obj normalised(ChatReply reply) {
    Usage usage = reply.usage();
    return Json.object()
        .put("id", reply.id())
        .put("model", reply.model().name())
        .put("choices", reply.choices().stream().map(OllamaTestGround::choice).toList())
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
    StringBuilder reasoning = new StringBuilder();
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.Text text -> {}
        case Part.Reasoning thought -> reasoning.append(thought.text());
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
    String text = Part.textOf(choice.parts());
    if (!text.isEmpty()) {
      json.put("text", text);
    }
    if (!reasoning.isEmpty()) {
      json.put("reasoning", reasoning.toString());
    }
    if (!calls.isEmpty()) {
      json.put("toolCalls", calls);
    }
    return json.put("finish", choice.finish().name()).build();
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
