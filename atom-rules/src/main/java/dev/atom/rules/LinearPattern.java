package dev.atom.rules;

import java.util.List;

/**
 * A regular expression that is matched by simulating its automaton (Thompson 1968), so that the time
 * is at most the text's length times the expression's size, whatever the expression.
 */
final class LinearPattern {
  /** One step of the automaton. */
  sealed interface Step {}

  /** Takes one code point; the parts of its set are looked at one by one. */
  record Take(CodePoints set, int parts) implements Step {}

  /** Goes on at both places. */
  record Split(int first, int second) implements Step {}

  record Jump(int to) implements Step {}

  /** Goes on only at such a place of the text. */
  record At(Place place) implements Step {}

  record Match() implements Step {}

  enum Place {
    BEGIN,
    END,
    WORD_EDGE,
    NO_WORD_EDGE
  }

  private static final int NONE = -1;

  /** Work is charged in portions, so that short texts are charged once. */
  private static final int CHARGED = 1_000;

  /** So many places are forgotten in the time of one step. */
  private static final int FORGOTTEN = 64;

  private final List<Step> steps;

  private LinearPattern(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is none, uses what can't be matched in linear time, or is
   *     too large; the message says what and where
   */
  static LinearPattern compile(String regex, boolean ignoreCase) {
    return new LinearPattern(new PatternParser(regex, ignoreCase).program());
  }

  /** Whether the whole text matches. */
  boolean matches(String text, Effort effort) {
    Threads now = new Threads(steps.size());
    Threads next = new Threads(steps.size());
    int before = NONE;
    int position = 0;
    int at = codePoint(text, position);
    follow(0, now, before, at);
    int work = 0;
    while (at != NONE && now.size > 0) {
      if (work > CHARGED) {
        effort.charge(work);
        work = 0;
      }
      work += now.work + steps.size() / FORGOTTEN;
      int after = position + Character.charCount(at);
      int ahead = codePoint(text, after);
      next.clear();
      for (int i = 0; i < now.size; i++) {
        if (steps.get(now.places[i]) instanceof Take take && take.set().contains(at)) {
          follow(now.places[i] + 1, next, at, ahead);
        }
      }
      Threads swap = now;
      now = next;
      next = swap;
      before = at;
      position = after;
      at = ahead;
    }
    effort.charge(work);
    return at == NONE && now.matched(steps);
  }

  private static int codePoint(String text, int index) {
    return index < text.length() ? text.codePointAt(index) : NONE;
  }

  /** Adds a place and all that it leads to without taking a code point. */
  private void follow(int start, Threads threads, int before, int at) {
    threads.push(start);
    while (threads.waiting > 0) {
      int place = threads.pop();
      switch (steps.get(place)) {
        case Take take -> threads.add(place, take.parts());
        case Match match -> threads.add(place, 1);
        case Jump jump -> threads.push(jump.to());
        case Split split -> {
          threads.push(split.second());
          threads.push(split.first());
        }
        case At here -> {
          if (holds(here.place(), before, at)) {
            threads.push(place + 1);
          }
        }
      }
    }
  }

  private static boolean holds(Place place, int before, int at) {
    return switch (place) {
      case BEGIN -> before == NONE;
      case END -> at == NONE;
      case WORD_EDGE -> CodePoints.word(before) != CodePoints.word(at);
      case NO_WORD_EDGE -> CodePoints.word(before) == CodePoints.word(at);
    };
  }

  /** The places the automaton is in at once. */
  private static final class Threads {
    private final int[] places;
    private final int[] stack;
    private final boolean[] seen;
    private int size;
    private int waiting;

    /** What it took to come here, and what it will take to go on. */
    private int work;

    Threads(int steps) {
      places = new int[steps];
      stack = new int[steps + 1];
      seen = new boolean[steps];
    }

    void push(int place) {
      if (!seen[place]) {
        seen[place] = true;
        stack[waiting++] = place;
      }
    }

    int pop() {
      work++;
      return stack[--waiting];
    }

    void add(int place, int parts) {
      places[size++] = place;
      work += parts;
    }

    void clear() {
      size = 0;
      work = 0;
      java.util.Arrays.fill(seen, false);
    }

    boolean matched(List<Step> steps) {
      for (int i = 0; i < size; i++) {
        if (steps.get(places[i]) instanceof Match) {
          return true;
        }
      }
      return false;
    }
  }

  /** A set of code points. */
  interface CodePoints {
    boolean contains(int codePoint);

    static boolean word(int c) {
      return c == '_' || (c >= 0 && Character.isLetterOrDigit(c));
    }

    default CodePoints complement() {
      return c -> !contains(c);
    }

    /** The same set, and the other case of what is in it. */
    default CodePoints ignoringCase() {
      return c ->
          contains(c)
              || contains(Character.toLowerCase(c))
              || contains(Character.toUpperCase(c))
              || contains(Character.toLowerCase(Character.toUpperCase(c)));
    }

    static CodePoints anyOf(List<CodePoints> sets) {
      List<CodePoints> copy = List.copyOf(sets);
      return c -> copy.stream().anyMatch(set -> set.contains(c));
    }
  }
}
