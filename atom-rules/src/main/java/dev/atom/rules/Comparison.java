package dev.atom.rules;

import dev.atom.json.Json;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one condition compares values: as points in time, or as JSON with or without regard to case.
 * Values are turned into terms first, literals once when the rule is compiled.
 */
record Comparison(boolean temporal, boolean ignoreCase) {
  static final Comparison PLAIN = new Comparison(false, false);
  private static final int FEW = 16;

  /**
   * A value made ready. In temporal comparison the moment is null if the value is none; a literal
   * list of more than a few items has them as a set.
   */
  record Term(Json json, @Nullable Moment moment, @Nullable Set<Json> items) {

    /** Whether the value, a list, holds an item: for whoever asks about many. */
    Predicate<Json> holding() {
      boolean fewer = !(json instanceof Json.Arr array) || array.items().size() <= FEW;
      return items != null || fewer
          ? this::holds
          : new HashSet<>(((Json.Arr) json).items())::contains;
    }

    /** Whether the value is a list that holds the item. */
    boolean holds(Json item) {
      return items != null
          ? items.contains(item)
          : json instanceof Json.Arr array && array.items().contains(item);
    }
  }

  Term term(Json value) {
    if (temporal) {
      return new Term(value, Moment.of(value).orElse(null), null);
    }
    return new Term(ignoreCase ? fold(value) : value, null, null);
  }

  Term literal(Json value) {
    Term term = term(value);
    return term.json instanceof Json.Arr array && array.items().size() > FEW
        ? new Term(term.json, term.moment, new HashSet<>(array.items()))
        : term;
  }

  Finding equal(Term a, Term b, Optional<ZoneId> zone) {
    if (temporal) {
      return order(a, b, zone, order -> order == 0);
    }
    return a.json.getClass() == b.json.getClass()
        ? Finding.of(a.json.equals(b.json))
        : Finding.WRONG_TYPE;
  }

  Finding order(Term a, Term b, Optional<ZoneId> zone, IntPredicate wanted) {
    if (temporal) {
      return a.moment == null || b.moment == null
          ? Finding.WRONG_TYPE
          : Moment.order(a.moment, b.moment, zone, wanted);
    }
    if (a.json instanceof Json.Num x && b.json instanceof Json.Num y) {
      return Finding.of(wanted.test(x.value().compareTo(y.value())));
    }
    if (a.json instanceof Json.Str x && b.json instanceof Json.Str y) {
      return Finding.of(wanted.test(Texts.compare(x.value(), y.value())));
    }
    return Finding.WRONG_TYPE;
  }

  private static Json fold(Json value) {
    return switch (value) {
      case Json.Str s -> Json.of(Texts.fold(s.value()));
      case Json.Arr array -> Json.array(array.items().stream().map(Comparison::fold).toList());
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, fold(member)));
        yield new Json.Obj(members);
      }
      case Json.Num n -> n;
      case Json.Bool b -> b;
      case Json.Null n -> n;
    };
  }
}
