package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One block of a streamed message, put together from its pieces. */
final class StreamedBlock {
  private final Json.Obj begun;
  private final String type;
  private final int call;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder input = new StringBuilder();
  private final StringBuilder signature = new StringBuilder();
  private final List<Json> citations = new ArrayList<>();
  private boolean ended;

  /**
   * Begins a block.
   *
   * @param begun the block as it was announced, mostly without content
   * @param call its position among the calls of tools, if it is one
   */
  StreamedBlock(Json.Obj begun, int call) {
    this.begun = begun;
    this.call = call;
    type = Fields.text(begun, "type");
    citations.addAll(Fields.array(begun, "citations"));
    signature.append(Fields.text(begun, "signature"));
  }

  boolean isCall() {
    return type.equals("tool_use");
  }

  String id() {
    return Fields.text(begun, "id");
  }

  /** Tells what the block begins with. */
  void start(Consumer<ReplyEvent> sink) {
    if (isCall()) {
      sink.accept(new ReplyEvent.ToolCallStarted(0, call, id(), Fields.text(begun, "name")));
    }
    addText(Fields.text(begun, content()), sink);
  }

  private String content() {
    return switch (type) {
      case "thinking" -> "thinking";
      case "compaction" -> "content";
      default -> "text";
    };
  }

  void accept(Json.Obj delta, Consumer<ReplyEvent> sink) {
    switch (Fields.text(delta, "type")) {
      case "text_delta" -> addText(Fields.text(delta, "text"), sink);
      case "thinking_delta" -> addText(Fields.text(delta, "thinking"), sink);
      case "compaction_delta" -> addText(Fields.text(delta, "content"), sink);
      case "input_json_delta" -> addInput(Fields.text(delta, "partial_json"), sink);
      case "signature_delta" -> signature.append(Fields.text(delta, "signature"));
      case "citations_delta" -> delta.get("citation").ifPresent(citations::add);
      default -> {
        // Kinds of pieces to come.
      }
    }
  }

  /** Takes more of what the block says. */
  void addText(String piece, Consumer<ReplyEvent> sink) {
    if (piece.isEmpty()) {
      return;
    }
    text.append(piece);
    switch (type) {
      case "text" -> sink.accept(new ReplyEvent.TextDelta(0, piece));
      case "thinking" -> sink.accept(new ReplyEvent.ReasoningDelta(0, piece));
      default -> {
        // Not what the model says.
      }
    }
  }

  private void addInput(String piece, Consumer<ReplyEvent> sink) {
    if (piece.isEmpty()) {
      return;
    }
    input.append(piece);
    if (isCall()) {
      sink.accept(new ReplyEvent.ToolArgumentsDelta(0, call, piece));
    }
  }

  /** Ends the block: a call without pieces has the input it was announced with, mostly none. */
  void end(Consumer<ReplyEvent> sink) {
    if (!ended && isCall() && input.toString().isBlank()) {
      input.setLength(0);
      Json announced = begun.members().getOrDefault("input", Json.Obj.EMPTY);
      addInput(announced.toString(), sink);
    }
    ended = true;
  }

  /** The block as it would stand in a whole message. */
  Json.Obj json() {
    JsonObjectBuilder block = begun.toBuilder();
    if (!text.isEmpty()) {
      block.put(content(), text.toString());
    }
    if (!signature.isEmpty()) {
      block.put("signature", signature.toString());
    }
    if (!citations.isEmpty()) {
      block.put("citations", citations);
    }
    if (!input.isEmpty()) {
      block.put("input", parsed(input.toString()));
    }
    return block.build();
  }

  /** Input that a limit cut is kept as text. */
  private static Json parsed(String text) {
    try {
      return Json.parseObject(text);
    } catch (JsonException e) {
      return Json.of(text);
    }
  }

  Optional<Part> part(Json.Obj whole, String provider) {
    return isCall()
        ? Optional.of(MessageReply.call(whole, input.toString(), provider))
        : MessageReply.part(whole, provider);
  }
}
