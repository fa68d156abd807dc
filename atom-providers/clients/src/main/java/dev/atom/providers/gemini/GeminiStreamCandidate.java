package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the pieces of one candidate together. Texts in a row become one part, thoughts likewise; a
 * piece with a signature stays a part of its own, as it must go back.
 */
final class GeminiStreamCandidate {
  /** Lists that a stream brings piece by piece. */
  private static final Set<String> GROWING =
      Set.of(
          "groundingChunks",
          "groundingSupports",
          "webSearchQueries",
          "imageSearchQueries",
          "citationSources",
          "urlMetadata");

  private final int index;
  private final String replyId;
  private final List<Json> parts = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();
  private boolean runThought;
  private final Map<String, Json> others = new LinkedHashMap<>();
  private int calls;

  GeminiStreamCandidate(int index, String replyId) {
    this.index = index;
    this.replyId = replyId;
  }

  void accept(Json.Obj candidate, Consumer<ReplyEvent> sink) {
    for (Json.Obj part : Fields.objects(Fields.object(candidate, "content"), "parts")) {
      if (GeminiPartReader.text(part).isPresent()) {
        text(part, GeminiPartReader.text(part).get(), sink);
      } else {
        endRun();
        parts.add(part);
        call(Fields.object(part, "functionCall"), sink);
      }
    }
    candidate.members().forEach(this::other);
  }

  private void text(Json.Obj part, String text, Consumer<ReplyEvent> sink) {
    boolean thought = GeminiPartReader.thought(part);
    if (!text.isEmpty()) {
      sink.accept(
          thought
              ? new ReplyEvent.ReasoningDelta(index, text)
              : new ReplyEvent.TextDelta(index, text));
    }
    if (GeminiSignatures.of(part).isPresent()) {
      endRun();
      parts.add(part);
    } else if (!text.isEmpty()) {
      if (thought != runThought) {
        endRun();
      }
      runThought = thought;
      run.append(text);
    }
  }

  private void endRun() {
    if (!run.isEmpty()) {
      JsonObjectBuilder part = Json.object().put("text", run.toString());
      parts.add(runThought ? part.put("thought", true).build() : part.build());
      run.setLength(0);
    }
  }

  private void call(Json.Obj call, Consumer<ReplyEvent> sink) {
    String name = Fields.text(call, "name");
    if (!name.isEmpty()) {
      String id = GeminiPartReader.callId(call, replyId, index, calls);
      sink.accept(new ReplyEvent.ToolCallStarted(index, calls, id, name));
      sink.accept(
          new ReplyEvent.ToolArgumentsDelta(index, calls, GeminiPartReader.arguments(call)));
      calls++;
    }
  }

  private void other(String name, Json value) {
    if (!name.equals("content") && !(value instanceof Json.Null)) {
      others.merge(name, value, (before, after) -> joined(name, before, after));
    }
  }

  private static Json joined(String name, Json before, Json after) {
    if (before instanceof Json.Obj first && after instanceof Json.Obj second) {
      Map<String, Json> members = new LinkedHashMap<>(first.members());
      second
          .members()
          .forEach((key, value) -> members.merge(key, value, (a, b) -> joined(key, a, b)));
      return new Json.Obj(members);
    }
    if (GROWING.contains(name)
        && before instanceof Json.Arr first
        && after instanceof Json.Arr second) {
      return grown(first, second);
    }
    return after;
  }

  /** Each chunk brings what is new; some models repeat what came before. */
  private static Json grown(Json.Arr before, Json.Arr after) {
    int known = before.items().size();
    boolean repeated =
        after.items().size() >= known && after.items().subList(0, known).equals(before.items());
    if (repeated) {
      return after;
    }
    List<Json> items = new ArrayList<>(before.items());
    items.addAll(after.items());
    return Json.array(items);
  }

  boolean finished() {
    return GeminiReply.reason(new Json.Obj(others)).isPresent();
  }

  /** Returns the candidate as it stands in a whole reply. */
  Json.Obj whole() {
    endRun();
    Json.Obj content = Json.object().put("role", "model").put("parts", parts).build();
    JsonObjectBuilder candidate = Json.object().put("content", content);
    others.forEach(candidate::put);
    return candidate.put("index", index).build();
  }
}
