package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns messages into contents of the roles user and model, which take turns: messages of one role in
 * a row are joined. What the system says stands apart, wherever it was said.
 */
final class GeminiContents {
  private final GeminiParts parts;
  private final boolean signed;
  private final List<Json> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private List<String> lastCalls = List.of();

  private record Turn(String role, List<Json> parts) {}

  GeminiContents(ModelRef asked, String base, List<Warning> warnings) {
    parts = new GeminiParts(asked, base, warnings);
    signed = GeminiNames.thirdGeneration(asked);
  }

  void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> system.add(GeminiParts.text(message.text()));
      case USER -> add("user", message.parts().stream().map(parts::user).toList());
      case ASSISTANT -> {
        lastCalls = GeminiParts.callIds(message.parts());
        add("model", parts.model(message.parts()));
      }
      case TOOL -> add("user", results(message.parts()));
    }
  }

  /** Results in the order of their calls: without ids only the order tells them apart. */
  private List<Json> results(List<Part> results) {
    return results.stream()
        .map(Part.ToolResult.class::cast)
        .sorted(Comparator.comparingInt(result -> place(result.callId())))
        .map(parts::result)
        .toList();
  }

  private int place(String callId) {
    int at = lastCalls.indexOf(callId);
    return at < 0 ? Integer.MAX_VALUE : at;
  }

  private void add(String role, List<Json> more) {
    if (more.isEmpty()) {
      return;
    }
    if (turns.isEmpty() || !turns.getLast().role().equals(role)) {
      turns.add(new Turn(role, new ArrayList<>()));
    }
    List<Json> all = turns.getLast().parts();
    all.addAll(more);
    if (all.size() > 1) {
      all.removeIf(GeminiParts::blank);
    }
  }

  /** What the system says; empty if nothing. */
  Optional<Json.Obj> system() {
    return system.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.object().put("parts", system).build());
  }

  List<Json> contents() {
    List<Json> contents = new ArrayList<>();
    for (Turn turn : turns) {
      if (signed && turn.role().equals("model")) {
        GeminiSignatures.needed(turn.parts());
      }
      contents.add(Json.object().put("role", turn.role()).put("parts", turn.parts()).build());
    }
    return contents;
  }
}
