package dev.atom.providers.anthropic;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.Repeat;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one stream of Anthropic's messages. */
final class MessagesStream implements StreamReader {
  private final ModelRef asked;
  private final List<Warning> warnings;
  private final List<StreamedBlock> blocks = new ArrayList<>();
  private final Map<Integer, StreamedBlock> open = new HashMap<>();
  private final Map<String, Json> message = new LinkedHashMap<>();
  private final Map<String, Json> usage = new LinkedHashMap<>();
  private Optional<Repeat> repeat = Optional.empty();
  private int calls;
  private boolean started;

  MessagesStream(ModelRef asked, List<Warning> warnings) {
    this.asked = asked;
    this.warnings = warnings;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    Json.Obj json = Json.parseObject(event.data());
    repeat = Optional.empty();
    switch (json.text("type").orElse(event.type())) {
      case "content_block_delta" -> delta(json, sink);
      case "content_block_start" ->
          begin(Fields.object(json, "content_block"), position(json), sink);
      case "content_block_stop" -> end(open.remove(position(json)), sink);
      case "message_start" -> start(Fields.object(json, "message"), sink);
      case "message_delta" -> change(json);
      case "message_stop" -> finish(sink);
      case "ping" -> {}
      case "error" ->
          throw new StreamError(
              AnthropicErrors.read(json).orElseGet(() -> ProviderError.of("no message")));
      default ->
          AnthropicErrors.read(json)
              .ifPresent(
                  error -> {
                    throw new StreamError(error);
                  });
    }
  }

  private static int position(Json.Obj json) {
    return Fields.integer(json, "index", 0);
  }

  /**
   * Takes the beginning of the message, which may come again with news and may hold calls of tools
   * that were made before.
   */
  private void start(Json.Obj begun, Consumer<ReplyEvent> sink) {
    merge(usage, Fields.object(begun, "usage"));
    merge(message, begun);
    if (!started) {
      started = true;
      sink.accept(new ReplyEvent.Started(MessageReply.model(begun, asked)));
    }
    for (Json.Obj block : Fields.objects(begun, "content")) {
      if (!known(block)) {
        end(add(block, sink), sink);
      }
    }
  }

  private boolean known(Json.Obj block) {
    String id = Fields.text(block, "id");
    return !id.isEmpty() && blocks.stream().anyMatch(b -> b.id().equals(id));
  }

  /** Overwrites what is told anew; null means that there is no news. */
  private static void merge(Map<String, Json> to, Json.Obj news) {
    news.members()
        .forEach(
            (name, value) -> {
              if (!(value instanceof Json.Null) || !to.containsKey(name)) {
                to.put(name, value);
              }
            });
  }

  private StreamedBlock add(Json.Obj begun, Consumer<ReplyEvent> sink) {
    StreamedBlock block = new StreamedBlock(begun, calls);
    if (block.isCall()) {
      calls++;
    }
    blocks.add(block);
    block.start(sink);
    return block;
  }

  private void begin(Json.Obj begun, int position, Consumer<ReplyEvent> sink) {
    end(open.put(position, add(begun, sink)), sink);
  }

  private void delta(Json.Obj json, Consumer<ReplyEvent> sink) {
    int position = position(json);
    Json.Obj delta = Fields.object(json, "delta");
    block(position).accept(delta, sink);
    if (json.members().size() == 3 && delta.members().size() == 2) {
      repeat = repeat(position, Fields.text(delta, "type"));
    }
  }

  private StreamedBlock block(int position) {
    StreamedBlock block = open.get(position);
    if (block == null) {
      throw new IllegalArgumentException("a piece of a block that was not begun");
    }
    return block;
  }

  /** Says that another piece of the same kind for the same block needs no reading. */
  private Optional<Repeat> repeat(int position, String type) {
    return switch (type) {
      case "text_delta" -> Optional.of(more(position, "text"));
      case "thinking_delta" -> Optional.of(more(position, "thinking"));
      default -> Optional.empty();
    };
  }

  private Repeat more(int position, String member) {
    return new Repeat(member, Set.of(), (text, sink) -> block(position).addText(text, sink));
  }

  @Override
  public Optional<Repeat> repeat() {
    return repeat;
  }

  private static void end(@Nullable StreamedBlock block, Consumer<ReplyEvent> sink) {
    if (block != null) {
      block.end(sink);
    }
  }

  /** Usage here is that of the whole message so far. */
  private void change(Json.Obj json) {
    merge(message, Fields.object(json, "delta"));
    merge(usage, Fields.object(json, "usage"));
    json.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("type") && !name.equals("delta") && !name.equals("usage")) {
                message.put(name, value);
              }
            });
  }

  private void finish(Consumer<ReplyEvent> sink) {
    if (!started) {
      throw new IllegalArgumentException("a message ended that was not begun");
    }
    List<Json> content = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (StreamedBlock block : blocks) {
      block.end(sink);
      Json.Obj whole = block.json();
      content.add(whole);
      block.part(whole, asked.provider()).ifPresent(parts::add);
    }
    JsonObjectBuilder whole = new Json.Obj(message).toBuilder().put("content", content);
    whole.put("usage", new Json.Obj(usage));
    sink.accept(new ReplyEvent.Finished(MessageReply.of(whole.build(), parts, asked, warnings)));
  }

  @Override
  public Usage usage() {
    return MessageUsage.read(new Json.Obj(usage));
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    // Only the last event ends a message.
  }
}
