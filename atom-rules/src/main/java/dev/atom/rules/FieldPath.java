package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path into the facts: names with dots between, numbers for the items of lists. */
final class FieldPath {
  private static final Pattern STEP =
      Pattern.compile("[^.\\s\\p{Cntrl}]+(?: [^.\\s\\p{Cntrl}]+)*+");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final int LONGEST = 500;

  private final String text;
  private final String[] steps;
  private final boolean reserved;

  private FieldPath(String text, String[] steps) {
    this.text = text;
    this.steps = steps;
    this.reserved = text.startsWith("@");
  }

  /** Empty if the text is no path. */
  static Optional<FieldPath> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String[] steps = text.split("\\.", -1);
    return List.of(steps).stream().allMatch(step -> STEP.matcher(step).matches())
        ? Optional.of(new FieldPath(text, steps))
        : Optional.empty();
  }

  /** Whether the path leads to what the evaluation knows rather than to a fact. */
  boolean reserved() {
    return reserved;
  }

  String text() {
    return text;
  }

  /** The value there, or null if a step finds nothing. */
  @Nullable Json find(Json.Obj root) {
    Json at = root;
    for (String step : steps) {
      Json next = step(at, step);
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  private static @Nullable Json step(Json at, String step) {
    if (at instanceof Json.Obj object) {
      return object.members().get(step);
    }
    if (at instanceof Json.Arr array && INDEX.matcher(step).matches()) {
      int index = Integer.parseInt(step);
      return index < array.items().size() ? array.items().get(index) : null;
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
