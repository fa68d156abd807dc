package dev.atom.rules.index;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The automaton of a trie without failures: every step is one look. A row for each state leads, by
 * kind of character, to where the row of the next state begins; the rows of states in which a part
 * ends come last. Immutable and thread-safe.
 */
final class TrieSteps {
  /** No states. */
  static final TrieSteps NONE = new TrieSteps(new byte[0], 1, new int[0], 0);

  /** What fits into the nearest cache beside all else. */
  private static final int MOST = 16_384;

  /** The kinds of characters that stand in parts, from 1 on; 0 for all others. */
  private final byte[] kinds;

  private final int kindCount;

  /** The state of each row. */
  private final int[] states;

  /** Where the rows begin in whose states a part ends. */
  private final int noting;

  private final char[] steps;

  private TrieSteps(byte[] kinds, int kindCount, int[] states, int silent) {
    this.kinds = kinds;
    this.kindCount = kindCount;
    this.states = states;
    this.noting = silent * kindCount;
    this.steps = new char[states.length * kindCount];
  }

  /** The steps of a trie, see {@link PartsTrie}; none if not all is ASCII, or they would be many. */
  static TrieSteps of(int[] first, char[] labels, int[] fail, IntPredicate notes) {
    byte[] kinds = new byte[PartsTrie.ASCII];
    int count = 1;
    for (int i = 1; i < labels.length; i++) {
      if (labels[i] >= PartsTrie.ASCII) {
        return NONE;
      }
      if (kinds[labels[i]] == 0) {
        kinds[labels[i]] = (byte) count++;
      }
    }
    if (count * labels.length > MOST) {
      return NONE;
    }
    IntStream all = IntStream.range(0, labels.length);
    int[] silent = all.filter(notes.negate()).toArray();
    IntStream noting = IntStream.range(0, labels.length).filter(notes);
    int[] states = IntStream.concat(IntStream.of(silent), noting).toArray();
    TrieSteps made = new TrieSteps(kinds, count, states, silent.length);
    made.fill(first, labels, fail);
    return made;
  }

  private void fill(int[] first, char[] labels, int[] fail) {
    int[] begins = new int[states.length];
    for (int row = 0; row < states.length; row++) {
      begins[states[row]] = row * kindCount;
    }
    // In breadth, so that the state that a failure leads to has its row before.
    for (int state = 0; state < states.length; state++) {
      if (state > 0) {
        System.arraycopy(steps, begins[fail[state]], steps, begins[state], kindCount);
      }
      for (int child = first[state]; child < first[state + 1]; child++) {
        steps[begins[state] + kinds[labels[child]]] = (char) begins[child];
      }
    }
  }

  boolean any() {
    return steps.length > 0;
  }

  /** Where the row of the state begins that an ASCII character leads to; it starts at 0. */
  int next(int at, int c) {
    return steps[at + kinds[c]];
  }

  /** Whether a part ends in the state. */
  boolean notes(int at) {
    return at >= noting;
  }

  int state(int at) {
    return states[at / kindCount];
  }
}
