package dev.atom.mock;

import dev.atom.model.ChatReply;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Takes a whole reply to pieces. */
final class ReplyEvents {
  private final List<ReplyEvent> events = new ArrayList<>();
  private final int pieceSize;

  private ReplyEvents(int pieceSize) {
    this.pieceSize = pieceSize;
  }

  static List<ReplyEvent> of(ChatReply reply, int pieceSize) {
    ReplyEvents pieces = new ReplyEvents(pieceSize);
    pieces.events.add(new ReplyEvent.Started(reply.model()));
    int calls = 0;
    for (Part part : reply.parts()) {
      calls += pieces.add(part, calls);
    }
    pieces.events.add(new ReplyEvent.Finished(reply));
    return List.copyOf(pieces.events);
  }

  /** Returns how many tool calls the part is: 1 or 0. */
  private int add(Part part, int calls) {
    switch (part) {
      case Part.Text text -> cut(text.text(), piece -> new ReplyEvent.TextDelta(0, piece));
      case Part.Reasoning reasoning ->
          cut(reasoning.text(), piece -> new ReplyEvent.ReasoningDelta(0, piece));
      case Part.Refusal refusal ->
          cut(refusal.text(), piece -> new ReplyEvent.RefusalDelta(0, piece));
      case Part.ToolCall call -> {
        events.add(new ReplyEvent.ToolCallStarted(0, calls, call.id(), call.name()));
        cut(call.arguments(), piece -> new ReplyEvent.ToolArgumentsDelta(0, calls, piece));
        return 1;
      }
      // There are no deltas of media; they come with the finished reply.
      case Part.ProviderItem item -> {}
      case Part.Image image -> {}
      case Part.Audio audio -> {}
      case Part.File file -> {}
      case Part.ToolResult result -> {}
    }
    return 0;
  }

  /** Cuts between code points, as a half character is no text. */
  private void cut(String text, Function<String, ReplyEvent> event) {
    int from = 0;
    while (from < text.length()) {
      int points = Math.min(pieceSize, text.codePointCount(from, text.length()));
      int to = text.offsetByCodePoints(from, points);
      events.add(event.apply(text.substring(from, to)));
      from = to;
    }
  }
}
