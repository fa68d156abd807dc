package dev.atom.benchmarks.rules;

import java.util.BitSet;

/** What the rules of an engine do when they fire: they count, and say who they are. */
public final class Sink {
  private final BitSet matched = new BitSet();
  private int count;
  private boolean noted;

  /** Notes that a rule matches. */
  public void add(int rule) {
    count++;
    if (noted) {
      matched.set(rule);
    }
  }

  /** Forgets what was, and returns how many there were. */
  int take() {
    int taken = count;
    count = 0;
    return taken;
  }

  /** From now on until asked, notes which rules match. */
  void note() {
    noted = true;
    matched.clear();
  }

  BitSet noted() {
    noted = false;
    count = 0;
    return (BitSet) matched.clone();
  }
}
