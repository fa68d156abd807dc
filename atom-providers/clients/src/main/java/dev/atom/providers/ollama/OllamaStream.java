package dev.atom.providers.ollama;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Repeat;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads one stream of Ollama's chat: puts the lines together to the whole reply that would have come
 * without streaming, and has that read.
 */
final class OllamaStream implements StreamReader {
  /** Differs in every line. */
  private static final Set<String> IGNORED = Set.of("created_at");

  private static final Optional<Json> DONE = Optional.of(Json.of(true));

  private final ModelRef asked;
  private final List<Warning> warnings;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<Json> calls = new ArrayList<>();
  private final Map<String, Json> others = new LinkedHashMap<>();
  private Optional<Repeat> repeat = Optional.empty();
  private String created = "";
  private boolean started;
  private boolean spoken;

  OllamaStream(ModelRef asked, List<Warning> warnings) {
    this.asked = asked;
    this.warnings = warnings;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    Json json = Json.parse(event.data());
    OllamaErrors.read(json)
        .ifPresent(
            error -> {
              throw new StreamError(error);
            });
    if (json instanceof Json.Obj line) {
      line(line, sink);
    }
  }

  private void line(Json.Obj line, Consumer<ReplyEvent> sink) {
    line.members().forEach(this::keep);
    if (!started) {
      started = true;
      created = Fields.text(line, "created_at");
      sink.accept(new ReplyEvent.Started(OllamaReply.model(line, asked)));
    }
    OllamaReply.message(line).ifPresent(message -> message(message, sink));
    repeat = repeat(line);
    if (line.get("done").equals(DONE)) {
      finish(sink);
    }
  }

  /** Lists grow, as those of log probabilities do; of anything else the last value counts. */
  private void keep(String name, Json value) {
    switch (name) {
      case "message", "response", "thinking" -> {}
      default -> others.merge(name, value, OllamaStream::joined);
    }
  }

  private static Json joined(Json before, Json after) {
    if (before instanceof Json.Arr first && after instanceof Json.Arr second) {
      List<Json> items = new ArrayList<>(first.items());
      items.addAll(second.items());
      return Json.array(items);
    }
    return after;
  }

  private void message(Json.Obj message, Consumer<ReplyEvent> sink) {
    spoken = true;
    think(Fields.text(message, "thinking"), sink);
    say(Fields.text(message, "content"), sink);
    Fields.objects(message, "tool_calls").forEach(call -> call(call, sink));
  }

  private void think(String text, Consumer<ReplyEvent> sink) {
    if (!text.isEmpty()) {
      thinking.append(text);
      sink.accept(new ReplyEvent.ReasoningDelta(0, text));
    }
  }

  private void say(String text, Consumer<ReplyEvent> sink) {
    if (!text.isEmpty()) {
      content.append(text);
      sink.accept(new ReplyEvent.TextDelta(0, text));
    }
  }

  /** A call comes whole. */
  private void call(Json.Obj json, Consumer<ReplyEvent> sink) {
    int index = calls.size();
    Part.ToolCall call = OllamaReply.call(json, OllamaReply.callId(created, index));
    calls.add(json.toBuilder().put("id", call.id()).build());
    sink.accept(new ReplyEvent.ToolCallStarted(0, index, call.id(), call.name()));
    sink.accept(new ReplyEvent.ToolArgumentsDelta(0, index, call.arguments()));
  }

  @Override
  public Optional<Repeat> repeat() {
    return repeat;
  }

  /** Tells whether a line was nothing but more text or more thinking. */
  private Optional<Repeat> repeat(Json.Obj line) {
    for (Map.Entry<String, Json> member : line.members().entrySet()) {
      boolean plain =
          switch (member.getKey()) {
            case "model", "created_at", "message" -> true;
            case "done" -> member.getValue().equals(Json.of(false));
            default -> false;
          };
      if (!plain) {
        return Optional.empty();
      }
    }
    Json.Obj message = Fields.object(line, "message");
    boolean says = !Fields.text(message, "content").isEmpty();
    boolean thinks = !Fields.text(message, "thinking").isEmpty();
    Set<String> known = Set.of("role", "content", "thinking");
    if (says == thinks || !known.containsAll(message.members().keySet())) {
      return Optional.empty();
    }
    return Optional.of(
        says
            ? new Repeat("content", IGNORED, this::say)
            : new Repeat("thinking", IGNORED, this::think));
  }

  private void finish(Consumer<ReplyEvent> sink) {
    JsonObjectBuilder reply = Json.object();
    others.forEach(reply::put);
    if (spoken) {
      reply.put("message", message());
    }
    sink.accept(new ReplyEvent.Finished(OllamaReply.read(reply.build(), asked, warnings)));
  }

  private Json.Obj message() {
    JsonObjectBuilder message = Json.object().put("role", "assistant");
    message.put("content", content.toString());
    if (!thinking.isEmpty()) {
      message.put("thinking", thinking.toString());
    }
    return calls.isEmpty() ? message.build() : message.put("tool_calls", calls).build();
  }

  /** Told in the line alone that ends the stream. */
  @Override
  public Usage usage() {
    return Usage.UNKNOWN;
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    // A stream is whole with the line that says so, and ended there.
  }
}
