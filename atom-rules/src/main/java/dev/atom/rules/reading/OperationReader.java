package dev.atom.rules.reading;

import dev.atom.json.Json;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Values;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.reading.Reading.All;
import dev.atom.rules.reading.Reading.Compared;
import dev.atom.rules.reading.Reading.Not;
import dev.atom.rules.reading.Reading.Part;
import dev.atom.rules.reading.Reading.Unknown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Reads one operation of a JsonLogic rule, and those within it. */
final class OperationReader {
  /** Paths on whose meaning all agree: no keys with blanks, and none of the reserved signs. */
  private static final Pattern PLAIN =
      Pattern.compile("[^.\\s\\p{Cntrl}@^\\[]+(\\.[^.\\s\\p{Cntrl}@^\\[]+)*");

  private static final int LONGEST = 500;
  private static final int MOST_ITEMS = 1_000;
  private static final Values NOTHING = Values.MISSING.or(Values.NULL);
  private static final Values TRUTHY =
      Values.of(BigDecimal.ZERO)
          .or(Values.EMPTY)
          .or(NOTHING)
          .or(Values.of(false))
          .not()
          .or(Values.OBJECTS);

  private final Json rule;
  private final List<Json> args;

  private OperationReader(Json rule, List<Json> args) {
    this.rule = rule;
    this.args = args;
  }

  static Reading read(Json rule) {
    if (!(rule instanceof Json.Obj object) || object.members().size() != 1) {
      return new Unknown(rule);
    }
    Map.Entry<String, Json> operation = object.members().entrySet().iterator().next();
    Json argument = operation.getValue();
    List<Json> args = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    return args.isEmpty()
        ? new Unknown(rule)
        : new OperationReader(rule, args).operation(operation.getKey());
  }

  private Reading operation(String name) {
    return switch (name) {
      case "and" -> new All(args.stream().map(OperationReader::read).toList());
      case "or" -> Reading.any(args.stream().map(OperationReader::read).toList());
      case "!" -> new Not(read(args.getFirst()));
      case "!!" -> read(args.getFirst());
      case "var" -> compared(field(rule), TRUTHY, false);
      case "==", "===", "<", "<=", ">", ">=" -> comparisons(name);
      case "!=", "!==" ->
          args.size() == 2 ? new Not(pair(name.replace('!', '='), 0)) : new Unknown(rule);
      case "in" -> args.size() < 2 ? new Unknown(rule) : in(args.get(0), args.get(1));
      case "startsWith" -> edge(Where.START);
      case "endsWith" -> edge(Where.END);
      case "some", "all" -> needs(args.getFirst(), Values.LISTS);
      default -> new Unknown(rule);
    };
  }

  /** A path that is read, and what is taken for a missing value; empty if that is null. */
  private record Read(String field, Optional<Json> otherwise) {}

  private static Optional<Read> field(Json json) {
    if (!(json instanceof Json.Obj object) || object.members().size() != 1) {
      return Optional.empty();
    }
    Json key = object.members().get("var");
    Optional<Json> otherwise = Optional.empty();
    if (key instanceof Json.Arr array && !array.items().isEmpty()) {
      key = array.items().get(0);
      otherwise = array.items().stream().skip(1).findFirst();
    }
    return key instanceof Json.Str text
            && text.value().length() <= LONGEST
            && PLAIN.matcher(text.value()).matches()
            && otherwise.filter(value -> !literal(value)).isEmpty()
        ? Optional.of(new Read(text.value(), otherwise))
        : Optional.empty();
  }

  private static boolean literal(Json json) {
    return !(json instanceof Json.Obj) && !(json instanceof Json.Arr);
  }

  private Reading compared(Optional<Read> read, Values values, boolean readsTexts) {
    if (read.isEmpty()) {
      return new Unknown(rule);
    }
    Optional<Json> otherwise = read.get().otherwise();
    if (readsTexts && otherwise.filter(Json.Str.class::isInstance).isPresent()) {
      return new Unknown(rule);
    }
    Values all = values;
    if (otherwise.isPresent()) {
      all = values.has(otherwise) ? values.or(Values.MISSING) : values.and(Values.MISSING.not());
    }
    return new Compared(read.get().field(), all, readsTexts, Set.of(rule));
  }

  /** What is needed at least. */
  private Reading needs(Json json, Values values) {
    Reading unknown = new Unknown(rule);
    Optional<Read> read = field(json);
    return read.isEmpty() ? unknown : new All(List.of(compared(read, values, false), unknown));
  }

  /** Each with the next one; all must hold. */
  private Reading comparisons(String operator) {
    List<Reading> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < args.size(); i++) {
      pairs.add(pair(operator, i));
    }
    return pairs.isEmpty()
        ? new Unknown(rule)
        : pairs.size() == 1 ? pairs.getFirst() : new All(pairs);
  }

  private Reading pair(String operator, int at) {
    List<Json> sides = args.subList(at, at + 2);
    Json pair = Json.object().put(operator, Json.array(sides)).build();
    return new OperationReader(pair, sides).comparison(operator);
  }

  private Reading comparison(String operator) {
    Optional<Read> left = field(args.get(0));
    if (left.isPresent() && literal(args.get(1))) {
      return comparison(left, operator, args.get(1));
    }
    return literal(args.get(0))
        ? comparison(field(args.get(1)), mirrored(operator), args.get(0))
        : new Unknown(rule);
  }

  private static String mirrored(String operator) {
    return operator.startsWith("<") ? operator.replace('<', '>') : operator.replace('>', '<');
  }

  private Reading comparison(Optional<Read> read, String operator, Json literal) {
    Optional<BigDecimal> number = JsonLogic.number(literal);
    return switch (operator) {
      case "===" -> compared(read, same(literal), false);
      case "==" -> equal(read, literal, number.map(OperationReader::equal).orElse(Values.NONE));
      default -> compared(read, number.map(n -> ordered(operator, n)).orElse(Values.NONE), true);
    };
  }

  private static Values same(Json literal) {
    return switch (literal) {
      case Json.Null none -> NOTHING;
      case Json.Bool truth -> Values.of(truth.value());
      case Json.Num number -> Values.of(number.value());
      case Json.Str text -> Values.of(text.value());
      case Json.Arr list -> throw new IllegalStateException("lists are not compared");
      case Json.Obj object -> throw new IllegalStateException("objects are not compared");
    };
  }

  private Reading equal(Optional<Read> read, Json literal, Values asNumber) {
    return switch (literal) {
      case Json.Str text ->
          compared(read, asNumber.and(NOTHING.not()).or(Values.of(text.value())), false);
      // Nothing equals no text.
      case Json.Null none -> compared(read, asNumber, false);
      default -> compared(read, asNumber, true);
    };
  }

  private static Values equal(BigDecimal number) {
    return numbers(number, order -> order == 0, Values.of(number));
  }

  private static Values ordered(String operator, BigDecimal number) {
    return switch (operator) {
      case "<" -> numbers(number, order -> order < 0, Values.below(number));
      case "<=" -> numbers(number, order -> order <= 0, Values.atMost(number));
      case ">" -> numbers(number, order -> order > 0, Values.above(number));
      default -> numbers(number, order -> order >= 0, Values.atLeast(number));
    };
  }

  /** With what is no number but is taken for one. */
  private static Values numbers(BigDecimal number, IntPredicate order, Values numbers) {
    Values values = numbers;
    if (order.test(BigDecimal.ZERO.compareTo(number))) {
      values = values.or(NOTHING).or(Values.of(false));
    }
    return order.test(BigDecimal.ONE.compareTo(number)) ? values.or(Values.of(true)) : values;
  }

  private Reading in(Json part, Json whole) {
    if (whole instanceof Json.Arr list
        && list.items().size() <= MOST_ITEMS
        && list.items().stream().allMatch(OperationReader::literal)) {
      return compared(field(part), among(list.items()), false);
    }
    return literal(part)
        ? part(whole, Where.ANYWHERE, part, Values.TEXTS.or(Values.LISTS))
        : new Unknown(rule);
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

  private Reading edge(Where where) {
    return args.size() < 2
        ? new Unknown(rule)
        : part(args.get(0), where, args.get(1), Values.TEXTS);
  }

  private Reading part(Json whole, Where where, Json part, Values kinds) {
    Optional<Read> read = field(whole).filter(of -> of.otherwise().isEmpty());
    return read.isPresent() && part instanceof Json.Str text
        ? new Part(read.get().field(), where, text.value(), rule)
        : needs(whole, kinds);
  }
}
