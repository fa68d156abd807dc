package dev.atom.rules.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all conjunctions ask of one field, gathered before it is laid out. Not thread-safe. */
final class SlotDraft<S> {
  private final Input<S> input;
  private final Ints positions = new Ints();
  private final List<Values> values = new ArrayList<>();

  SlotDraft(Input<S> input) {
    this.input = input;
  }

  /** Where in the order of numbers a conjunction's bit is turned round. */
  record Turn(BigDecimal at, boolean after, int position) {}

  void add(int position, Values allowed) {
    positions.add(position);
    values.add(allowed);
  }

  Input<S> input() {
    return input;
  }

  /** How many conjunctions ask something of the field. */
  int size() {
    return positions.size();
  }

  int[] positions() {
    return positions.toArray();
  }

  /** The conjunctions that don't allow a kind of value. */
  Ints refusing(int kind) {
    Ints refusing = new Ints();
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).has(kind)) {
        refusing.add(positions.get(i));
      }
    }
    return refusing;
  }

  /** The conjunctions that don't allow the lowest numbers. */
  Ints refusingLow() {
    Ints refusing = new Ints();
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).numbers().low()) {
        refusing.add(positions.get(i));
      }
    }
    return refusing;
  }

  /** For each text the conjunctions to which it is not like the texts that nobody names. */
  Map<String, Ints> texts() {
    Map<String, Ints> texts = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      for (String text : values.get(i).texts()) {
        texts.computeIfAbsent(text, t -> new Ints()).add(positions.get(i));
      }
    }
    return texts;
  }

  /** Ascending. */
  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      for (Cuts.Cut cut : values.get(i).numbers().cuts()) {
        turns.add(new Turn(cut.at(), cut.after(), positions.get(i)));
      }
    }
    turns.sort(
        (a, b) -> {
          int order = a.at().compareTo(b.at());
          return order != 0 ? order : Boolean.compare(a.after(), b.after());
        });
    return turns;
  }

  /**
   * About how many conjunctions the field rules out, were each value that is named as frequent as
   * the others.
   */
  double ruledOut() {
    double named = 1;
    for (Values allowed : values) {
      named += allowed.texts().size();
    }
    double out = 0;
    for (Values allowed : values) {
      double share = allowed.texts().size() / named;
      boolean ordered = allowed.texts().isEmpty() && !allowed.numbers().cuts().isEmpty();
      out += ordered ? 0.5 : allowed.has(Cell.TEXT) ? share : 1 - share;
    }
    return out;
  }
}
