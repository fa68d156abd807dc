package dev.atom.providers.openai;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Repeat;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one stream of OpenAI's Responses. The last event carries the whole reply again. */
final class ResponsesStream implements StreamReader {
  private static final Set<String> COUNTERS = Set.of("sequence_number", "obfuscation");
  private static final Repeat TEXT =
      new Repeat("delta", COUNTERS, (text, sink) -> sink.accept(new ReplyEvent.TextDelta(0, text)));
  private static final Repeat REASONING =
      new Repeat(
          "delta", COUNTERS, (text, sink) -> sink.accept(new ReplyEvent.ReasoningDelta(0, text)));

  private final ModelRef asked;
  private final List<Warning> warnings;

  /** The calls' positions among the calls, by their positions in the output. */
  private final Map<Integer, Integer> calls = new HashMap<>();

  private final Set<Integer> argued = new HashSet<>();
  private final List<Json> items = new ArrayList<>();
  private Optional<Repeat> repeat = Optional.empty();
  private Usage told = Usage.UNKNOWN;
  private boolean started;

  ResponsesStream(ModelRef asked, List<Warning> warnings) {
    this.asked = asked;
    this.warnings = warnings;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    repeat = Optional.empty();
    if (event.data().equals("[DONE]")) {
      return;
    }
    Json.Obj json = Json.parseObject(event.data());
    String type = json.text("type").orElse(event.type());
    if (json.members().get("delta") instanceof Json.Str) {
      repeat = repeat(type);
    }
    switch (type) {
      case "response.created", "response.in_progress" -> start(json, sink);
      case "response.output_item.added" -> added(json, sink);
      case "response.output_item.done" -> json.get("item").ifPresent(items::add);
      case "response.output_text.delta" -> sink.accept(new ReplyEvent.TextDelta(0, delta(json)));
      case "response.refusal.delta" -> sink.accept(new ReplyEvent.RefusalDelta(0, delta(json)));
      case "response.reasoning_summary_part.added" -> separate(json, sink);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          sink.accept(new ReplyEvent.ReasoningDelta(0, delta(json)));
      case "response.function_call_arguments.delta" -> arguments(json, delta(json), sink);
      case "response.function_call_arguments.done" -> argumentsDone(json, sink);
      case "response.completed", "response.incomplete" -> finish(json, sink);
      case "response.failed" -> {
        Json.Obj response = Fields.object(json, "response");
        told = ResponsesReply.usage(response);
        throw new StreamError(OpenAiErrors.described(Fields.object(response, "error")));
      }
      default ->
          OpenAiErrors.read(json)
              .ifPresent(
                  error -> {
                    throw new StreamError(error);
                  });
    }
  }

  private static Optional<Repeat> repeat(String type) {
    return switch (type) {
      case "response.output_text.delta" -> Optional.of(TEXT);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          Optional.of(REASONING);
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<Repeat> repeat() {
    return repeat;
  }

  private void start(Json.Obj json, Consumer<ReplyEvent> sink) {
    if (!started) {
      started = true;
      ModelRef model = ResponsesReply.model(Fields.object(json, "response"), asked);
      sink.accept(new ReplyEvent.Started(model));
    }
  }

  private static String delta(Json.Obj json) {
    return Fields.text(json, "delta");
  }

  private static int position(Json.Obj json) {
    return Fields.integer(json, "output_index", 0);
  }

  private void added(Json.Obj json, Consumer<ReplyEvent> sink) {
    Json.Obj item = Fields.object(json, "item");
    if (Fields.text(item, "type").equals("function_call")) {
      int call = calls.size();
      calls.put(position(json), call);
      String id = Fields.filled(item, "call_id").orElseGet(() -> Fields.text(item, "id"));
      sink.accept(new ReplyEvent.ToolCallStarted(0, call, id, Fields.text(item, "name")));
    }
  }

  /** Several summaries are joined by an empty line, as in the whole reply. */
  private static void separate(Json.Obj json, Consumer<ReplyEvent> sink) {
    if (Fields.integer(json, "summary_index", 0) > 0) {
      sink.accept(new ReplyEvent.ReasoningDelta(0, "\n\n"));
    }
  }

  private void arguments(Json.Obj json, String text, Consumer<ReplyEvent> sink) {
    Integer call = calls.get(position(json));
    if (call != null && !text.isEmpty()) {
      argued.add(call);
      sink.accept(new ReplyEvent.ToolArgumentsDelta(0, call, text));
    }
  }

  private void argumentsDone(Json.Obj json, Consumer<ReplyEvent> sink) {
    Integer call = calls.get(position(json));
    if (call != null && !argued.contains(call)) {
      arguments(json, Fields.filled(json, "arguments").orElse("{}"), sink);
    }
  }

  private void finish(Json.Obj json, Consumer<ReplyEvent> sink) {
    start(json, sink);
    Json.Obj response = Fields.object(json, "response");
    if (Fields.array(response, "output").isEmpty() && !items.isEmpty()) {
      // Some servers leave the output out of the last event; it came item by item.
      response = response.toBuilder().put("output", items).build();
    }
    sink.accept(new ReplyEvent.Finished(ResponsesReply.read(response, asked, warnings)));
  }

  @Override
  public Usage usage() {
    return told;
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    // Only the last event ends a reply.
  }
}
