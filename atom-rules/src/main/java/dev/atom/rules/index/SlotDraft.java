package dev.atom.rules.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all conjunctions ask of one field, gathered before it is laid out. Not thread-safe. */
final class SlotDraft<S> {
  /** Beside the kinds of {@link Cell} in a mask of what a conjunction allows. */
  private static final int LOW_NUMBERS = Cell.KINDS;

  private final Input<S> input;
  private final Ints positions = new Ints();
  private final Ints allowed = new Ints();
  private final List<Values> values = new ArrayList<>();

  SlotDraft(Input<S> input) {
    this.input = input;
  }

  /** Where in the order of numbers a conjunction's bit is turned round. */
  record Turn(BigDecimal at, boolean after, int position) {}

  void add(int position, Values some) {
    positions.add(position);
    allowed.add(some.kinds() | (some.numbers().low() ? 1 << LOW_NUMBERS : 0));
    values.add(some);
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

  /** The conjunctions that don't allow a kind of value; of texts, those that nobody names. */
  int[] refusing(int kind) {
    Ints refusing = new Ints();
    for (int i = 0; i < allowed.size(); i++) {
      if ((allowed.get(i) & (1 << kind)) == 0) {
        refusing.add(positions.get(i));
      }
    }
    return refusing.toArray();
  }

  /** The conjunctions that don't allow the lowest numbers. */
  int[] refusingLow() {
    return refusing(LOW_NUMBERS);
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
    for (Values some : values) {
      named += some.texts().size();
    }
    double out = 0;
    for (int i = 0; i < values.size(); i++) {
      int texts = values.get(i).texts().size();
      boolean ordered = texts == 0 && !values.get(i).numbers().cuts().isEmpty();
      boolean others = (allowed.get(i) & (1 << Cell.TEXT)) != 0;
      out += ordered ? 0.5 : others ? texts / named : 1 - texts / named;
    }
    return out;
  }
}
