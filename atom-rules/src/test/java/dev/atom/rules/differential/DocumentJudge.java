package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the JSON of a condition by the words of the documentation, as plainly as can be. The
 * conditions whose ids (or places) are in {@code flipped} are taken for the opposite of what they
 * are.
 */
record DocumentJudge(Types types, Event event, Set<String> flipped) {
  /** Those that the judges know; what others mean is not written here. */
  static final Set<String> OPERATORS =
      Set.of(
          "eq",
          "ne",
          "lt",
          "lte",
          "gt",
          "gte",
          "between",
          "notBetween",
          "in",
          "notIn",
          "contains",
          "notContains",
          "startsWith",
          "notStartsWith",
          "endsWith",
          "notEndsWith",
          "isNull",
          "isNotNull",
          "isEmpty",
          "isNotEmpty",
          "exists",
          "containsAny",
          "containsAll",
          "containsNone",
          "matches",
          "changed",
          "changedFrom",
          "changedTo",
          "increased",
          "decreased",
          "before",
          "after",
          "olderThan",
          "newerThan");

  private static final Set<String> ABOUT_TIME = Set.of("before", "after", "olderThan", "newerThan");
  private static final Map<String, String> COMPLEMENTS =
      Map.of(
          "ne", "eq",
          "notBetween", "between",
          "notIn", "in",
          "notContains", "contains",
          "notStartsWith", "startsWith",
          "notEndsWith", "endsWith",
          "isNotNull", "isNull",
          "isNotEmpty", "isEmpty",
          "containsNone", "containsAny");

  private static final Map<String, String[]> PATHS = new ConcurrentHashMap<>();
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /** The fields declared as points in time, and what was found out of each condition before. */
  record Types(Map<String, String> declared, Map<Json.Obj, Boolean> temporal) {
    Types(Map<String, String> declared) {
      this(declared, new IdentityHashMap<>());
    }

    /** Whether the condition compares points in time. */
    boolean isTemporal(Json.Obj condition) {
      return temporal.computeIfAbsent(condition, this::find);
    }

    private boolean find(Json.Obj condition) {
      Json value = condition.get("value").orElse(Json.NULL);
      List<Json> literals = value instanceof Json.Arr a ? a.items() : List.of(value);
      return ABOUT_TIME.contains(condition.text("op").orElseThrow())
          || declared.containsKey(condition.text("field").orElseThrow())
          || literals.stream().anyMatch(Values::typed)
          || Values.otherField(value).filter(declared::containsKey).isPresent();
    }
  }

  /** What a positive operator says; nothing is missing in a question about presence or change. */
  enum Answer {
    YES,
    NO,
    MISSING;

    static Answer of(boolean yes) {
      return yes ? YES : NO;
    }
  }

  boolean holds(Json.Obj condition, String place) {
    Optional<Json> all = condition.get("all");
    Optional<Json> any = condition.get("any");
    Optional<Json> of = condition.get("of");
    if (all.isPresent()) {
      return !reaches(1, false, items(all.get()), place + "/all");
    }
    if (any.isPresent()) {
      return reaches(1, true, items(any.get()), place + "/any");
    }
    if (of.isPresent()) {
      int least = number(condition.get("atLeast").get()).intValue();
      return reaches(least, true, items(of.get()), place + "/of");
    }
    return condition.get("not").isPresent()
        ? !holds((Json.Obj) condition.get("not").get(), place + "/not")
        : leaf(condition) != flipped.contains(condition.text("id").orElse(place));
  }

  /** Whether at least so many conditions are as said. */
  private boolean reaches(int wanted, boolean so, List<Json> conditions, String place) {
    int count = 0;
    for (int i = 0; i < conditions.size() && count < wanted; i++) {
      String at = flipped.isEmpty() ? "" : place + "/" + i;
      count += holds((Json.Obj) conditions.get(i), at) == so ? 1 : 0;
    }
    return count >= wanted;
  }

  /** Whether a condition on one field is true. */
  boolean leaf(Json.Obj condition) {
    String operator = condition.text("op").orElseThrow();
    boolean complement = COMPLEMENTS.containsKey(operator);
    Answer answer = new Leaf(condition).answer(COMPLEMENTS.getOrDefault(operator, operator));
    if (answer == Answer.MISSING && condition.get("missing").isPresent()) {
      return condition.text("missing").orElseThrow().equals("match");
    }
    return (answer == Answer.YES) != complement;
  }

  private static List<Json> items(Json list) {
    return ((Json.Arr) list).items();
  }

  private static BigDecimal number(Json number) {
    return ((Json.Num) number).value();
  }

  @Nullable Json find(String path) {
    Json at = event.values();
    for (String step : PATHS.computeIfAbsent(path, p -> p.split("\\."))) {
      Json next = null;
      if (at instanceof Json.Obj object) {
        next = object.get(step).orElse(null);
      } else if (at instanceof Json.Arr array && Character.isDigit(step.charAt(0))) {
        int index = Integer.parseInt(step);
        next = index < array.items().size() ? array.items().get(index) : null;
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** One condition on a field. */
  private final class Leaf {
    private final Json.Obj condition;
    private final String field;
    private final @Nullable Json actual;
    private final Json value;
    private final boolean ignoreCase;
    private final boolean temporal;

    Leaf(Json.Obj condition) {
      this.condition = condition;
      this.field = condition.text("field").orElseThrow();
      this.actual = find(field);
      this.value = condition.get("value").orElse(Json.NULL);
      this.ignoreCase = condition.get("ignoreCase").isPresent();
      this.temporal = types.isTemporal(condition);
    }

    Answer answer(String operator) {
      return switch (operator) {
        case "isNull" -> Answer.of(none(actual));
        case "isEmpty" -> Answer.of(none(actual) || Values.empty(actual));
        case "exists" -> Answer.of(actual != null);
        case "changed" -> Answer.of(changed());
        case "changedFrom" -> changed() ? compare(before(), this::equal) : Answer.NO;
        case "changedTo" -> changed() ? compare(actual, this::equal) : Answer.NO;
        case "increased" -> changed() && moved(order -> order > 0) ? Answer.YES : Answer.NO;
        case "decreased" -> changed() && moved(order -> order < 0) ? Answer.YES : Answer.NO;
        case "eq" -> compare(actual, this::equal);
        case "lt", "before" -> ordered(order -> order < 0);
        case "lte" -> ordered(order -> order <= 0);
        case "gt", "after" -> ordered(order -> order > 0);
        case "gte" -> ordered(order -> order >= 0);
        case "between" -> between();
        case "in" -> compare(actual, (x, list) -> list instanceof Json.Arr a && among(x, a));
        case "contains" -> compare(actual, this::contains);
        case "containsAny" -> compare(actual, (x, list) -> containsSome(x, list, false));
        case "containsAll" -> compare(actual, (x, list) -> containsSome(x, list, true));
        case "startsWith" -> texts((x, y) -> x.regionMatches(0, y, 0, y.length()));
        case "endsWith" ->
            texts((x, y) -> x.regionMatches(x.length() - y.length(), y, 0, y.length()));
        case "matches" -> matches();
        case "olderThan" -> aged(-1);
        case "newerThan" -> aged(1);
        default -> throw new IllegalArgumentException("nobody told me about " + operator);
      };
    }

    private boolean none(@Nullable Json json) {
      return json == null || json == Json.NULL;
    }

    private @Nullable Json before() {
      return event.before().getOrDefault(field, Optional.empty()).orElse(null);
    }

    private boolean changed() {
      Json before = before();
      return event.before().containsKey(field)
          && (before == null || actual == null
              ? before != actual
              : !Values.equal(before, actual, false));
    }

    private boolean moved(IntPredicate direction) {
      Json before = before();
      if (none(before) || none(actual) || (actual instanceof Json.Str && !temporal)) {
        return false;
      }
      Integer order = order(actual, before);
      return order != null && direction.test(order);
    }

    /** The value that is compared with: a literal, or what another field holds. */
    private @Nullable Json operand(Json written) {
      Optional<String> other = Values.otherField(written);
      return other.isPresent() ? find(other.get()) : Values.bare(written);
    }

    private Answer compare(@Nullable Json left, BiPredicate<Json, Json> test) {
      Json right = operand(value);
      return none(left) || none(right) ? Answer.MISSING : Answer.of(test.test(left, right));
    }

    private Answer ordered(IntPredicate wanted) {
      return compare(
          actual,
          (x, y) -> {
            Integer order = order(x, y);
            return order != null && wanted.test(order);
          });
    }

    private Answer between() {
      Json low = operand(items(value).get(0));
      Json high = operand(items(value).get(1));
      if (none(actual) || none(low) || none(high)) {
        return Answer.MISSING;
      }
      Integer above = order(actual, low);
      Integer below = order(actual, high);
      return Answer.of(above != null && below != null && above >= 0 && below <= 0);
    }

    private @Nullable Integer order(Json x, Json y) {
      if (temporal) {
        return Points.order(Values.point(x), Values.point(y), event.zone());
      }
      if (x instanceof Json.Num a && y instanceof Json.Num b) {
        return Values.compare(a.value(), b.value());
      }
      return x instanceof Json.Str a && y instanceof Json.Str b
          ? Values.compare(cased(a.value()), cased(b.value()))
          : null;
    }

    private boolean equal(Json x, Json y) {
      if (temporal) {
        Integer order = order(x, y);
        return order != null && order == 0;
      }
      return Values.equal(x, y, ignoreCase);
    }

    private boolean among(Json item, Json.Arr list) {
      return list.items().stream().anyMatch(one -> equal(one, item));
    }

    private boolean contains(Json whole, Json part) {
      if (whole instanceof Json.Arr list) {
        return list.items().stream().anyMatch(item -> equal(item, part));
      }
      return whole instanceof Json.Str a
          && part instanceof Json.Str b
          && cased(a.value()).contains(cased(b.value()));
    }

    private boolean containsSome(Json whole, Json list, boolean every) {
      if (!(list instanceof Json.Arr wanted)) {
        return false;
      }
      List<Json> parts = wanted.items();
      if (whole instanceof Json.Str && parts.stream().anyMatch(p -> !(p instanceof Json.Str))) {
        return false;
      }
      boolean fits = whole instanceof Json.Str || whole instanceof Json.Arr;
      long found = parts.stream().filter(part -> contains(whole, part)).count();
      return fits && (every ? found == parts.size() : found > 0);
    }

    private String cased(String text) {
      return ignoreCase && !temporal ? Values.fold(text) : text;
    }

    private Answer texts(BiPredicate<String, String> test) {
      return compare(
          actual,
          (x, y) ->
              x instanceof Json.Str a
                  && y instanceof Json.Str b
                  && test.test(cased(a.value()), cased(b.value())));
    }

    private Answer matches() {
      int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
      String regex = condition.text("value").orElseThrow();
      Pattern pattern =
          PATTERNS.computeIfAbsent(
              flags + regex,
              key ->
                  Pattern.compile(
                      regex, flags | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
      return none(actual)
          ? Answer.MISSING
          : Answer.of(actual instanceof Json.Str s && pattern.matcher(s.value()).matches());
    }

    private Answer aged(int direction) {
      if (none(actual)) {
        return Answer.MISSING;
      }
      String span = condition.text("value").orElseThrow();
      Integer age = Points.age(Values.point(actual), span, event.now(), event.zone());
      return Answer.of(age != null && Integer.signum(age) == direction);
    }
  }

  /** What one needs to know of JSON values. */
  static final class Values {
    private Values() {}

    static boolean typed(Json value) {
      return value instanceof Json.Obj o
          && o.members().size() == 1
          && Set.of("date", "time", "instant").contains(o.members().keySet().iterator().next());
    }

    static Optional<String> otherField(Json value) {
      return value instanceof Json.Obj o && o.members().size() == 1
          ? o.text("field")
          : Optional.empty();
    }

    /** A literal without its type, a list of them likewise. */
    static Json bare(Json value) {
      if (value instanceof Json.Arr array) {
        return Json.array(array.items().stream().map(Values::bare).toList());
      }
      return typed(value) ? ((Json.Obj) value).members().values().iterator().next() : value;
    }

    static @Nullable Object point(Json value) {
      return Points.read(value instanceof Json.Str s ? s.value() : null);
    }

    static boolean empty(Json value) {
      return value.equals(Json.of(""))
          || value.equals(Json.Obj.EMPTY)
          || value.equals(Json.array(List.of()));
    }

    static String fold(String text) {
      return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    }

    static boolean equal(Json x, Json y, boolean ignoreCase) {
      if (x instanceof Json.Num a && y instanceof Json.Num b) {
        return compare(a.value(), b.value()) == 0;
      }
      if (x instanceof Json.Str a && y instanceof Json.Str b) {
        return ignoreCase ? fold(a.value()).equals(fold(b.value())) : a.value().equals(b.value());
      }
      if (x instanceof Json.Arr a && y instanceof Json.Arr b) {
        boolean same = a.items().size() == b.items().size();
        for (int i = 0; same && i < a.items().size(); i++) {
          same = equal(a.items().get(i), b.items().get(i), ignoreCase);
        }
        return same;
      }
      if (x instanceof Json.Obj a && y instanceof Json.Obj b) {
        return a.members().keySet().equals(b.members().keySet())
            && a.members().keySet().stream()
                .allMatch(k -> equal(a.get(k).get(), b.get(k).get(), ignoreCase));
      }
      return x instanceof Json.Bool a && y instanceof Json.Bool b
          ? a.value() == b.value()
          : x == Json.NULL && y == Json.NULL;
    }

    static int compare(String a, String b) {
      int[] x = a.codePoints().toArray();
      int[] y = b.codePoints().toArray();
      return java.util.Arrays.compare(x, y);
    }

    /** By sign, place of the first digit, and digits: as one compares on paper. */
    static int compare(BigDecimal a, BigDecimal b) {
      if (a.signum() != b.signum() || a.signum() == 0) {
        return Integer.compare(a.signum(), b.signum());
      }
      int places = Long.compare((long) a.precision() - a.scale(), (long) b.precision() - b.scale());
      return a.signum() * (places != 0 ? places : digits(a).compareTo(digits(b)));
    }

    private static String digits(BigDecimal number) {
      return number.unscaledValue().abs().toString().replaceAll("0+$", "");
    }
  }
}
