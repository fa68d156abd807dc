package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.FieldInput.View;
import dev.atom.rules.index.Cover;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Residual;
import dev.atom.rules.index.Values;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Turns JsonLogic into what an index can answer. Tests of single fields against what stands in the rule
 * are known by their form, also under {@code and}, {@code or} and {@code !}: each is true or false for
 * every value, since a comparison that fails has an answer too. Of anything else nothing is known, and
 * the rule is tested as a whole where what is known holds.
 */
final class LogicCover {
  /** With these and blanks a path may mean something else to rules than to JsonLogic. */
  private static final String RESERVED = "@^[";

  private static final int LONGEST = 500;
  private static final int MOST_VALUES = 1_000;
  private static final Values NOTHING = Values.MISSING.or(Values.NULL);
  private static final Values TRUTHY =
      Values.of(BigDecimal.ZERO)
          .or(Values.EMPTY)
          .or(NOTHING)
          .or(Values.of(false))
          .not()
          .or(Values.OBJECTS);

  /** Whether all parts are known, so that none can fail. */
  private boolean total = true;

  private final Residual<Look> whole;

  private LogicCover(Residual<Look> whole) {
    this.whole = whole;
  }

  static Cover<Look> of(LogicNode node, boolean wanted) {
    Residual<Look> whole = new Covers.Whole(node, wanted);
    LogicCover logic = new LogicCover(whole);
    Cover<Look> known = logic.of(node.condition().logic().toJson(), wanted);
    if (logic.total && known.isExact()) {
      return known;
    }
    Cover<Look> tested = Cover.of(whole);
    // An error elsewhere in the rule makes it false as a whole, whatever is known of a part.
    return wanted ? known.needed().and(tested) : tested;
  }

  /** Nothing is known. */
  private Cover<Look> any() {
    return wider(Cover.always());
  }

  private Cover<Look> wider(Cover<Look> needed) {
    total = false;
    return needed.wider();
  }

  /** What holds wherever the rule is, as a truth, what is wanted. */
  private Cover<Look> of(Json rule, boolean wanted) {
    if (!(rule instanceof Json.Obj object) || object.members().size() != 1) {
      return any();
    }
    String name = object.members().keySet().iterator().next();
    Json argument = object.members().values().iterator().next();
    List<Json> args = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    if (args.isEmpty()) {
      return any();
    }
    return switch (name) {
      case "and" -> several(args, wanted, wanted);
      case "or" -> several(args, !wanted, wanted);
      case "!" -> args.size() == 1 ? of(args.get(0), !wanted) : any();
      case "!!" -> args.size() == 1 ? of(args.get(0), wanted) : any();
      case "var" -> field(rule).map(field -> values(field, TRUTHY, wanted)).orElseGet(this::any);
      case "!=", "!==" ->
          args.size() == 2 ? comparisons(name.replace('!', '='), args, !wanted) : any();
      case "==", "===", "<", "<=", ">", ">=" -> comparisons(name, args, wanted);
      case "in" -> args.size() == 2 ? in(args.get(0), args.get(1), wanted) : any();
      case "startsWith" -> args.size() == 2 ? edge(args, Where.START, wanted) : any();
      case "endsWith" -> args.size() == 2 ? edge(args, Where.END, wanted) : any();
      case "some", "all" -> wanted && args.size() == 2 ? kind(args.get(0), Values.LISTS) : any();
      default -> any();
    };
  }

  private Cover<Look> several(List<Json> args, boolean all, boolean wanted) {
    List<Cover<Look>> covers = args.stream().map(arg -> of(arg, wanted)).toList();
    return all ? Cover.and(covers) : Cover.or(covers);
  }

  /** The path that is read, with nothing for a missing value; empty if it is anything else. */
  private static Optional<FieldInput> field(Json json) {
    if (!(json instanceof Json.Obj object) || object.members().size() != 1) {
      return Optional.empty();
    }
    Json key = object.members().get("var");
    if (key instanceof Json.Arr array && array.items().size() == 1) {
      key = array.items().get(0);
    }
    return key instanceof Json.Str text
            && text.value().length() <= LONGEST
            && text.value().chars().noneMatch(LogicCover::reserved)
        ? FieldPath.parse(text.value()).map(path -> FieldInput.of(path, View.VALUE))
        : Optional.empty();
  }

  private static boolean reserved(int c) {
    return c == ' ' || RESERVED.indexOf(c) >= 0;
  }

  private static boolean literal(Json json) {
    return !(json instanceof Json.Obj) && !(json instanceof Json.Arr);
  }

  private static Cover<Look> values(FieldInput field, Values values, boolean wanted) {
    return Cover.of(field, wanted ? values : values.not());
  }

  /** What is needed at least. */
  private Cover<Look> kind(Json read, Values values) {
    return field(read).map(field -> wider(Cover.of(field, values))).orElseGet(this::any);
  }

  /** Each with the next one; all must hold. */
  private Cover<Look> comparisons(String operator, List<Json> args, boolean wanted) {
    List<Cover<Look>> covers = new ArrayList<>();
    for (int i = 0; i + 1 < args.size(); i++) {
      covers.add(comparison(operator, args.get(i), args.get(i + 1), wanted));
    }
    return covers.isEmpty() ? any() : wanted ? Cover.and(covers) : Cover.or(covers);
  }

  private Cover<Look> comparison(String operator, Json left, Json right, boolean wanted) {
    Optional<FieldInput> field = field(left);
    if (field.isPresent() && literal(right)) {
      return comparison(field.get(), operator, right, wanted);
    }
    field = field(right);
    return field.isPresent() && literal(left)
        ? comparison(field.get(), mirrored(operator), left, wanted)
        : any();
  }

  private static String mirrored(String operator) {
    return operator.startsWith("<") ? operator.replace('<', '>') : operator.replace('>', '<');
  }

  private static Cover<Look> comparison(
      FieldInput field, String operator, Json literal, boolean wanted) {
    return switch (operator) {
      case "===" -> values(field, same(literal), wanted);
      case "==" -> equal(field, literal, wanted);
      default -> ordered(field, operator, literal, wanted);
    };
  }

  private static Values same(Json literal) {
    return switch (literal) {
      case Json.Null none -> NOTHING;
      case Json.Bool truth -> Values.of(truth.value());
      case Json.Num number -> Values.of(number.value());
      case Json.Str text -> Values.of(text.value());
      case Json.Arr list -> throw new IllegalStateException("lists are not indexed");
      case Json.Obj object -> throw new IllegalStateException("objects are not indexed");
    };
  }

  /** What is no text and equals a number as one. */
  private static Values numbers(BigDecimal number, IntPredicate order, Values ordered) {
    Values values = ordered;
    if (order.test(BigDecimal.ZERO.compareTo(number))) {
      values = values.or(NOTHING).or(Values.of(false));
    }
    return order.test(BigDecimal.ONE.compareTo(number)) ? values.or(Values.of(true)) : values;
  }

  private static Cover<Look> equal(FieldInput field, Json literal, boolean wanted) {
    Optional<BigDecimal> number = JsonLogic.number(literal);
    Values values =
        number.map(n -> numbers(n, order -> order == 0, Values.of(n))).orElse(Values.NONE);
    return switch (literal) {
      case Json.Str text ->
          values(field, values.and(NOTHING.not()).or(Values.of(text.value())), wanted);
      // Nothing equals no text.
      case Json.Null none -> values(field, values, wanted);
      default -> otherThanText(field, values, wanted);
    };
  }

  private static Cover<Look> otherThanText(FieldInput field, Values values, boolean wanted) {
    return Cover.ofOtherThanText(field, wanted ? values : values.not());
  }

  private static Cover<Look> ordered(
      FieldInput field, String operator, Json literal, boolean wanted) {
    Optional<BigDecimal> number = JsonLogic.number(literal);
    Values values =
        number
            .map(
                n ->
                    switch (operator) {
                      case "<" -> numbers(n, order -> order < 0, Values.below(n));
                      case "<=" -> numbers(n, order -> order <= 0, Values.atMost(n));
                      case ">" -> numbers(n, order -> order > 0, Values.above(n));
                      default -> numbers(n, order -> order >= 0, Values.atLeast(n));
                    })
            .orElse(Values.NONE);
    return otherThanText(field, values, wanted);
  }

  private Cover<Look> in(Json part, Json whole, boolean wanted) {
    Optional<FieldInput> field = field(part);
    if (field.isPresent()
        && whole instanceof Json.Arr list
        && list.items().size() <= MOST_VALUES
        && list.items().stream().allMatch(LogicCover::literal)) {
      return values(field.get(), among(list.items()), wanted);
    }
    if (part instanceof Json.Str text && PartsTest.indexed(text.value())) {
      return parts(whole, Where.ANYWHERE, text.value(), wanted);
    }
    return wanted && literal(part) ? kind(whole, Values.TEXTS.or(Values.LISTS)) : any();
  }

  private static Values among(List<Json> literals) {
    Values values = Values.NONE;
    Set<String> texts = new HashSet<>();
    for (Json literal : literals) {
      if (literal instanceof Json.Str text) {
        texts.add(text.value());
      } else {
        values = values.or(same(literal));
      }
    }
    return texts.isEmpty() ? values : values.or(Values.of(texts));
  }

  private Cover<Look> edge(List<Json> args, Where where, boolean wanted) {
    return args.get(1) instanceof Json.Str part && PartsTest.indexed(part.value())
        ? parts(args.get(0), where, part.value(), wanted)
        : wanted ? kind(args.get(0), Values.TEXTS) : any();
  }

  private Cover<Look> parts(Json whole, Where where, String part, boolean wanted) {
    return field(whole)
        .map(field -> Cover.of(new PartsTest(field, where, Set.of(part)).parts(wanted, this.whole)))
        .orElseGet(this::any);
  }
}
