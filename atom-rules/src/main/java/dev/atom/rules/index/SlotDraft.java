package dev.atom.rules.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all conjunctions ask of one field, gathered before it is laid out. What they allow is taken apart
 * as it comes, while it is at hand. Not thread-safe.
 */
final class SlotDraft<S> {
  /** Beside the kinds of {@link Cell} in a mask of what a conjunction allows. */
  private static final int LOW_NUMBERS = Cell.KINDS;

  private final Input<S> input;
  private final Ints positions = new Ints();
  private final Ints allowed = new Ints();
  private final Map<String, Ints> texts = new HashMap<>();
  private final List<Turn> turns = new ArrayList<>();

  /** How many texts those name that allow no others, and those that allow all others. */
  private int named;

  private int excepted;

  /** How many name texts and allow no others, and how many name but places of numbers. */
  private int naming;

  private int ordering;

  SlotDraft(Input<S> input) {
    this.input = input;
  }

  /** Where in the order of numbers a conjunction's bit is turned round. */
  record Turn(BigDecimal at, double near, boolean after, int position) implements Comparable<Turn> {
    /** The nearest double tells most numbers apart, and never puts them into another order. */
    @Override
    public int compareTo(Turn other) {
      int order = Double.compare(near, other.near);
      order = order != 0 ? order : at.compareTo(other.at);
      return order != 0 ? order : Boolean.compare(after, other.after);
    }
  }

  void add(int position, Values values) {
    int kinds = values.kinds();
    boolean others = (kinds & (1 << Cell.TEXT)) != 0;
    positions.add(position);
    allowed.add(kinds | (values.numbers().low() ? 1 << LOW_NUMBERS : 0));
    for (String text : values.texts()) {
      texts.computeIfAbsent(text, t -> new Ints()).add(position);
    }
    List<Cuts.Cut> cuts = values.numbers().cuts();
    for (int i = 0; i < cuts.size(); i++) {
      BigDecimal at = cuts.get(i).at();
      turns.add(new Turn(at, at.doubleValue(), cuts.get(i).after(), position));
    }
    if (values.texts().isEmpty() && !cuts.isEmpty()) {
      ordering++;
    } else if (others) {
      excepted += values.texts().size();
    } else {
      naming++;
      named += values.texts().size();
    }
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
    return texts;
  }

  /** Ascending. */
  List<Turn> turns() {
    turns.sort(null);
    return turns;
  }

  /**
   * About how many conjunctions the field rules out, were each value that is named as frequent as
   * the others.
   */
  double ruledOut() {
    double values = 1.0 + named + excepted;
    return 0.5 * ordering + excepted / values + naming - named / values;
  }
}
