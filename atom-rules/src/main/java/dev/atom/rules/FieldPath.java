package dev.atom.rules;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path into the facts: names with dots between, numbers for the items of lists. On the items of a
 * list it is relative to the item, {@code @} is the item itself, and each {@code ^.} before a path
 * leads one level out. {@code @now} and {@code @event} lead to what the evaluation knows.
 * Equal by text.
 */
final class FieldPath {
  static final String ITEM = "@";
  private static final String OUT = "^.";
  private static final int DELETE = 0x7f;
  private static final int MOST_DIGITS = 9;
  private static final int LONGEST = 500;
  private static final int NO_INDEX = -1;
  private static final Shared<FieldPath> SHARED = new Shared<>();

  private final String text;
  private final String inner;
  private final int outward;
  private final String[] steps;
  private final int[] indexes;

  /** The only step, if there is one only. */
  private final @Nullable String only;

  private final boolean reserved;

  private FieldPath(String text, String inner, int outward, String... steps) {
    this.text = text;
    this.inner = inner;
    this.outward = outward;
    this.steps = steps;
    this.indexes = new int[steps.length];
    for (int i = 0; i < steps.length; i++) {
      indexes[i] = place(steps[i]);
    }
    this.only = steps.length == 1 ? steps[0] : null;
    this.reserved = text.equals(Scope.NOW) || text.equals(Facts.EVENT);
  }

  /** Empty if the text is no path. */
  static Optional<FieldPath> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    int outward = 0;
    while (text.startsWith(OUT, outward * OUT.length())) {
      outward++;
    }
    String inner = text.substring(outward * OUT.length());
    if (inner.equals(ITEM)) {
      return Optional.of(SHARED.of(new FieldPath(text, inner, outward)));
    }
    List<String> steps = new ArrayList<>(4);
    for (int begin = 0; begin <= inner.length(); ) {
      int dot = inner.indexOf('.', begin);
      int end = dot < 0 ? inner.length() : dot;
      String step = inner.substring(begin, end);
      if (!step(step)) {
        return Optional.empty();
      }
      steps.add(step);
      begin = end + 1;
    }
    FieldPath path = new FieldPath(text, inner, outward, steps.toArray(String[]::new));
    return Optional.of(SHARED.of(path));
  }

  /** A name without controls and white space, but for single blanks between its words. */
  private static boolean step(String step) {
    boolean apart = true;
    for (int i = 0; i < step.length(); i++) {
      char c = step.charAt(i);
      if (c < ' ' || c == DELETE || (c == ' ' && apart)) {
        return false;
      }
      apart = c == ' ';
    }
    return !apart && !step.equals("^") && !step.equals(ITEM);
  }

  /** A whole number of at most nine digits, written as numbers are; -1 for anything else. */
  private static int place(String step) {
    if (step.length() > MOST_DIGITS || (step.length() > 1 && step.charAt(0) == '0')) {
      return NO_INDEX;
    }
    int place = 0;
    for (int i = 0; i < step.length(); i++) {
      int digit = step.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NO_INDEX;
      }
      place = 10 * place + digit;
    }
    return place;
  }

  /** Whether the path leads to what the evaluation knows rather than to a fact. */
  boolean reserved() {
    return reserved;
  }

  /** How many levels the path leads out of the item that it stands on. */
  int outward() {
    return outward;
  }

  /** Whether the path is the item that it stands on, or the item further out. */
  boolean item() {
    return steps.length == 0;
  }

  /** The path without what leads out. */
  String inner() {
    return inner;
  }

  String text() {
    return text;
  }

  int length() {
    return steps.length;
  }

  String step(int i) {
    return steps[i];
  }

  /** The step as the place in a list; -1 if it is none. */
  int index(int i) {
    return indexes[i];
  }

  /** The path up to and with a step. */
  String upTo(int i) {
    return String.join(".", List.of(steps).subList(0, i + 1));
  }

  /** The value there, or null if a step finds nothing. */
  @Nullable Json find(Json root) {
    return only != null && root instanceof Json.Obj object
        ? object.members().get(only)
        : find(root, 0);
  }

  /** The value that the steps from the given one on lead to. */
  @Nullable Json find(Json from, int first) {
    Json at = from;
    for (int i = first; i < steps.length; i++) {
      Json next = null;
      if (at instanceof Json.Obj object) {
        next = object.members().get(steps[i]);
      } else if (at instanceof Json.Arr array && indexes[i] != NO_INDEX) {
        List<Json> items = array.items();
        next = indexes[i] < items.size() ? items.get(indexes[i]) : null;
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
