package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.Comparison.Term;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the probe of a condition that has been checked. */
final class Probes {
  private final FieldPath path;
  private final Left left;
  private final Source tested;
  private final Operator operator;
  private final Comparison comparison;
  private final List<Source> operands;

  /** Where a term comes from: null if it is missing or JSON null. */
  @FunctionalInterface
  interface Source {
    @Nullable Term term(Scope scope);
  }

  /** What is tested: the value of a field, or one that is made of several. */
  @FunctionalInterface
  interface Left {
    @Nullable Json value(Scope scope);
  }

  private Probes(
      FieldCondition condition, FieldPath path, Left left, Source tested, Comparison comparison) {
    this.path = path;
    this.left = left;
    this.tested = tested;
    this.operator = condition.operator().positive();
    this.comparison = comparison;
    this.operands = operands(condition, comparison);
  }

  static Probe of(
      FieldCondition condition, FieldPath path, Comparison comparison, TimeOperands times) {
    Left left = scope -> scope.value(path);
    return new Probes(condition, path, left, field(path, comparison), comparison)
        .probe(condition, times);
  }

  /** The probe of something that is no field; the condition is not about changes. */
  static Probe of(FieldCondition condition, Left left, Comparison comparison, TimeOperands times) {
    FieldPath path = FieldPath.parse(condition.field()).orElseThrow();
    return new Probes(condition, path, left, term(left, comparison), comparison)
        .probe(condition, times);
  }

  private static List<Source> operands(FieldCondition condition, Comparison comparison) {
    return switch (condition.operator().operand()) {
      case NONE, PATTERN, CALENDAR -> List.of();
      case VALUE, LIST, DURATION, DAYS -> List.of(source(value(condition), comparison));
      case RANGE, TIMES ->
          ((Json.Arr) value(condition))
              .items().stream().map(item -> source(item, comparison)).toList();
    };
  }

  private static Json value(FieldCondition condition) {
    return condition.value().orElseThrow();
  }

  private static Source source(Json value, Comparison comparison) {
    if (Operands.isField(value)) {
      Source field = field(FieldPath.parse(Operands.fieldPath(value)).orElseThrow(), comparison);
      return scope -> charged(field.term(scope), scope);
    }
    Term term = comparison.literal(bare(value));
    return scope -> term;
  }

  /** Without the types that literals declare; most declare none. */
  private static Json bare(Json value) {
    if (!(value instanceof Json.Arr array)) {
      return Operands.bare(value);
    }
    for (Json item : array.items()) {
      if (Operands.declaredType(item).isPresent()) {
        return Json.array(array.items().stream().map(Operands::bare).toList());
      }
    }
    return array;
  }

  /** What is compared with a literal is looked at no further than that; a field may hold anything. */
  private static @Nullable Term charged(@Nullable Term term, Scope scope) {
    if (term != null) {
      scope.effort().value(term.json());
    }
    return term;
  }

  private static Source field(FieldPath path, Comparison comparison) {
    // So many rules ask for the time that it is made once for all of them.
    return path.text().equals(Scope.NOW) && comparison.temporal()
        ? Scope::nowTerm
        : term(scope -> scope.value(path), comparison);
  }

  private static Source term(Left left, Comparison comparison) {
    return scope -> {
      Json value = left.value(scope);
      if (value == null || value instanceof Json.Null) {
        return null;
      }
      if (comparison.ignoreCase()) {
        scope.effort().value(value);
      }
      return comparison.term(value);
    };
  }

  private Probe probe(FieldCondition condition, TimeOperands times) {
    return switch (operator) {
      case EQ -> equal(tested);
      case LT -> ordered(order -> order < 0);
      case LTE -> ordered(order -> order <= 0);
      case GT -> ordered(order -> order > 0);
      case GTE -> ordered(order -> order >= 0);
      case BEFORE -> ordered(order -> order < 0);
      case AFTER -> ordered(order -> order > 0);
      case BETWEEN -> between();
      case IN -> lists().in();
      case CONTAINS -> lists().contains();
      case CONTAINS_ANY -> lists().any();
      case CONTAINS_ALL -> lists().all();
      case STARTS_WITH -> texts(String::startsWith);
      case ENDS_WITH -> texts(String::endsWith);
      case MATCHES -> matches(condition);
      case IS_NULL -> here(value -> value == null || value instanceof Json.Null);
      case IS_EMPTY -> here(Probes::empty);
      case EXISTS -> here(value -> value != null);
      case CHANGED -> scope -> Finding.of(scope.change(path) != null);
      case CHANGED_FROM -> ifChanged(equal(before()));
      case CHANGED_TO -> ifChanged(equal(tested));
      case INCREASED -> ifChanged(moved(order -> order > 0));
      case DECREASED -> ifChanged(moved(order -> order < 0));
      case OLDER_THAN, NEWER_THAN, WITHIN -> aged(value(condition), times);
      case TIME_OF_DAY -> TimeProbes.timeOfDay(tested, operands.get(0), operands.get(1));
      case DAY_OF_WEEK -> TimeProbes.dayOfWeek(tested, operands.get(0));
      case BUSINESS_HOURS -> TimeProbes.businessHours(tested, times.calendar(value(condition)));
      case NE,
          NOT_BETWEEN,
          NOT_IN,
          NOT_CONTAINS,
          NOT_STARTS_WITH,
          NOT_ENDS_WITH,
          IS_NOT_NULL,
          IS_NOT_EMPTY,
          CONTAINS_NONE ->
          throw new IllegalStateException("complements are taken of findings, not of probes");
    };
  }

  private ListProbes lists() {
    return new ListProbes(tested, operands.get(0), comparison);
  }

  private Probe here(Predicate<@Nullable Json> wanted) {
    return scope -> Finding.of(wanted.test(left.value(scope)));
  }

  private static boolean empty(@Nullable Json value) {
    if (value == null) {
      return true;
    }
    return switch (value) {
      case Json.Null n -> true;
      case Json.Str s -> s.value().isEmpty();
      case Json.Arr a -> a.items().isEmpty();
      case Json.Obj o -> o.members().isEmpty();
      case Json.Num n -> false;
      case Json.Bool b -> false;
    };
  }

  private Probe equal(Source actual) {
    Source expected = operands.get(0);
    return scope -> {
      Term a = actual.term(scope);
      Term b = expected.term(scope);
      return a == null || b == null ? Finding.MISSING : comparison.equal(a, b, scope.zone());
    };
  }

  private Probe ordered(IntPredicate wanted) {
    return compared(tested, operands.get(0), wanted);
  }

  private Probe compared(Source left, Source right, IntPredicate wanted) {
    return scope -> {
      Term a = left.term(scope);
      Term b = right.term(scope);
      return a == null || b == null
          ? Finding.MISSING
          : comparison.order(a, b, scope.zone(), wanted);
    };
  }

  private Probe between() {
    Probe low = compared(tested, operands.get(0), order -> order >= 0);
    Probe high = compared(tested, operands.get(1), order -> order <= 0);
    return scope -> {
      Finding above = low.find(scope);
      Finding below = high.find(scope);
      // What is missing is missing on whichever side the value lies.
      return above == Finding.MATCHES || below == Finding.MISSING ? below : above;
    };
  }

  private Probe texts(BiPredicate<String, String> test) {
    Source expected = operands.get(0);
    return scope -> {
      Term a = tested.term(scope);
      Term b = expected.term(scope);
      if (a == null || b == null) {
        return Finding.MISSING;
      }
      return a.json() instanceof Json.Str x && b.json() instanceof Json.Str y
          ? Finding.of(test.test(x.value(), y.value()))
          : Finding.WRONG_TYPE;
    };
  }

  private Probe matches(FieldCondition condition) {
    String regex = ((Json.Str) value(condition)).value();
    LinearPattern pattern = LinearPattern.compile(regex, condition.ignoreCase());
    return scope -> {
      Json actual = left.value(scope);
      if (actual == null || actual instanceof Json.Null) {
        return Finding.MISSING;
      }
      return actual instanceof Json.Str s
          ? Finding.of(pattern.matches(s.value(), scope.effort()))
          : Finding.WRONG_TYPE;
    };
  }

  private Probe ifChanged(Probe probe) {
    return scope -> scope.change(path) != null ? probe.find(scope) : Finding.DIFFERS;
  }

  private Source before() {
    return scope -> {
      Facts.Change change = scope.change(path);
      Optional<Json> before = change == null ? Optional.empty() : change.before();
      return before.filter(v -> !(v instanceof Json.Null)).map(comparison::term).orElse(null);
    };
  }

  private Probe moved(IntPredicate wanted) {
    Probe probe = compared(tested, before(), wanted);
    return scope -> {
      Json value = left.value(scope);
      // Text has an order, but grows or shrinks in no sense that a rule could mean.
      return value instanceof Json.Str && !comparison.temporal()
          ? Finding.WRONG_TYPE
          : probe.find(scope);
    };
  }

  private Probe aged(Json value, TimeOperands times) {
    return TimeOperands.working(value)
        ? TimeProbes.worked(operator, tested, times.worked(value))
        : TimeProbes.aged(operator, tested, operands.get(0));
  }
}
