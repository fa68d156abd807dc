package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.ItemsCondition.Fold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the items of a list: at no more of them than it takes, unless a trace is asked for. */
record ItemsProbe(FieldPath list, Fold fold, Node each, @Nullable FieldPath of, int steps) {
  private static final Json NO_NUMBER = Json.Obj.EMPTY;

  /** Numbers whose sum would need more digits than this are no amounts of anything. */
  private static final int MOST_DIGITS = 1_000;

  ItemsProbe(FieldPath list, Fold fold, Node each, @Nullable FieldPath of) {
    this(list, fold, each, of, 1 + each.size());
  }

  private Scope on(Json item, Scope scope) {
    scope.effort().charge(steps);
    return scope.on(item);
  }

  /** What any, all and none find. */
  Finding find(Scope scope) {
    Json value = scope.value(list);
    if (value == null || value instanceof Json.Null) {
      return Finding.MISSING;
    }
    if (!(value instanceof Json.Arr array)) {
      return Finding.WRONG_TYPE;
    }
    // Over none: all holds, any does not; and each is settled by the first item of the other kind.
    boolean settling = fold != Fold.ALL;
    for (Json item : array.items()) {
      if (each.test(on(item, scope)) == settling) {
        return Finding.of(settling);
      }
    }
    return Finding.of(!settling);
  }

  /** The count, sum and the like; null if there is none, and no number if it can't be told. */
  @Nullable Json amount(Scope scope) {
    Json value = scope.value(list);
    if (value == null || value instanceof Json.Null) {
      return null;
    }
    if (!(value instanceof Json.Arr array)) {
      return NO_NUMBER;
    }
    return of == null ? Json.of(count(array, scope)) : folded(array, scope, of);
  }

  /** What is no number equals nothing, whatever another field may hold. */
  Probe compared(Probe probe) {
    return scope -> {
      Finding found = probe.find(scope);
      boolean number = found != Finding.MATCHES || amount(scope) instanceof Json.Num;
      return number ? found : Finding.WRONG_TYPE;
    };
  }

  private long count(Json.Arr array, Scope scope) {
    long count = 0;
    for (Json item : array.items()) {
      if (each.test(on(item, scope))) {
        count++;
      }
    }
    return count;
  }

  private @Nullable Json folded(Json.Arr array, Scope scope, FieldPath path) {
    BigDecimal result = fold == Fold.SUM ? BigDecimal.ZERO : null;
    int numbers = 0;
    for (Json item : array.items()) {
      Scope on = on(item, scope);
      Json value = on.value(path);
      if (value == null || value instanceof Json.Null || !each.test(on)) {
        continue;
      }
      if (!(value instanceof Json.Num number) || !addable(number.value())) {
        return NO_NUMBER;
      }
      BigDecimal term = number.value().signum() == 0 ? BigDecimal.ZERO : number.value();
      result = result == null ? term : folded(result, term);
      numbers++;
    }
    if (result == null) {
      return null;
    }
    return Json.of(
        fold == Fold.AVG
            ? result.divide(BigDecimal.valueOf(numbers), MathContext.DECIMAL128)
            : result);
  }

  private BigDecimal folded(BigDecimal a, BigDecimal b) {
    return switch (fold) {
      case MIN -> a.min(b);
      case MAX -> a.max(b);
      case SUM, AVG -> a.add(b);
      case ANY, ALL, NONE, COUNT -> throw new IllegalStateException(fold + " is of no field");
    };
  }

  /** 1e999999999 is a number, but adding 1 to it takes a gigabyte. Zero is zero however written. */
  private static boolean addable(BigDecimal number) {
    return number.signum() == 0
        || (number.scale() <= MOST_DIGITS
            && number.precision() - (long) number.scale() <= MOST_DIGITS);
  }

  /** Looks at every item. */
  MatchedItems matched(Json.Arr array, Scope scope) {
    List<Integer> matched = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    int matching = 0;
    int wrongTypes = 0;
    for (int i = 0; i < array.items().size(); i++) {
      Scope on = on(array.items().get(i), scope);
      boolean holds = each.test(on);
      scope.effort().charge(steps);
      matching += holds ? 1 : 0;
      wrongTypes += each.checks(on).mapToInt(Check::wrongTypes).sum();
      List<Integer> places = holds ? matched : others;
      if (places.size() < MatchedItems.SHOWN) {
        places.add(i);
      }
    }
    return new MatchedItems(array.items().size(), matching, matched, others, wrongTypes);
  }
}
