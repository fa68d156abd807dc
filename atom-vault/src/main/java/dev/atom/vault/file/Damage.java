package dev.atom.vault.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which parts of a log can't be read. Thread-safe. */
final class Damage {
  private static final int MOST = 1_000;

  private final NavigableMap<Long, Long> parts = new ConcurrentSkipListMap<>();

  /**
   * Notes a part.
   *
   * @param length 0 if commits are missing between two that follow each other
   */
  void add(long offset, long length) {
    if (parts.size() < MOST || parts.containsKey(offset)) {
      parts.merge(offset, length, Math::max);
    }
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  void clear() {
    parts.clear();
  }

  /** Offsets with lengths. */
  Map<Long, Long> parts() {
    return Map.copyOf(parts);
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    parts.forEach(
        (offset, length) ->
            sentences.add(
                length == 0
                    ? "commits are missing at byte " + offset
                    : length + " bytes from byte " + offset + " on can't be read"));
    if (sentences.size() == MOST) {
      sentences.add("there may be more; only the first " + MOST + " parts are listed");
    }
    return sentences;
  }
}
