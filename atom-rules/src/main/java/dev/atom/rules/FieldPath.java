package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Arrays;
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

  /** The steps as places in a list; -1 where a step is none. */
  private final int[] indexes;

  private final boolean reserved;

  private FieldPath(String text, String[] steps) {
    this.text = text;
    this.steps = steps;
    this.indexes = Arrays.stream(steps).mapToInt(FieldPath::index).toArray();
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
    Json at = root.members().get(steps[0]);
    for (int i = 1; i < steps.length && at != null; i++) {
      at = step(at, steps[i], indexes[i]);
    }
    return at;
  }

  private static @Nullable Json step(Json at, String step, int index) {
    if (at instanceof Json.Obj object) {
      return object.members().get(step);
    }
    return at instanceof Json.Arr array && index >= 0 && index < array.items().size()
        ? array.items().get(index)
        : null;
  }

  private static int index(String step) {
    return INDEX.matcher(step).matches() ? Integer.parseInt(step) : -1;
  }

  @Override
  public String toString() {
    return text;
  }
}
