package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Lists.Quantifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One operation of a rule that is being compiled. */
final class Operation {
  /** Those that answer true or false. */
  static final Set<String> TRUTHS =
      with(
          Comparison.Relation.OPERATORS,
          "!",
          "!!",
          "and",
          "or",
          "in",
          "all",
          "some",
          "none",
          "startsWith",
          "endsWith",
          "exists");

  private static final Set<String> VALUES =
      Set.of(
          "var",
          "val",
          "missing",
          "missing_some",
          "if",
          "?:",
          "??",
          "try",
          "throw",
          "preserve",
          "log",
          "+",
          "-",
          "*",
          "/",
          "%",
          "max",
          "min",
          "cat",
          "substr",
          "merge",
          "map",
          "filter",
          "reduce");

  private static final int LONGEST_PATH = 10_000;

  private final Compiler compiler;
  private final String name;
  private final Json argument;
  private final Place place;
  private final int depth;

  Operation(Compiler compiler, String name, Json argument, Place place, int depth) {
    this.compiler = compiler;
    this.name = name;
    this.argument = argument;
    this.place = place;
    this.depth = depth;
  }

  static boolean known(String name) {
    return TRUTHS.contains(name) || VALUES.contains(name);
  }

  Expression compile() {
    return switch (name) {
      case "var" -> variable();
      case "val" -> value();
      case "exists" -> new Access.Exists(one());
      case "missing" -> new Access.Missing(parts());
      case "missing_some" -> atLeast(2, args -> new Access.MissingSome(args, place));
      case "preserve" -> compiler.data(argument, place);
      case "log" -> first();
      case "if", "?:" -> written(0, Control.If::new);
      case "and" -> written(0, Control.And::new);
      case "or" -> written(0, Control.Or::new);
      case "!" -> new Control.Truth(first(), false);
      case "!!" -> new Control.Truth(first(), true);
      case "??" -> new Control.Coalesce(parts());
      case "try" -> tried();
      case "throw" -> new Control.Throw(first(), place);
      case "+" -> new Arithmetic.Fold(arguments(), 0, 0, Double::sum, place);
      case "*" -> new Arithmetic.Fold(arguments(), 1, 0, (a, b) -> a * b, place);
      case "-" -> new Arithmetic.Fold(arguments(), 0, 1, (a, b) -> a - b, place);
      case "/" -> new Arithmetic.Fold(arguments(), 1, 1, (a, b) -> a / b, place);
      case "%" -> new Arithmetic.Fold(arguments(), 0, 2, (a, b) -> a % b, place);
      case "max" -> new Arithmetic.Extreme(arguments(), 1, place);
      case "min" -> new Arithmetic.Extreme(arguments(), -1, place);
      case "cat" -> new Texts.Cat(arguments());
      case "substr" -> atLeast(2, args -> new Texts.Substring(args, place));
      case "startsWith" -> atLeast(2, args -> new Texts.Edge(args.get(0), args.get(1), false));
      case "endsWith" -> atLeast(2, args -> new Texts.Edge(args.get(0), args.get(1), true));
      case "in" -> atLeast(2, Operation::membership);
      case "merge" -> new Lists.Merge(parts());
      case "map", "filter", "reduce", "all", "some", "none" -> iteration();
      default -> comparison();
    };
  }

  private Expression comparison() {
    if (!Comparison.Relation.OPERATORS.contains(name)) {
      throw unknown();
    }
    return written(
        2, args -> new Comparison(Comparison.Relation.of(name), List.copyOf(args), place));
  }

  private static Set<String> with(Set<String> names, String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  private JsonLogicException unknown() {
    String shown = Place.shown(name);
    Set<String> known = new TreeSet<>(TRUTHS);
    known.addAll(VALUES);
    return Compiler.unknown(
        place,
        "there is no JsonLogic operation \"" + shown + "\"; known are " + String.join(" ", known));
  }

  private static Expression membership(List<Expression> arguments) {
    return arguments.get(1) instanceof Expression.Constant all && all.value() instanceof Json.Arr a
        ? new Lists.Among(arguments.get(0), new Choices(a.items()))
        : new Lists.In(arguments.get(0), arguments.get(1));
  }

  private Expression tried() {
    List<Json> items = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    return items.isEmpty()
        ? compiler.fault(place)
        : new Control.Try(compiler.tried(items, place, depth));
  }

  private Expression variable() {
    List<Json> written = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    Json key = written.isEmpty() ? Json.NULL : written.get(0);
    Expression otherwise =
        written.size() < 2 ? null : compiler.compile(written.get(1), place.at(1), depth + 1);
    if (key instanceof Json.Str text && text.value().length() > LONGEST_PATH) {
      throw Compiler.limit(place, "a path is longer than " + LONGEST_PATH + " characters");
    }
    Path path = path(key);
    if (path == null) {
      return new Access.Computed(compiler.compile(key, place, depth + 1), otherwise);
    }
    compiler.reads(path.text(), 0);
    return new Access.Variable(path, otherwise);
  }

  private static @Nullable Path path(Json key) {
    return switch (key) {
      case Json.Null n -> Path.ofKeys(List.of());
      case Json.Num n -> Path.ofDots(Coercion.text(n.value()));
      case Json.Str s -> s.value().isEmpty() ? Path.ofKeys(List.of()) : Path.ofDots(s.value());
      case Json.Bool b -> null;
      case Json.Arr a -> null;
      case Json.Obj o -> null;
    };
  }

  private Expression value() {
    Expression keys = one();
    if (!(keys instanceof Expression.Constant constant)) {
      return new Access.ComputedValue(keys);
    }
    List<Json> steps = Access.steps(constant.value());
    int levels = Access.levels(steps);
    List<Json> rest = levels < 0 ? steps : steps.subList(1, steps.size());
    Path path = Access.path(rest, new Frame(Json.NULL, Long.MAX_VALUE, false, null));
    compiler.reads(path.text(), Math.max(levels, 0));
    return new Access.Value(Math.max(levels, 0), path);
  }

  private Expression iteration() {
    List<Json> written = argument instanceof Json.Arr array ? array.items() : List.of();
    boolean transforming = !Operation.TRUTHS.contains(name);
    if (written.size() < 2
        || written.get(0) instanceof Json.Null
        || (transforming && written.get(1) instanceof Json.Null)) {
      return compiler.fault(place);
    }
    Expression list = compiler.compile(written.get(0), place.at(0), depth + 1);
    int before = compiler.counted();
    Expression body = compiler.inner(written.get(1), place.at(1), depth + 1);
    int work = 1 + compiler.counted() - before;
    return switch (name) {
      case "map" -> new Lists.Each(list, body, work, false);
      case "filter" -> new Lists.Each(list, body, work, true);
      case "all" -> new Quantifier(Quantifier.Kind.ALL, list, body, work, place);
      case "some" -> new Quantifier(Quantifier.Kind.SOME, list, body, work, place);
      case "none" -> new Quantifier(Quantifier.Kind.NONE, list, body, work, place);
      default -> new Lists.Reduce(list, body, accumulator(written), work);
    };
  }

  private Expression accumulator(List<Json> written) {
    return written.size() < 3
        ? new Expression.Constant(Json.NULL)
        : compiler.compile(written.get(2), place.at(2), depth + 1);
  }

  /** The argument, or the first of a list. */
  private Expression first() {
    List<Expression> parts = parts();
    return parts.isEmpty() ? new Expression.Constant(Json.NULL) : parts.get(0);
  }

  /** The argument as it is, a list too. */
  private Expression one() {
    return compiler.compile(argument, place, depth + 1);
  }

  private List<Expression> parts() {
    return argument instanceof Json.Arr array
        ? compiler.all(array.items(), place, depth)
        : List.of(one());
  }

  private Arguments arguments() {
    return new Arguments(parts(), !(argument instanceof Json.Arr));
  }

  /** Of arguments that must stand in the rule as a list. */
  private Expression written(
      int fewest, java.util.function.Function<List<Expression>, Expression> make) {
    return argument instanceof Json.Arr ? atLeast(fewest, make) : compiler.fault(place);
  }

  private Expression atLeast(
      int fewest, java.util.function.Function<List<Expression>, Expression> make) {
    List<Expression> parts = parts();
    return parts.size() < fewest ? compiler.fault(place) : make.apply(parts);
  }
}
