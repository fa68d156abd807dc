package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions that read the data. */
final class Access {
  private Access() {}

  /** {@code var} with a path that stands in the rule. */
  record Variable(Path path, @Nullable Expression otherwise) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json found = path.find(frame);
      if (frame.outermost()) {
        frame.read(path.text(), found == null ? Json.NULL : found);
      }
      return found != null ? found : otherwise == null ? Json.NULL : otherwise.evaluate(frame);
    }
  }

  /** {@code var} with a path that is worked out. */
  record Computed(Expression path, @Nullable Expression otherwise) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json key = path.evaluate(frame);
      if (key instanceof Json.Arr array) {
        key = array.items().isEmpty() ? Json.NULL : array.items().get(0);
      }
      return new Variable(dotted(key, frame), otherwise).evaluate(frame);
    }
  }

  /** {@code val}: keys without dots, behind the number of levels to go up. */
  record Value(int levels, Path path) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json found = find(levels, path, frame);
      return found == null ? Json.NULL : found;
    }
  }

  /** {@code val} with keys that are worked out. */
  record ComputedValue(Expression keys) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      List<Json> steps = steps(keys.evaluate(frame));
      int levels = levels(steps);
      Path path = Access.path(levels < 0 ? steps : steps.subList(1, steps.size()), frame);
      Json found = find(Math.max(levels, 0), path, frame);
      return found == null ? Json.NULL : found;
    }
  }

  /** {@code exists}: whether something is there, null included. */
  record Exists(Expression keys) implements Expression.Test {
    @Override
    public boolean test(Frame frame) {
      return find(0, Access.path(steps(keys.evaluate(frame)), frame), frame) != null;
    }
  }

  /** {@code missing}: those of the keys at which nothing is but null or an empty text. */
  record Missing(List<Expression> keys) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      List<Json> all = keys.stream().map(key -> key.evaluate(frame)).toList();
      return missing(!all.isEmpty() && all.get(0) instanceof Json.Arr a ? a.items() : all, frame);
    }
  }

  /** {@code missing_some}: what is missing, unless at least so many are there. */
  record MissingSome(List<Expression> arguments, Place place) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      double wanted = arguments.get(0).number(frame);
      if (Double.isNaN(wanted) || !(arguments.get(1).evaluate(frame) instanceof Json.Arr keys)) {
        throw Failure.invalid(place);
      }
      Json.Arr missing = missing(keys.items(), frame);
      int found = keys.items().size() - missing.items().size();
      return found >= wanted ? Json.array(List.of()) : missing;
    }
  }

  private static Json.Arr missing(List<Json> keys, Frame frame) {
    List<Json> missing = new ArrayList<>();
    for (Json key : keys) {
      frame.charge(1);
      Path path = dotted(key, frame);
      Json found = path.find(frame);
      if (frame.outermost()) {
        frame.read(path.text(), found == null ? Json.NULL : found);
      }
      if (found == null
          || found instanceof Json.Null
          || (found instanceof Json.Str text && text.value().isEmpty())) {
        missing.add(key);
      }
    }
    return Json.array(missing);
  }

  static Path dotted(Json key, Frame frame) {
    String text = Coercion.text(key, frame);
    frame.charge(text.length());
    return text.isEmpty() ? Path.ofKeys(List.of()) : Path.ofDots(text);
  }

  static List<Json> steps(Json keys) {
    return keys instanceof Json.Arr array
        ? array.items()
        : keys instanceof Json.Null ? List.of() : List.of(keys);
  }

  /** The levels that the first step says to go up; -1 if it says none. */
  static int levels(List<Json> steps) {
    if (!steps.isEmpty()
        && steps.get(0) instanceof Json.Arr array
        && array.items().size() == 1
        && array.items().get(0) instanceof Json.Num number) {
      BigDecimal levels = number.value().abs();
      return levels.compareTo(BigDecimal.valueOf(1_000)) < 0 ? levels.intValue() : 1_000;
    }
    return -1;
  }

  static Path path(List<Json> steps, Frame frame) {
    return Path.ofKeys(steps.stream().map(step -> Coercion.text(step, frame)).toList());
  }

  /** Two levels lead from an item out of its iteration, the first to the iteration itself. */
  private static @Nullable Json find(int levels, Path path, Frame frame) {
    Frame at = frame.up(levels / 2);
    if (at == null || (levels % 2 == 1 && at.outermost())) {
      return null;
    }
    if (levels % 2 == 1) {
      return path.find(at.iteration());
    }
    Json found = path.find(at);
    if (at.outermost()) {
      at.read(path.text(), found == null ? Json.NULL : found);
    }
    return found;
  }
}
