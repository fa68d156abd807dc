package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogicException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns a rule into expressions. Not thread-safe. */
final class Compiler {
  private final JsonLogicLimits limits;
  private final Set<String> fields = new LinkedHashSet<>();
  private final List<Failure> faults = new ArrayList<>();
  private int operations;
  private int reads;
  private int scopes;
  private int tries;

  Compiler(JsonLogicLimits limits) {
    this.limits = limits;
  }

  /** The paths that the rule reads of its data, as far as they stand in it. */
  Set<String> fields() {
    return fields;
  }

  /** What fails whenever it is evaluated. */
  List<Failure> faults() {
    return faults;
  }

  /** The operations, but for those that only read. */
  int operations() {
    return operations - reads;
  }

  Expression compile(Json rule, Place place, int depth) {
    if (depth > limits.depth()) {
      throw limit(place, "the rule is nested deeper than " + limits.depth() + " levels");
    }
    return switch (rule) {
      case Json.Obj object when object.members().isEmpty() -> new Expression.Constant(rule);
      case Json.Obj object -> operation(object, place, depth);
      case Json.Arr array -> list(array, place, depth);
      case Json.Str s -> new Expression.Constant(s);
      case Json.Num n -> new Expression.Constant(n);
      case Json.Bool b -> new Expression.Constant(b);
      case Json.Null n -> new Expression.Constant(n);
    };
  }

  private Expression list(Json.Arr array, Place place, int depth) {
    List<Expression> parts = all(array.items(), place, depth);
    return parts.stream().allMatch(Expression.Constant.class::isInstance)
        ? new Expression.Constant(array)
        : new Lists.Written(parts);
  }

  private Expression operation(Json.Obj object, Place place, int depth) {
    if (object.members().size() > 1) {
      throw unknown(
          place,
          "an operation has one member, not "
              + object.members().size()
              + "; an object that is data stands in \"preserve\"");
    }
    String name = object.members().keySet().iterator().next();
    operations++;
    if (operations > limits.operations()) {
      throw limit(place, "the rule has more than " + limits.operations() + " operations");
    }
    return new Operation(
            this, name, object.members().values().iterator().next(), place.at(name), depth)
        .compile();
  }

  List<Expression> all(List<Json> items, Place place, int depth) {
    if (items.size() > limits.listItems()) {
      throw limit(place, "a list has " + items.size() + " items; at most " + limits.listItems());
    }
    List<Expression> parts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      parts.add(compile(items.get(i), place.at(i), depth + 1));
    }
    return parts;
  }

  /** What is compiled in there sees other data than the rule's. */
  Expression inner(Json rule, Place place, int depth) {
    scopes++;
    Expression expression = compile(rule, place, depth);
    scopes--;
    return expression;
  }

  /** The parts of a try: the first sees the rule's data, the others the error. */
  List<Expression> tried(List<Json> items, Place place, int depth) {
    List<Expression> parts = new ArrayList<>();
    tries++;
    for (int i = 0; i < items.size(); i++) {
      Place at = place.at(i);
      parts.add(i == 0 ? compile(items.get(0), at, depth + 1) : inner(items.get(i), at, depth + 1));
    }
    tries--;
    return parts;
  }

  /** What stands in the rule as it is. */
  Expression data(Json value, Place place) {
    try {
      new Frame(Json.NULL, limits.steps(), false, null).chargeAll(value);
    } catch (Failure e) {
      throw limit(place, "the data is too large or too deep");
    }
    return new Expression.Constant(value);
  }

  int counted() {
    return operations;
  }

  void reads(String path, int levels) {
    reads++;
    if (levels == 2 * scopes && !path.isEmpty()) {
      fields.add(path);
    }
  }

  /** An operation that can only fail; where nothing catches it, that is a mistake in the rule. */
  Expression fault(Place place) {
    if (tries == 0) {
      faults.add(Failure.invalid(place));
    }
    return frame -> {
      throw Failure.invalid(place);
    };
  }

  static JsonLogicException unknown(Place place, String message) {
    return refused(Kind.UNKNOWN_OPERATOR, place, message);
  }

  static JsonLogicException limit(Place place, String message) {
    return refused(Kind.LIMIT_EXCEEDED, place, message);
  }

  private static JsonLogicException refused(Kind kind, Place place, String message) {
    Json error = Json.object().put("type", kind.type()).build();
    return new JsonLogicException(kind, error, place.pointer(), message);
  }
}
