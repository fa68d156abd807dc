package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a request in Anthropic's form: instructions apart, and all results of tools at the
 * head of the one user's message behind the calls.
 */
final class Conversation {
  private final ContentBlocks blocks;
  private final List<Warning> warnings;
  private final CacheMarks marks = new CacheMarks();
  private final List<Json> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private boolean moved;

  private record Turn(boolean assistant, List<Json> results, List<Json> others) {
    static Turn of(boolean assistant) {
      return new Turn(assistant, new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return results.isEmpty() && others.isEmpty();
    }

    Json json() {
      List<Json> content = new ArrayList<>(results);
      content.addAll(others);
      return Json.object()
          .put("role", assistant ? "assistant" : "user")
          .put("content", brief(content))
          .build();
    }
  }

  Conversation(ContentBlocks blocks, List<Warning> warnings) {
    this.blocks = blocks;
    this.warnings = warnings;
  }

  void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> addSystem(message);
      case USER -> append(message, userTurn(false).others(), blocks.input(message.parts()));
      case TOOL -> append(message, userTurn(true).results(), blocks.input(message.parts()));
      case ASSISTANT -> {
        Turn turn = Turn.of(true);
        turns.add(turn);
        append(message, turn.others(), blocks.output(message.parts()));
      }
    }
  }

  private void addSystem(ChatMessage message) {
    if (!turns.isEmpty() && !moved) {
      moved = true;
      warnings.add(
          Warnings.changed("a system message behind others was moved to the front of the request"));
    }
    append(message, system, blocks.input(List.of(Part.text(message.text()))));
  }

  /** Results and what the user adds to them are one message; two messages of a user stay two. */
  private Turn userTurn(boolean results) {
    Turn last = turns.isEmpty() ? Turn.of(true) : turns.getLast();
    if (!last.assistant() && (results || !last.results().isEmpty())) {
      return last;
    }
    Turn turn = Turn.of(false);
    turns.add(turn);
    return turn;
  }

  private void append(ChatMessage message, List<Json> to, List<Json> more) {
    int from = to.size();
    to.addAll(more);
    marks.add(message, to, from);
  }

  /** Tells whether the last calls of tools lack the reasoning that led to them. */
  boolean callsWithoutReasoning() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      if (turn.assistant()) {
        return has(turn, "tool_use") && !has(turn, "thinking") && !has(turn, "redacted_thinking");
      }
      if (turn.results().isEmpty()) {
        return false;
      }
    }
    return false;
  }

  private static boolean has(Turn turn, String type) {
    return turn.others().stream().anyMatch(b -> Fields.text((Json.Obj) b, "type").equals(type));
  }

  /** Writes the messages, once all of them are added. */
  void write(JsonObjectBuilder body, boolean prefill) {
    turns.removeIf(Turn::isEmpty);
    if (!turns.isEmpty() && turns.getLast().assistant()) {
      finish(turns.getLast(), prefill);
    }
    marks.apply(warnings);
    if (!system.isEmpty()) {
      body.put("system", brief(system));
    }
    body.put("messages", turns.stream().map(Turn::json).toList());
  }

  /** A last message of the assistant begins the reply; one with more than text is to be resumed. */
  private void finish(Turn last, boolean prefill) {
    List<Json> content = last.others();
    if (!content.stream().allMatch(b -> Fields.text((Json.Obj) b, "type").equals("text"))) {
      return;
    }
    if (!prefill) {
      turns.removeLast();
      marks.forget(content);
      warnings.add(
          Warnings.ignored("the last message was not sent: this model's replies can't be begun"));
      return;
    }
    String text = Fields.text((Json.Obj) content.getLast(), "text");
    content.set(content.size() - 1, ContentBlocks.text(text.stripTrailing()));
  }

  private static Json brief(List<Json> blocks) {
    if (blocks.size() == 1 && blocks.get(0) instanceof Json.Obj only) {
      Optional<String> text = only.text("text");
      if (text.isPresent() && only.members().size() == 2) {
        return Json.of(text.get());
      }
    }
    return Json.array(blocks);
  }
}
