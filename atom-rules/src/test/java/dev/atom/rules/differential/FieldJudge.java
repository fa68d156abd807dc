package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.differential.DocumentJudge.Answer;
import dev.atom.rules.differential.DocumentJudge.Around;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One condition on a value, by the words of the documentation. */
record FieldJudge(Event event, Around around, Said.Asked asked) {
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /** Working time further off is counted as if work never ended. */
  private static final Duration COUNTED = Duration.ofDays(399L * 365);

  /** Beyond, no calendar has hours. */
  private static final Duration FAR = Duration.ofDays(1_000L * 365);

  static @Nullable Json find(Path path, Event event, Around around) {
    return switch (path.text()) {
      case "@now" -> Json.of(event.now().toString());
      case "@event" -> event.kind() == null ? null : Json.of(event.kind());
      default -> around.out(path.outward()).find(path);
    };
  }

  private @Nullable Json find(Path path) {
    return find(path, event, around);
  }

  /** Whether it is true of the field. */
  boolean holds() {
    return holds(find(asked.path()));
  }

  /** Whether it is true of a value. */
  boolean holds(@Nullable Json actual) {
    return answer(actual).holds(asked.complement(), asked.missing());
  }

  private Answer answer(@Nullable Json actual) {
    return switch (asked.operator()) {
      case "isNull" -> Answer.of(Values.none(actual));
      case "isEmpty" -> Answer.of(Values.none(actual) || Values.empty(actual));
      case "exists" -> Answer.of(actual != null);
      case "changed" -> Answer.of(changed(actual));
      case "changedFrom" -> changed(actual) ? compare(before(), this::equal) : Answer.NO;
      case "changedTo" -> changed(actual) ? compare(actual, this::equal) : Answer.NO;
      case "increased" -> Answer.of(changed(actual) && moved(actual, order -> order > 0));
      case "decreased" -> Answer.of(changed(actual) && moved(actual, order -> order < 0));
      case "eq" -> compare(actual, this::equal);
      case "lt", "before" -> ordered(actual, order -> order < 0);
      case "lte" -> ordered(actual, order -> order <= 0);
      case "gt", "after" -> ordered(actual, order -> order > 0);
      case "gte" -> ordered(actual, order -> order >= 0);
      case "between" -> between(actual);
      case "in" -> compare(actual, (x, list) -> list instanceof Json.Arr a && among(x, a));
      case "contains" -> compare(actual, this::contains);
      case "containsAny" -> compare(actual, (x, list) -> containsSome(x, list, false));
      case "containsAll" -> compare(actual, (x, list) -> containsSome(x, list, true));
      case "startsWith" -> texts(actual, (x, y) -> x.regionMatches(0, y, 0, y.length()));
      case "endsWith" ->
          texts(actual, (x, y) -> x.regionMatches(x.length() - y.length(), y, 0, y.length()));
      case "matches" -> matches(actual);
      case "olderThan", "newerThan", "within" -> aged(actual);
      case "timeOfDay" -> timeOfDay(actual);
      case "dayOfWeek" -> compare(actual, this::dayOfWeek);
      case "businessHours" -> businessHours(actual);
      default -> throw new IllegalArgumentException("nobody told me of " + asked.operator());
    };
  }

  private @Nullable Json before() {
    return event.before().getOrDefault(asked.path().inner(), Optional.empty()).orElse(null);
  }

  private boolean changed(@Nullable Json actual) {
    Json before = before();
    return event.before().containsKey(asked.path().inner())
        && (before == null || actual == null
            ? before != actual
            : !Values.equal(before, actual, false));
  }

  private boolean moved(@Nullable Json actual, IntPredicate direction) {
    Json before = before();
    boolean text = actual instanceof Json.Str && !asked.temporal();
    if (Values.none(before) || Values.none(actual) || text) {
      return false;
    }
    Integer order = order(actual, before);
    return order != null && direction.test(order);
  }

  /** The value that is compared with: a literal, or what another field holds. */
  private @Nullable Json operand(int i) {
    Said.Operand operand = asked.operands().get(i);
    return operand.other() == null ? operand.literal() : find(operand.other());
  }

  private Answer compare(@Nullable Json left, BiPredicate<Json, Json> test) {
    Json right = operand(0);
    return Values.none(left) || Values.none(right)
        ? Answer.MISSING
        : Answer.of(test.test(left, right));
  }

  private Answer ordered(@Nullable Json actual, IntPredicate wanted) {
    return compare(
        actual,
        (x, y) -> {
          Integer order = order(x, y);
          return order != null && wanted.test(order);
        });
  }

  private Answer between(@Nullable Json actual) {
    Json low = operand(0);
    Json high = operand(1);
    if (Values.none(actual) || Values.none(low) || Values.none(high)) {
      return Answer.MISSING;
    }
    Integer above = order(actual, low);
    Integer below = order(actual, high);
    return Answer.of(above != null && below != null && above >= 0 && below <= 0);
  }

  private @Nullable Integer order(Json x, Json y) {
    if (asked.temporal()) {
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
    if (asked.temporal()) {
      Integer order = order(x, y);
      return order != null && order == 0;
    }
    return Values.equal(x, y, asked.ignoreCase());
  }

  private boolean among(Json item, Json.Arr list) {
    for (Json one : list.items()) {
      if (equal(one, item)) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(Json whole, Json part) {
    if (whole instanceof Json.Arr list) {
      return among(part, list);
    }
    return whole instanceof Json.Str a
        && part instanceof Json.Str b
        && cased(a.value()).contains(cased(b.value()));
  }

  private boolean containsSome(Json whole, Json list, boolean every) {
    if (!(list instanceof Json.Arr wanted)) {
      return false;
    }
    for (Json part : wanted.items()) {
      if (whole instanceof Json.Str && !(part instanceof Json.Str)) {
        return false;
      }
    }
    if (!(whole instanceof Json.Str || whole instanceof Json.Arr)) {
      return false;
    }
    for (Json part : wanted.items()) {
      if (contains(whole, part) != every) {
        return !every;
      }
    }
    return every;
  }

  private String cased(String text) {
    return asked.ignoreCase() ? Values.fold(text) : text;
  }

  private Answer texts(@Nullable Json actual, BiPredicate<String, String> test) {
    return compare(
        actual,
        (x, y) ->
            x instanceof Json.Str a
                && y instanceof Json.Str b
                && test.test(cased(a.value()), cased(b.value())));
  }

  private Answer matches(@Nullable Json actual) {
    int flags = Pattern.DOTALL | (asked.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0);
    String regex = ((Json.Str) asked.value()).value();
    Pattern pattern =
        PATTERNS.computeIfAbsent(
            flags + regex,
            key ->
                Pattern.compile(
                    Values.regex(regex),
                    flags | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
    return Values.none(actual)
        ? Answer.MISSING
        : Answer.of(
            actual instanceof Json.Str s
                && pattern.matcher(Values.matched(s.value(), asked.ignoreCase())).matches());
  }

  private Answer aged(@Nullable Json actual) {
    Said.Work work = asked.work();
    if (work != null) {
      return Values.none(actual) ? Answer.MISSING : Answer.of(worked(actual, work));
    }
    return compare(
        actual,
        (x, span) -> {
          Boolean found =
              span instanceof Json.Str text
                  ? Points.aged(
                      asked.operator(), Values.point(x), text.value(), event.now(), event.zone())
                  : null;
          return found != null && found;
        });
  }

  private boolean worked(Json actual, Said.Work work) {
    Object point = Values.point(actual);
    if (!(point instanceof Instant) && !(point instanceof LocalDate)) {
      return false;
    }
    Instant at = point instanceof Instant i ? i : work.hours().midnight((LocalDate) point);
    boolean past = !event.now().isBefore(at);
    Duration apart = Duration.between(at, event.now()).abs();
    Duration passed = apart;
    if (apart.compareTo(COUNTED) <= 0) {
      passed = past ? work.hours().between(at, event.now()) : work.hours().between(event.now(), at);
    }
    int order = passed.compareTo(work.length());
    return switch (asked.operator()) {
      case "olderThan" -> past && order > 0;
      // What is yet to come is less than nothing ago.
      case "newerThan" -> past ? order < 0 : !(passed.isZero() && work.length().isZero());
      default -> order <= 0;
    };
  }

  private Answer timeOfDay(@Nullable Json actual) {
    Json from = operand(0);
    Json to = operand(1);
    if (Values.none(actual) || Values.none(from) || Values.none(to)) {
      return Answer.MISSING;
    }
    Object point = Values.point(actual);
    LocalTime time = point instanceof LocalTime t ? t : null;
    if (point instanceof Instant instant && event.zone() != null) {
      time = Points.time(instant, event.zone());
    }
    return Answer.of(
        time != null
            && Values.point(from) instanceof LocalTime a
            && Values.point(to) instanceof LocalTime b
            && (a.isAfter(b)
                ? !time.isBefore(a) || time.isBefore(b)
                : !time.isBefore(a) && time.isBefore(b)));
  }

  private boolean dayOfWeek(Json actual, Json days) {
    Long day = Points.day(Values.point(actual), event.zone());
    if (day == null || !(days instanceof Json.Arr list)) {
      return false;
    }
    // The first of 1970 was a Thursday.
    DayOfWeek weekday = DayOfWeek.of((int) Math.floorMod(day + 3, 7L) + 1);
    boolean found = false;
    for (Json one : list.items()) {
      String name = one instanceof Json.Str s ? s.value() : "";
      if (!Points.WEEKDAYS.contains(name)) {
        return false;
      }
      found |= name.equals(weekday.name().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  private Answer businessHours(@Nullable Json actual) {
    if (Values.none(actual)) {
      return Answer.MISSING;
    }
    return Answer.of(
        Values.point(actual) instanceof Instant at
            && Duration.between(event.now(), at).abs().compareTo(FAR) < 0
            && asked.work().hours().open(at));
  }
}
