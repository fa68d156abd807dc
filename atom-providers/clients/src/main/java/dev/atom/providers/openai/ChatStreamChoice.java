package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Repeat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Puts the chunks of one choice together. */
final class ChatStreamChoice {
  private static final Set<String> GROWING = Set.of("content", "reasoning_content", "reasoning");

  private final int index;
  private final String replyId;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final List<Json> annotations = new ArrayList<>();
  private final List<ToolCallPieces> calls = new ArrayList<>();
  private final Map<String, Json> otherInMessage = new LinkedHashMap<>();
  private final Map<String, Json> otherInChoice = new LinkedHashMap<>();

  ChatStreamChoice(int index, String replyId) {
    this.index = index;
    this.replyId = replyId;
  }

  void accept(Json.Obj choice, Consumer<ReplyEvent> sink) {
    choice.members().forEach(this::inChoice);
    Json.Obj delta = Fields.object(choice, "delta");
    String thought =
        Fields.filled(delta, "reasoning_content").orElse(Fields.text(delta, "reasoning"));
    thought(thought, sink);
    text(Fields.content(delta, "content"), sink);
    String words = Fields.text(delta, "refusal");
    if (!words.isEmpty()) {
      refusal.append(words);
      sink.accept(new ReplyEvent.RefusalDelta(index, words));
    }
    annotations.addAll(Fields.array(delta, "annotations"));
    for (Json.Obj piece : Fields.objects(delta, "tool_calls")) {
      pieces(piece).accept(piece, index, sink);
    }
    delta.members().forEach(this::inMessage);
  }

  private void text(String text, Consumer<ReplyEvent> sink) {
    if (!text.isEmpty()) {
      content.append(text);
      sink.accept(new ReplyEvent.TextDelta(index, text));
    }
  }

  private void thought(String text, Consumer<ReplyEvent> sink) {
    if (!text.isEmpty()) {
      reasoning.append(text);
      sink.accept(new ReplyEvent.ReasoningDelta(index, text));
    }
  }

  /** Tells whether a chunk of this choice was nothing but more text or more reasoning. */
  Optional<Repeat> repeat(Json.Obj choice) {
    String grown = "";
    for (Map.Entry<String, Json> member : Fields.object(choice, "delta").members().entrySet()) {
      boolean said = member.getValue() instanceof Json.Str text && !text.value().isEmpty();
      if (said && GROWING.contains(member.getKey()) && grown.isEmpty()) {
        grown = member.getKey();
      } else if (!blank(member.getValue()) && !member.getKey().equals("role")) {
        return Optional.empty();
      }
    }
    for (Map.Entry<String, Json> member : choice.members().entrySet()) {
      boolean known = member.getKey().equals("delta") || member.getKey().equals("index");
      if (!known && !blank(member.getValue())) {
        return Optional.empty();
      }
    }
    return switch (grown) {
      case "" -> Optional.empty();
      case "content" -> Optional.of(new Repeat(grown, Set.of(), this::text));
      default -> Optional.of(new Repeat(grown, Set.of(), this::thought));
    };
  }

  private static boolean blank(Json value) {
    return switch (value) {
      case Json.Null none -> true;
      case Json.Str text -> text.value().isEmpty();
      case Json.Arr array -> array.items().isEmpty();
      case Json.Obj object -> object.members().isEmpty();
      case Json.Num number -> false;
      case Json.Bool bool -> false;
    };
  }

  void end(Consumer<ReplyEvent> sink) {
    calls.forEach(call -> call.end(index, sink));
  }

  boolean finished() {
    return otherInChoice.get("finish_reason") instanceof Json.Str;
  }

  /**
   * Finds the call that a piece belongs to: by its id, else by its index, else the last one. Servers
   * repeat the id, leave it empty or out, leave the index out, or give all calls the same one.
   */
  private ToolCallPieces pieces(Json.Obj piece) {
    String id = Fields.text(piece, "id");
    int at = Fields.integer(piece, "index", -1);
    for (ToolCallPieces call : calls.reversed()) {
      boolean sameId = id.isEmpty() || call.id().isEmpty() || call.id().equals(id);
      boolean sameIndex = at < 0 ? id.isEmpty() || call.id().equals(id) : call.index() == at;
      if (sameId && sameIndex) {
        return call;
      }
    }
    String spareId = ChatReplyReader.callId(replyId, calls.size());
    ToolCallPieces call = new ToolCallPieces(calls.size(), at, spareId);
    calls.add(call);
    return call;
  }

  private void inChoice(String name, Json value) {
    boolean known = name.equals("delta") || name.equals("index");
    if (!known && !(value instanceof Json.Null)) {
      otherInChoice.merge(name, value, ChatStreamChoice::joined);
    }
  }

  private void inMessage(String name, Json value) {
    switch (name) {
      case "content", "reasoning_content", "reasoning", "refusal", "annotations", "tool_calls" -> {}
      default -> {
        if (!(value instanceof Json.Null)) {
          otherInMessage.merge(name, value, ChatStreamChoice::joined);
        }
      }
    }
  }

  /** Lists grow, as those of log probabilities do; of anything else the last value counts. */
  private static Json joined(Json before, Json after) {
    if (before instanceof Json.Arr first && after instanceof Json.Arr second) {
      List<Json> items = new ArrayList<>(first.items());
      items.addAll(second.items());
      return Json.array(items);
    }
    if (before instanceof Json.Obj first && after instanceof Json.Obj second) {
      Map<String, Json> members = new LinkedHashMap<>(first.members());
      second
          .members()
          .forEach((name, value) -> members.merge(name, value, ChatStreamChoice::joined));
      return new Json.Obj(members);
    }
    return after;
  }

  /** Returns the choice as it stands in a whole reply. */
  Json.Obj whole() {
    JsonObjectBuilder message = Json.object();
    otherInMessage.forEach(message::put);
    put(message, "reasoning_content", reasoning);
    put(message, "content", content);
    put(message, "refusal", refusal);
    if (!annotations.isEmpty()) {
      message.put("annotations", annotations);
    }
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls.stream().map(ToolCallPieces::whole).toList());
    }
    JsonObjectBuilder choice = Json.object().put("index", index);
    otherInChoice.forEach(choice::put);
    return choice.put("message", message.build()).build();
  }

  private static void put(JsonObjectBuilder message, String name, StringBuilder text) {
    if (!text.isEmpty()) {
      message.put(name, text.toString());
    }
  }
}
