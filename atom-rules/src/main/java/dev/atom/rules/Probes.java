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
  private final Operator operator;
  private final Comparison comparison;
  private final List<Source> operands;

  /** Where a term comes from: null if it is missing or JSON null. */
  @FunctionalInterface
  interface Source {
    @Nullable Term term(Scope scope);
  }

  private Probes(FieldPath path, Operator operator, Comparison comparison, List<Source> operands) {
    this.path = path;
    this.operator = operator;
    this.comparison = comparison;
    this.operands = operands;
  }

  static Probe of(FieldCondition condition, FieldPath path, Comparison comparison) {
    Operator operator = condition.operator().positive();
    List<Source> operands =
        switch (operator.operand()) {
          case NONE, DURATION, PATTERN -> List.of();
          case VALUE, LIST -> List.of(source(value(condition), comparison));
          case RANGE ->
              ((Json.Arr) value(condition))
                  .items().stream().map(item -> source(item, comparison)).toList();
        };
    return new Probes(path, operator, comparison, operands).probe(condition);
  }

  private static Json value(FieldCondition condition) {
    return condition.value().orElseThrow();
  }

  private static Source source(Json value, Comparison comparison) {
    if (Operands.isField(value)) {
      return field(FieldPath.parse(Operands.fieldPath(value)).orElseThrow(), comparison);
    }
    Json bare =
        value instanceof Json.Arr array
            ? Json.array(array.items().stream().map(Operands::bare).toList())
            : Operands.bare(value);
    Term term = comparison.literal(bare);
    return scope -> term;
  }

  private static Source field(FieldPath path, Comparison comparison) {
    return scope -> {
      Json value = scope.value(path);
      return value == null || value instanceof Json.Null ? null : comparison.term(value);
    };
  }

  private Probe probe(FieldCondition condition) {
    return switch (operator) {
      case EQ -> equal(field(path, comparison));
      case LT -> ordered(order -> order < 0);
      case LTE -> ordered(order -> order <= 0);
      case GT -> ordered(order -> order > 0);
      case GTE -> ordered(order -> order >= 0);
      case BEFORE -> ordered(order -> order < 0);
      case AFTER -> ordered(order -> order > 0);
      case BETWEEN -> between();
      case IN -> ListProbes.in(field(path, comparison), operands.get(0), comparison);
      case CONTAINS -> ListProbes.contains(field(path, comparison), operands.get(0));
      case CONTAINS_ANY -> ListProbes.any(field(path, comparison), operands.get(0));
      case CONTAINS_ALL -> ListProbes.all(field(path, comparison), operands.get(0));
      case STARTS_WITH -> texts(String::startsWith);
      case ENDS_WITH -> texts(String::endsWith);
      case MATCHES -> matches(condition);
      case IS_NULL -> here(value -> value == null || value instanceof Json.Null);
      case IS_EMPTY -> here(Probes::empty);
      case EXISTS -> here(value -> value != null);
      case CHANGED -> scope -> Finding.of(scope.change(path) != null);
      case CHANGED_FROM -> ifChanged(equal(before()));
      case CHANGED_TO -> ifChanged(equal(field(path, comparison)));
      case INCREASED -> ifChanged(moved(order -> order > 0));
      case DECREASED -> ifChanged(moved(order -> order < 0));
      case OLDER_THAN, NEWER_THAN -> aged(condition);
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

  private Probe here(Predicate<@Nullable Json> wanted) {
    return scope -> Finding.of(wanted.test(scope.value(path)));
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
    return compared(field(path, comparison), operands.get(0), wanted);
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
    Source actual = field(path, comparison);
    Probe low = compared(actual, operands.get(0), order -> order >= 0);
    Probe high = compared(actual, operands.get(1), order -> order <= 0);
    return scope -> {
      Finding finding = low.find(scope);
      return finding == Finding.MATCHES ? high.find(scope) : finding;
    };
  }

  private Probe texts(BiPredicate<String, String> test) {
    Source actual = field(path, comparison);
    Source expected = operands.get(0);
    return scope -> {
      Term a = actual.term(scope);
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
      Json actual = scope.value(path);
      if (actual == null || actual instanceof Json.Null) {
        return Finding.MISSING;
      }
      return actual instanceof Json.Str s
          ? Finding.of(pattern.matches(s.value()))
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
    Probe probe = compared(field(path, comparison), before(), wanted);
    return scope -> {
      Json value = scope.value(path);
      // Text has an order, but grows or shrinks in no sense that a rule could mean.
      return value instanceof Json.Str && !comparison.temporal()
          ? Finding.WRONG_TYPE
          : probe.find(scope);
    };
  }

  private Probe aged(FieldCondition condition) {
    Span span = Span.parse(((Json.Str) value(condition)).value()).orElseThrow();
    boolean older = operator == Operator.OLDER_THAN;
    Source actual = field(path, comparison);
    return scope -> {
      Term term = actual.term(scope);
      if (term == null) {
        return Finding.MISSING;
      }
      Moment moment = term.moment();
      if (moment == null) {
        return Finding.WRONG_TYPE;
      }
      return older
          ? span.older(moment, scope.now(), scope.zone())
          : span.newer(moment, scope.now(), scope.zone());
    };
  }
}
