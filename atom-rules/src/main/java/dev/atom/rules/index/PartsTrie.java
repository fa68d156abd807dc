package dev.atom.rules.index;

import dev.atom.json.Json;
import java.util.Arrays;
import java.util.List;

/**
 * Finds which of many parts a text has, in one pass: the automaton of Aho and Corasick (CACM 1975).
 * States are numbered in breadth, so that the children of one stand side by side and take an entry
 * each. Takes time linear in the text and the number of parts, whatever they are. Immutable and
 * thread-safe.
 */
final class PartsTrie {
  static final int ASCII = 128;
  private static final int FEW = 4;
  static final int NONE = -1;

  private final Parts.Where where;

  /** Where the children of a state begin; those of the next begin where they end. */
  private final int[] first;

  private final char[] labels;

  /** The part that ends in a state, or -1. */
  private final int[] ends;

  /** The state of the longest end of what was read that is the beginning of a part too. */
  private final int[] fail;

  /** The nearest state on the way of failures in which a part ends; 0 if none. */
  private final int[] also;

  /** The children of the root by their character, 0 if none. */
  private final int[] begin = new int[ASCII];

  /** Empty where it would be large. */
  private final TrieSteps steps;

  /** Parts ascending, none twice; their numbers are their places. */
  PartsTrie(Parts.Where where, List<String> parts) {
    this.where = where;
    List<String> words = parts;
    int[] numbers = null;
    if (where == Parts.Where.END) {
      Integer[] order = new Integer[parts.size()];
      Arrays.setAll(order, i -> i);
      List<String> turned = parts.stream().map(PartsTrie::reversed).toList();
      Arrays.sort(order, (a, b) -> turned.get(a).compareTo(turned.get(b)));
      words = Arrays.stream(order).map(turned::get).toList();
      numbers = Arrays.stream(order).mapToInt(i -> i).toArray();
    }
    TrieDraft draft = new TrieDraft(words);
    first = draft.first.toArray();
    labels = draft.labels.toString().toCharArray();
    ends = draft.ends.toArray();
    if (numbers != null) {
      for (int i = 0; i < ends.length; i++) {
        ends[i] = ends[i] < 0 ? NONE : numbers[ends[i]];
      }
    }
    for (int child = first[0]; child < first[1]; child++) {
      if (labels[child] < ASCII) {
        begin[labels[child]] = child;
      }
    }
    fail = where == Parts.Where.ANYWHERE ? new int[ends.length] : new int[0];
    also = new int[fail.length];
    link();
    steps =
        where == Parts.Where.ANYWHERE
            ? TrieSteps.of(first, labels, fail, state -> ends[state] >= 0 || also[state] != 0)
            : TrieSteps.NONE;
  }

  private static String reversed(String part) {
    char[] turned = new char[part.length()];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = part.charAt(turned.length - 1 - i);
    }
    return new String(turned);
  }

  private void link() {
    for (int state = 0; state < fail.length; state++) {
      for (int child = first[state]; child < first[state + 1]; child++) {
        int to = state == 0 ? 0 : next(fail[state], labels[child]);
        fail[child] = to;
        also[child] = ends[to] >= 0 ? to : also[to];
      }
    }
  }

  /** The state after one more character. */
  private int next(int from, char c) {
    int state = from;
    while (true) {
      int child = child(state, c);
      if (child != 0 || state == 0) {
        return child;
      }
      state = fail[state];
    }
  }

  private int child(int state, char c) {
    if (state == 0 && c < ASCII) {
      return begin[c];
    }
    int low = first[state];
    int high = first[state + 1];
    while (high - low > FEW) {
      int half = (low + high) >>> 1;
      low = labels[half] <= c ? half : low;
      high = labels[half] <= c ? high : half;
    }
    for (; low < high; low++) {
      if (labels[low] == c) {
        return low;
      }
    }
    return 0;
  }

  /** Notes the parts of a text. */
  void find(String text, boolean fold, Hits hits) {
    boolean all =
        switch (where) {
          case ANYWHERE -> steps.any() ? stepwise(text, fold, hits) : anywhere(text, fold, hits);
          case START -> along(text, fold, 1, hits);
          case END -> along(text, fold, -1, hits);
        };
    if (!all) {
      find(TextKeys.fold(text), false, hits);
    }
  }

  /** False if the text must be folded first. */
  private boolean anywhere(String text, boolean fold, Hits hits) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (fold) {
        if (c >= ASCII) {
          return false;
        }
        c = (char) TextKeys.upper(c);
      }
      state = next(state, c);
      note(state, hits);
    }
    return true;
  }

  /** Notes the parts that end where a state is; those of a part that was noted are noted. */
  private void note(int state, Hits hits) {
    int end = ends[state] >= 0 ? state : also[state];
    while (end != 0 && hits.add(ends[end])) {
      end = also[end];
    }
  }

  private boolean stepwise(String text, boolean fold, Hits hits) {
    int at = 0;
    for (int from = 0; from < text.length(); from += Hits.AT_ONCE) {
      int count = Math.min(Hits.AT_ONCE, text.length() - from);
      text.getChars(from, from + count, hits.read, 0);
      for (int i = 0; i < count; i++) {
        int c = hits.read[i];
        if (c >= ASCII) {
          if (fold) {
            return false;
          }
          at = 0;
          continue;
        }
        at = steps.next(at, fold ? TextKeys.upper(c) : c);
        if (steps.notes(at)) {
          note(steps.state(at), hits);
        }
      }
    }
    return true;
  }

  private boolean along(String text, boolean fold, int step, Hits hits) {
    int state = 0;
    int at = step > 0 ? 0 : text.length() - 1;
    for (int left = text.length(); left > 0; left--) {
      char c = text.charAt(at);
      if (fold) {
        if (c >= ASCII) {
          return false;
        }
        c = (char) TextKeys.upper(c);
      }
      state = child(state, c);
      if (state == 0) {
        return true;
      }
      if (ends[state] >= 0) {
        hits.add(ends[state]);
      }
      at += step;
    }
    return true;
  }

  /** Notes the parts that are items of a list. */
  void items(List<Json> list, boolean fold, Hits hits) {
    if (where == Parts.Where.ANYWHERE) {
      for (Json item : list) {
        if (item instanceof Json.Str text) {
          whole(text.value(), fold, hits);
        }
      }
    }
  }

  private void whole(String text, boolean fold, Hits hits) {
    String item = fold ? TextKeys.fold(text) : text;
    int state = 0;
    for (int i = 0; i < item.length(); i++) {
      state = child(state, item.charAt(i));
      if (state == 0) {
        return;
      }
    }
    if (ends[state] >= 0) {
      hits.add(ends[state]);
    }
  }
}
