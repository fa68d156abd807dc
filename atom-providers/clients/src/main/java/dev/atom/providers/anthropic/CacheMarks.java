package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The marks up to which Anthropic keeps a request: at most four, for five minutes or an hour, and
 * none of an hour behind one of five minutes.
 */
final class CacheMarks {
  private static final int MOST = 4;
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Set<String> UNMARKED = Set.of("thinking", "redacted_thinking");

  private record Mark(List<Json> blocks, int index, boolean isLong) {}

  private final List<Mark> marks = new ArrayList<>();

  /** Marks the last of a message's blocks that may be marked. */
  void add(ChatMessage message, List<Json> blocks, int from) {
    if (message.cache().isEmpty()) {
      return;
    }
    for (int i = blocks.size() - 1; i >= from; i--) {
      if (!UNMARKED.contains(Fields.text((Json.Obj) blocks.get(i), "type"))) {
        marks.add(new Mark(blocks, i, message.cache().get().compareTo(SHORT) > 0));
        return;
      }
    }
  }

  /** Forgets the marks of a message that is not sent: of this list, not of one like it. */
  @SuppressWarnings("ReferenceEquality")
  void forget(List<Json> blocks) {
    marks.removeIf(mark -> mark.blocks == blocks);
  }

  /** Writes the marks into the blocks. */
  void apply(List<Warning> warnings) {
    int first = Math.max(0, marks.size() - MOST);
    if (first > 0) {
      warnings.add(
          Warnings.ignored(
              "only the last "
                  + MOST
                  + " of "
                  + marks.size()
                  + " cached messages were marked: the provider takes no more"));
    }
    boolean isLong = false;
    boolean raised = false;
    for (int i = marks.size() - 1; i >= first; i--) {
      Mark mark = marks.get(i);
      raised |= isLong && !mark.isLong;
      isLong |= mark.isLong;
      mark.blocks.set(mark.index, marked((Json.Obj) mark.blocks.get(mark.index), isLong));
    }
    if (raised) {
      warnings.add(
          Warnings.changed("a message before one cached for an hour is cached for an hour too"));
    }
  }

  private static Json marked(Json.Obj block, boolean isLong) {
    Json.Obj control =
        Json.object().put("type", "ephemeral").put("ttl", isLong ? "1h" : "5m").build();
    return block.toBuilder().put("cache_control", control).build();
  }
}
