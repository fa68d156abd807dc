package dev.atom.rules.index;

import java.util.Arrays;

/**
 * What one evaluation writes on; lent by a {@link ScratchPool}. Not thread-safe.
 *
 * @param <S> what is known of an event
 */
public final class Scratch<S> {
  final Cell cell = new Cell();
  final Hits hits = new Hits();
  long[] words = new long[32];
  long[] kept = new long[64];
  boolean unsure;
  private boolean doubtful;
  private long[] doubts = new long[0];

  private int turn;
  private int[] memo = new int[0];
  private int[] found = new int[16];
  private int size;

  private final S event;

  Scratch(S event) {
    this.event = event;
  }

  /**
   * Returns what goes with this scratch to hold an event.
   *
   * @return always the same
   */
  public S event() {
    return event;
  }

  /** Holds on to nothing of an event. */
  void clear() {
    cell.clear();
  }

  void begin(int length, int tests) {
    unsure = false;
    doubtful = false;
    size = 0;
    if (words.length < length) {
      words = new long[length];
    }
    if (tests > 0) {
      remember(tests);
    }
  }

  private void remember(int tests) {
    if (memo.length < tests) {
      memo = new int[tests];
      turn = 0;
    }
    turn += 2;
    if (turn < 0) {
      Arrays.fill(memo, 0);
      turn = 2;
    }
  }

  /** What a test said before: 1 or 0, or -1 if it has not been run for this event. */
  int said(int test) {
    return (memo[test] & ~1) == turn ? memo[test] & 1 : -1;
  }

  void say(int test, boolean holds) {
    memo[test] = turn | (holds ? 1 : 0);
  }

  long[] kept(int length) {
    if (kept.length < length) {
      kept = new long[Math.max(length, 2 * kept.length)];
    }
    return kept;
  }

  /**
   * Returns the conjunctions that {@link BitIndex#match} has left, a bit each.
   *
   * @param word which 64 of them
   * @return the bits
   */
  public long left(int word) {
    return words[word];
  }

  /** Notes whose field is a text of which its values say nothing. */
  void doubt(long[] positions) {
    if (positions.length == 0) {
      return;
    }
    if (doubts.length < words.length) {
      doubts = new long[words.length];
    }
    if (!doubtful) {
      Arrays.fill(doubts, 0);
      doubtful = true;
    }
    for (int i = 0; i < positions.length; i++) {
      doubts[i] |= positions[i];
    }
  }

  /**
   * Tells whether a conjunction's fields don't tell all, so that its condition is to be tested as a
   * whole.
   *
   * @param position the conjunction's bit
   * @return true if so
   */
  public boolean unsure(int position) {
    return unsure || (doubtful && (doubts[position >> 6] & (1L << position)) != 0);
  }

  /**
   * Notes a number that was found.
   *
   * @param one any
   */
  public void find(int one) {
    if (size == found.length) {
      found = Arrays.copyOf(found, 2 * size);
    }
    found[size++] = one;
  }

  /**
   * Returns how many numbers were found.
   *
   * @return since the last match began
   */
  public int size() {
    return size;
  }

  /**
   * Returns what was found.
   *
   * @param i which, from 0 on
   * @return the number
   */
  public int found(int i) {
    return found[i];
  }
}
