package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Comparison.Relation;
import dev.atom.rules.jsonlogic.Necessary.Kind;
import dev.atom.rules.jsonlogic.Necessary.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a rule requires of single fields, by its form: conjunctions of tests with literals. */
final class Requirements {
  /** Paths on whose meaning all agree: no keys with blanks, and none of the reserved signs. */
  private static final Pattern PLAIN =
      Pattern.compile("[^.\\s\\p{Cntrl}@^\\[]+(\\.[^.\\s\\p{Cntrl}@^\\[]+)*");

  private static final int LONGEST = 500;
  private static final int MOST_VALUES = 1_000;
  private static final List<Json> TRUTHS = List.of(Json.of(true), Json.of(false));

  private Requirements() {}

  static List<Necessary> of(Json rule) {
    if (!(rule instanceof Json.Obj object) || object.members().size() != 1) {
      return List.of();
    }
    String name = object.members().keySet().iterator().next();
    Json argument = object.members().values().iterator().next();
    List<Json> args = argument instanceof Json.Arr array ? array.items() : List.of(argument);
    return switch (name) {
      case "and" -> args.stream().flatMap(part -> of(part).stream()).toList();
      case "or" -> or(args);
      case "!!" -> args.isEmpty() ? List.of() : of(args.get(0));
      case "var" -> list(truthy(rule));
      case "==", "===", "<", "<=", ">", ">=" -> comparisons(Relation.of(name), args);
      case "in" -> args.size() < 2 ? List.of() : list(in(args.get(0), args.get(1)));
      case "startsWith", "endsWith" ->
          args.isEmpty() ? List.of() : list(only(args.get(0), Kind.TEXT));
      case "some" -> args.isEmpty() ? List.of() : list(only(args.get(0), Kind.LIST));
      case "all" -> args.size() < 2 ? List.of() : list(only(args.get(0), Kind.LIST));
      default -> List.of();
    };
  }

  private static List<Necessary> list(@Nullable Necessary one) {
    return one == null ? List.of() : List.of(one);
  }

  private static List<Necessary> or(List<Json> args) {
    Optional<Necessary> all = Optional.empty();
    for (int i = 0; i < args.size(); i++) {
      List<Necessary> part = of(args.get(i));
      if (part.size() != 1) {
        return List.of();
      }
      all = i == 0 ? Optional.of(part.get(0)) : all.flatMap(so -> so.or(part.get(0)));
      if (all.isEmpty()) {
        return List.of();
      }
    }
    return all.map(List::of).orElse(List.of());
  }

  /** The path that is read, with nothing for a missing value; null if it is anything else. */
  private static @Nullable String field(Json json) {
    if (!(json instanceof Json.Obj object)
        || object.members().size() != 1
        || object.get("var").isEmpty()) {
      return null;
    }
    Json key = object.members().get("var");
    if (key instanceof Json.Arr array && array.items().size() == 1) {
      key = array.items().get(0);
    }
    return key instanceof Json.Str text
            && text.value().length() <= LONGEST
            && PLAIN.matcher(text.value()).matches()
        ? text.value()
        : null;
  }

  private static boolean literal(Json json) {
    return !(json instanceof Json.Obj) && !(json instanceof Json.Arr);
  }

  private static @Nullable Necessary truthy(Json read) {
    String field = field(read);
    Set<Kind> kinds = EnumSet.of(Kind.NUMBER, Kind.TEXT, Kind.LIST, Kind.OBJECT);
    return field == null
        ? null
        : new Necessary(field, kinds, List.of(Json.of(true)), Optional.empty());
  }

  private static @Nullable Necessary only(Json read, Kind kind) {
    String field = field(read);
    return field == null
        ? null
        : new Necessary(field, EnumSet.of(kind), List.of(), Optional.empty());
  }

  private static List<Necessary> comparisons(Relation relation, List<Json> args) {
    List<Necessary> all = new ArrayList<>();
    for (int i = 0; i + 1 < args.size(); i++) {
      Json left = args.get(i);
      Json right = args.get(i + 1);
      String field = field(left);
      if (field != null && literal(right)) {
        all.add(comparison(field, relation, right));
      }
      field = field(right);
      if (field != null && literal(left)) {
        all.add(comparison(field, relation.mirrored(), left));
      }
    }
    return all;
  }

  private static Necessary comparison(String field, Relation relation, Json literal) {
    if (relation == Relation.SAME) {
      return same(field, List.of(literal));
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<Json> values = new ArrayList<>();
    TRUTHS.stream().filter(truth -> holds(truth, relation, literal)).forEach(values::add);
    if (holds(Json.NULL, relation, literal)) {
      kinds.add(Kind.MISSING);
      kinds.add(Kind.NULL);
    }
    boolean text = literal instanceof Json.Str;
    if (text && relation == Relation.EQUAL) {
      values.add(literal);
    } else if (text || !(relation == Relation.EQUAL && literal instanceof Json.Null)) {
      kinds.add(Kind.TEXT);
    }
    BigDecimal bound = Coercion.toNumber(literal);
    Optional<Range> numbers = Optional.empty();
    if (bound != null && relation == Relation.EQUAL) {
      values.add(Json.of(bound));
    } else if (bound != null) {
      numbers = Optional.of(range(relation, bound));
    }
    return new Necessary(field, kinds, values, numbers);
  }

  private static Range range(Relation relation, BigDecimal bound) {
    Optional<BigDecimal> end = Optional.of(bound);
    return relation == Relation.LESS || relation == Relation.LESS_OR_EQUAL
        ? new Range(Optional.empty(), end, relation == Relation.LESS_OR_EQUAL)
        : new Range(end, Optional.empty(), relation == Relation.GREATER_OR_EQUAL);
  }

  private static boolean holds(Json value, Relation relation, Json literal) {
    try {
      return relation.holds(
          value, literal, new Frame(Json.NULL, Long.MAX_VALUE, false, null), Place.TOP);
    } catch (Failure e) {
      return false;
    }
  }

  private static Necessary same(String field, List<Json> values) {
    Set<Kind> kinds =
        values.contains(Json.NULL)
            ? EnumSet.of(Kind.MISSING, Kind.NULL)
            : EnumSet.noneOf(Kind.class);
    return new Necessary(field, kinds, values, Optional.empty());
  }

  private static @Nullable Necessary in(Json part, Json whole) {
    String field = field(part);
    if (field != null
        && whole instanceof Json.Arr list
        && list.items().size() <= MOST_VALUES
        && list.items().stream().allMatch(Requirements::literal)) {
      return same(field, list.items());
    }
    String container = field(whole);
    return container == null || !literal(part)
        ? null
        : new Necessary(container, EnumSet.of(Kind.TEXT, Kind.LIST), List.of(), Optional.empty());
  }
}
