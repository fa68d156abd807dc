package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.check.FieldTest.Nature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is known between two tests whose answers are open on a cell. */
final class Relations {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Relations() {}

  /** Whether a value that passes one test passes the other; false if that is not known. */
  static boolean implies(FieldTest a, FieldTest b, boolean text) {
    if (a == b) {
      return true;
    }
    if (both(a, b, Nature.AGE)) {
      return a.operator().equals(b.operator())
          && compareSpans(a, b)
              .filter(order -> a.operator().equals("olderThan") ? order >= 0 : order <= 0)
              .isPresent();
    }
    if (both(a, b, Nature.RHYTHM)) {
      return Rhythm.implies(a, b);
    }
    if (both(a, b, Nature.ITEMS)) {
      return a.items().implies(b.items());
    }
    if (knownUpToCase(a, b)) {
      return a.literals().stream().allMatch(value -> passes(b, value));
    }
    if (a.ignoreCase() != b.ignoreCase()) {
      return false;
    }
    return text ? impliesInText(a, b) : impliesInList(a, b);
  }

  /** Whether no value passes both tests; false if that is not known. */
  static boolean exclude(FieldTest a, FieldTest b, boolean text) {
    if (both(a, b, Nature.AGE)) {
      return apartInTime(a, b);
    }
    if (both(a, b, Nature.RHYTHM)) {
      return Rhythm.exclude(a, b);
    }
    if (both(a, b, Nature.ITEMS)) {
      return a.items().excludes(b.items());
    }
    if (knownUpToCase(a, b)) {
      return a.literals().stream().noneMatch(value -> passes(b, value));
    }
    if (knownUpToCase(b, a)) {
      return b.literals().stream().noneMatch(value -> passes(a, value));
    }
    return text && affix(a) && a.operator().equals(b.operator()) && apart(a, b);
  }

  private static boolean both(FieldTest a, FieldTest b, Nature nature) {
    return a.nature() == nature && b.nature() == nature;
  }

  /** What is older than a span is not newer than a shorter one, nor within it. */
  private static boolean apartInTime(FieldTest a, FieldTest b) {
    boolean older = a.operator().equals("olderThan");
    if (older == b.operator().equals("olderThan")) {
      return false;
    }
    return compareSpans(a, b).filter(order -> older ? order >= 0 : order <= 0).isPresent();
  }

  /** Whether all values that pass {@code a} are equal, up to case, to literals, and case is all one to b. */
  private static boolean knownUpToCase(FieldTest a, FieldTest b) {
    return a.nature() == Nature.ORDER
        && a.ignoreCase()
        && (a.operator().equals("eq") || a.operator().equals("in"))
        && b.ignoreCase()
        && (b.nature() == Nature.ORDER || b.nature() == Nature.PARTS || affix(b));
  }

  private static boolean passes(FieldTest test, Json value) {
    return test.probe().holds(test.probe().find(test.facts(Optional.of(value)), NOON));
  }

  private static boolean affix(FieldTest test) {
    return test.operator().equals("startsWith") || test.operator().equals("endsWith");
  }

  /** Whether two beginnings, or two ends, can't both be those of one text. */
  private static boolean apart(FieldTest a, FieldTest b) {
    if (a.ignoreCase() || b.ignoreCase() || text(a).isEmpty() || text(b).isEmpty()) {
      return false;
    }
    String x = text(a).get();
    String y = text(b).get();
    return a.operator().equals("startsWith")
        ? !x.startsWith(y) && !y.startsWith(x)
        : !x.endsWith(y) && !y.endsWith(x);
  }

  private static Optional<String> text(FieldTest test) {
    return test.literals().size() == 1 && test.literals().getFirst() instanceof Json.Str s
        ? Optional.of(s.value())
        : Optional.empty();
  }

  private static boolean impliesInText(FieldTest a, FieldTest b) {
    if (!texts(a) || !texts(b) || a.operator().equals("matches")) {
      return false;
    }
    List<String> has = a.literals().stream().map(l -> ((Json.Str) l).value()).toList();
    List<String> wanted = b.literals().stream().map(l -> ((Json.Str) l).value()).toList();
    return switch (b.operator()) {
      case "startsWith", "endsWith" ->
          a.operator().equals(b.operator())
              && (b.operator().equals("startsWith")
                  ? has.getFirst().startsWith(wanted.getFirst())
                  : has.getFirst().endsWith(wanted.getFirst()));
      case "contains", "containsAll" ->
          wanted.stream().allMatch(w -> each(a, has, h -> h.contains(w)));
      case "containsAny" -> each(a, has, h -> wanted.stream().anyMatch(h::contains));
      default -> false;
    };
  }

  private static boolean texts(FieldTest test) {
    return (test.nature() == Nature.TEXT || test.nature() == Nature.PARTS)
        && test.literals().stream().allMatch(literal -> literal instanceof Json.Str);
  }

  /** Of parts that are all there one will do; where only one of them is there, each has to. */
  private static boolean each(
      FieldTest a, List<String> has, java.util.function.Predicate<String> test) {
    return a.operator().equals("containsAny")
        ? has.stream().allMatch(test)
        : has.stream().anyMatch(test);
  }

  private static boolean impliesInList(FieldTest a, FieldTest b) {
    if (a.nature() != Nature.PARTS
        || b.nature() != Nature.PARTS
        || a.probe().comparesTime() != b.probe().comparesTime()) {
      return false;
    }
    List<Json> has = a.literals();
    List<Json> wanted = b.literals();
    boolean one = a.operator().equals("containsAny");
    if (b.operator().equals("containsAny")) {
      return one ? wanted.containsAll(has) : has.stream().anyMatch(wanted::contains);
    }
    return one ? has.size() == 1 && wanted.equals(has) : has.containsAll(wanted);
  }

  /** The order of two spans of which the longer is longer whatever the calendar; else empty. */
  private static Optional<Integer> compareSpans(FieldTest a, FieldTest b) {
    Optional<Json> calendar = calendar(a);
    return calendar.equals(calendar(b))
        ? span(a).flatMap(x -> span(b).flatMap(y -> compareSpans(x, y)))
        : Optional.empty();
  }

  /** The calendar in whose working time a span counts; empty if it counts all the time. */
  private static Optional<Json> calendar(FieldTest test) {
    return test.value()
        .flatMap(v -> v instanceof Json.Obj o ? o.get("calendar") : Optional.empty());
  }

  private static Optional<String> span(FieldTest test) {
    return test.value()
        .flatMap(v -> v instanceof Json.Obj worked ? worked.text("duration") : text(test));
  }

  private static Optional<Integer> compareSpans(String a, String b) {
    try {
      if (a.startsWith("PT") && b.startsWith("PT")) {
        return Optional.of(Duration.parse(a).compareTo(Duration.parse(b)));
      }
      if (a.indexOf('T') >= 0 || b.indexOf('T') >= 0) {
        return Optional.empty();
      }
      Period x = Period.parse(a);
      Period y = Period.parse(b);
      return x.toTotalMonths() == 0 && y.toTotalMonths() == 0
          ? Optional.of(Long.compare(x.get(ChronoUnit.DAYS), y.get(ChronoUnit.DAYS)))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
