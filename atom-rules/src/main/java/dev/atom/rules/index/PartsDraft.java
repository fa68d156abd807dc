package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.List;

/**
 * What all conjunctions ask of the parts of one field, gathered before it is laid out. A table answers
 * of each conjunction all parts that may not be there, and of those that must the most telling. Not
 * thread-safe.
 */
final class PartsDraft<S> {
  /** Fewer conjunctions test their parts themselves; a pass over the text costs about as much. */
  private static final int LEAST = 32;

  private final Parts.Key<S> key;
  private final List<Use<S>> answered = new ArrayList<>();
  private final List<Use<S>> left = new ArrayList<>();
  private int conjunctions;
  private int last = -1;

  /** Where among what is answered the part stands that the last conjunction must have; -1 if none. */
  private int wanted = -1;

  PartsDraft(Parts.Key<S> key) {
    this.key = key;
  }

  /** What one conjunction asks for. */
  record Use<S>(int position, Parts<S> parts) {
    /** The fewer and the longer, the more they tell. */
    private double telling() {
      int shortest = parts.parts().stream().mapToInt(String::length).min().orElse(0);
      return (double) shortest / parts.parts().size();
    }
  }

  /** Adds in ascending order of positions. */
  void add(int position, Parts<S> parts) {
    if (position != last) {
      last = position;
      wanted = -1;
      conjunctions++;
    }
    Use<S> use = new Use<>(position, parts);
    if (!parts.wanted()) {
      answered.add(use);
    } else if (wanted < 0) {
      wanted = answered.size();
      answered.add(use);
    } else if (use.telling() > answered.get(wanted).telling()) {
      left.add(answered.set(wanted, use));
    } else {
      left.add(use);
    }
  }

  Parts.Key<S> key() {
    return key;
  }

  /** Whether a table is quicker than tests. */
  boolean worthIt() {
    return conjunctions >= LEAST;
  }

  /** What a table answers. */
  List<Use<S>> answered() {
    return answered;
  }

  /** What is to be tested beside the table. */
  List<Use<S>> left() {
    return left;
  }
}
