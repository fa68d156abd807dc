package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.FieldInput.View;
import dev.atom.rules.index.Cover;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Residual;
import dev.atom.rules.index.TextKeys;
import dev.atom.rules.index.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a condition on one field into the values that it matches, if they can be told beforehand. */
final class LeafCover {
  private static final Values ABSENT = Values.MISSING.or(Values.NULL);

  private final Node.Leaf leaf;
  private final FieldCondition condition;
  private final Operator operator;
  private final boolean wanted;

  private LeafCover(Node.Leaf leaf, boolean wanted) {
    this.leaf = leaf;
    this.condition = leaf.condition();
    this.operator = condition.operator().positive();
    this.wanted = wanted;
  }

  static Cover<Look> of(Node.Leaf leaf, boolean wanted) {
    return new LeafCover(leaf, wanted).cover();
  }

  private Cover<Look> cover() {
    return switch (operator) {
      case IS_NULL -> present(View.VALUE, ABSENT);
      case IS_EMPTY -> present(View.VALUE, ABSENT.or(Values.EMPTY));
      case EXISTS -> present(View.VALUE, Values.MISSING.not());
      case CHANGED -> present(View.CHANGED, Values.of(true));
      case CHANGED_FROM, INCREASED, DECREASED -> changed(residual());
      case CHANGED_TO -> changedTo();
      case EQ, LT, LTE, GT, GTE, BETWEEN, IN, BEFORE, AFTER -> compared();
      case CONTAINS, CONTAINS_ANY -> parts(Where.ANYWHERE);
      case CONTAINS_ALL -> allParts();
      case STARTS_WITH -> parts(Where.START);
      case ENDS_WITH -> parts(Where.END);
      default -> residual();
    };
  }

  private Cover<Look> parts(Where where) {
    Set<String> texts = texts();
    if (texts.isEmpty()) {
      return residual();
    }
    boolean asked = wanted != condition.operator().negated();
    Cover<Look> parts =
        Cover.of(new PartsTest(parted(), where, texts).parts(asked, new Test(leaf, wanted)));
    boolean absent = condition.holds(Finding.MISSING) == wanted;
    if (asked == absent) {
      Cover<Look> other = Cover.of(input(View.VALUE), absent ? ABSENT : ABSENT.not());
      return absent ? Cover.or(List.of(parts, other)) : parts.and(other);
    }
    return parts;
  }

  /** One of the parts leads to it; the rest is tested. */
  private Cover<Look> allParts() {
    Set<String> texts = texts();
    boolean asked = wanted != condition.operator().negated();
    if (texts.isEmpty() || !asked || condition.holds(Finding.MISSING) == wanted) {
      return residual();
    }
    String longest = Collections.max(texts, Comparator.comparingInt(String::length));
    PartsTest one = new PartsTest(parted(), Where.ANYWHERE, Set.of(longest));
    return Cover.of(one.parts(true, new Test(leaf, wanted))).and(residual());
  }

  private FieldInput parted() {
    return input(condition.ignoreCase() ? View.FOLDED : View.VALUE);
  }

  /** The parts that the condition names; empty if they can't be indexed. */
  private Set<String> texts() {
    Json value = condition.value().orElseThrow();
    Set<String> texts = new HashSet<>();
    for (Json literal : value instanceof Json.Arr array ? array.items() : List.of(value)) {
      if (leaf.comparison().temporal()
          || !(literal instanceof Json.Str text)
          || !PartsTest.indexed(text.value())) {
        return Set.of();
      }
      texts.add(condition.ignoreCase() ? TextKeys.fold(text.value()) : text.value());
    }
    return texts;
  }

  /** Presence and change answer for every value themselves. */
  private Cover<Look> present(View view, Values values) {
    return Cover.of(input(view), wanted != condition.operator().negated() ? values : values.not());
  }

  /** What needs a change in any case; its complement is tested wherever it is asked for. */
  private Cover<Look> changed(Cover<Look> cover) {
    Cover<Look> change = Cover.of(input(View.CHANGED), Values.of(true));
    return wanted ? change.and(cover) : residual();
  }

  private Cover<Look> changedTo() {
    Matched matched = matched();
    if (matched == null) {
      return changed(residual());
    }
    Cover<Look> change = Cover.of(input(View.CHANGED), Values.of(wanted));
    Values values = wanted ? matched.values : matched.values.not();
    Cover<Look> value = Cover.of(input(matched.view), values);
    return wanted ? change.and(value) : Cover.or(List.of(change, value));
  }

  private Cover<Look> compared() {
    Matched matched = matched();
    if (matched == null) {
      return residual();
    }
    Values values = matched.values;
    if (condition.operator().negated()) {
      values = values.not();
    }
    if (condition.missing().isPresent()) {
      values =
          condition.missing().get() == Missing.MATCH ? values.or(ABSENT) : values.and(ABSENT.not());
    }
    return Cover.of(input(matched.view), wanted ? values : values.not());
  }

  private FieldInput input(View view) {
    return FieldInput.of(leaf.path(), view);
  }

  private Cover<Look> residual() {
    return Cover.of(new Test(leaf, wanted));
  }

  /** The values that the positive operator matches, and how they are read. */
  private record Matched(View view, Values values) {}

  private @Nullable Matched matched() {
    Json value = condition.value().orElseThrow();
    boolean list = operator == Operator.IN || operator == Operator.BETWEEN;
    if (list != value instanceof Json.Arr) {
      return null;
    }
    List<Json> bare = new ArrayList<>(list ? ((Json.Arr) value).items().size() : 1);
    for (Json literal : value instanceof Json.Arr array ? array.items() : List.of(value)) {
      if (Operands.isField(literal)) {
        return null;
      }
      bare.add(Operands.bare(literal));
    }
    return leaf.comparison().temporal() ? moments(bare) : plain(bare);
  }

  private @Nullable Matched plain(List<Json> literals) {
    View view = condition.ignoreCase() ? View.FOLDED : View.VALUE;
    boolean equality = operator == Operator.EQ || operator == Operator.IN;
    return equality || operator == Operator.CHANGED_TO
        ? new Matched(view, anyOf(literals))
        : numbers(view, literals);
  }

  private @Nullable Matched numbers(View view, List<Json> literals) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (Json literal : literals) {
      if (!(literal instanceof Json.Num number)) {
        return null;
      }
      numbers.add(number.value());
    }
    return new Matched(view, ordered(numbers));
  }

  private Values anyOf(List<Json> literals) {
    if (literals.size() == 1 && literals.getFirst() instanceof Json.Str one) {
      return Values.of(condition.ignoreCase() ? TextKeys.fold(one.value()) : one.value());
    }
    Set<String> texts = new HashSet<>();
    Values values = Values.NONE;
    for (Json literal : literals) {
      switch (literal) {
        case Json.Str s -> texts.add(condition.ignoreCase() ? TextKeys.fold(s.value()) : s.value());
        case Json.Num n -> values = values.or(Values.of(n.value()));
        case Json.Bool b -> values = values.or(Values.of(b.value()));
        case Json.Null n -> throw new IllegalStateException("null is no literal");
        case Json.Arr a -> throw new IllegalStateException("lists are not indexed");
        case Json.Obj o -> throw new IllegalStateException("objects are no literals");
      }
    }
    return texts.isEmpty() ? values : values.or(Values.of(texts));
  }

  private Values ordered(List<BigDecimal> numbers) {
    BigDecimal first = numbers.getFirst();
    return switch (operator) {
      case LT, BEFORE -> Values.below(first);
      case LTE -> Values.atMost(first);
      case GT, AFTER -> Values.above(first);
      case GTE -> Values.atLeast(first);
      case BETWEEN -> Values.between(first, numbers.getLast());
      case EQ, IN, CHANGED_TO -> numbers.stream().map(Values::of).reduce(Values.NONE, Values::or);
      default -> throw new IllegalStateException(operator + " does not order");
    };
  }

  /** Null unless all are of one kind, so that one view of the field answers. */
  private @Nullable Matched moments(List<Json> literals) {
    View view = null;
    List<BigDecimal> numbers = new ArrayList<>();
    for (Json literal : literals) {
      Optional<Moment> moment = Moment.of(literal);
      if (moment.isEmpty()) {
        return null;
      }
      View of =
          switch (moment.get()) {
            case Moment.At at -> View.INSTANT;
            case Moment.Day day -> View.DAY;
            case Moment.TimeOfDay time -> View.TIME;
          };
      if (view != null && view != of) {
        return null;
      }
      view = of;
      numbers.add(number(moment.get()));
    }
    return view == null ? null : new Matched(view, ordered(numbers));
  }

  private static BigDecimal number(Moment moment) {
    return switch (moment) {
      case Moment.At at -> FieldInput.exactMicros(at.instant());
      case Moment.Day day -> BigDecimal.valueOf(day.date().toEpochDay());
      case Moment.TimeOfDay time -> BigDecimal.valueOf(time.time().toNanoOfDay());
    };
  }

  /** A condition that is tested as it is; the same one of another rule is equal, whatever its id. */
  private record Test(Node.Leaf leaf, boolean wanted) implements Residual<Look> {
    @Override
    public boolean test(Look look) {
      return leaf.test(look.scope()) == wanted;
    }

    @Override
    public int cost() {
      return switch (leaf.condition().operator().positive().operand()) {
        case NONE -> 1;
        case VALUE, LIST, RANGE -> 10;
        case DURATION, TIMES, DAYS, CALENDAR -> 50;
        case PATTERN -> 100;
      };
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Test that
          && wanted == that.wanted
          && leaf.comparison().equals(that.leaf.comparison())
          && bare(leaf).equals(bare(that.leaf));
    }

    @Override
    public int hashCode() {
      return bare(leaf).hashCode();
    }

    private static FieldCondition bare(Node.Leaf leaf) {
      return leaf.condition().withoutId();
    }
  }
}
