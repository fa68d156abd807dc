package dev.atom.rules.index;

import java.util.List;

/**
 * Numbers the states of a trie, in breadth, while it goes through the ranges of words with a beginning
 * in common. Not thread-safe.
 */
final class TrieDraft {
  final Ints first = new Ints();
  final StringBuilder labels = new StringBuilder("\0");
  final Ints ends = new Ints();
  private final Ints lows = new Ints();
  private final Ints highs = new Ints();
  private final Ints depths = new Ints();

  TrieDraft(List<String> words) {
    state(0, words.size(), 0);
    for (int state = 0; state < lows.size(); state++) {
      children(words, lows.get(state), highs.get(state), depths.get(state));
    }
    first.add(lows.size());
  }

  private void state(int low, int high, int depth) {
    lows.add(low);
    highs.add(high);
    depths.add(depth);
  }

  private void children(List<String> words, int low, int high, int depth) {
    first.add(lows.size());
    int at = low;
    boolean ended = words.get(at).length() == depth;
    ends.add(ended ? at : PartsTrie.NONE);
    at += ended ? 1 : 0;
    while (at < high) {
      char label = words.get(at).charAt(depth);
      int end = at + 1;
      while (end < high && words.get(end).charAt(depth) == label) {
        end++;
      }
      labels.append(label);
      state(at, end, depth + 1);
      at = end;
    }
  }
}
