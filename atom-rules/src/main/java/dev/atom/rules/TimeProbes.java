package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.Comparison.Term;
import dev.atom.rules.Probes.Source;
import dev.atom.time.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The probes that look at the clock and the calendar. */
final class TimeProbes {
  /** Working time is counted over at most this many days; what lies further off is far enough. */
  private static final Duration COUNTED = Duration.ofDays(399L * 365);

  private static final Duration FAR = Duration.ofDays(1_000L * 365);

  private TimeProbes() {}

  @FunctionalInterface
  private interface Test {
    Finding of(Moment moment, Scope scope);
  }

  @FunctionalInterface
  private interface ComparedTest {
    Finding of(Moment moment, Term operand, Scope scope);
  }

  private static Probe probe(Source actual, Test test) {
    return scope -> {
      Term term = actual.term(scope);
      return term == null ? Finding.MISSING : tested(term, test, scope);
    };
  }

  private static Finding tested(Term term, Test test, Scope scope) {
    Moment moment = term.moment();
    return moment == null ? Finding.WRONG_TYPE : test.of(moment, scope);
  }

  /** What is missing on either side is missing, whatever the other one is. */
  private static Probe probe(Source actual, Source operand, ComparedTest test) {
    return scope -> {
      Term term = actual.term(scope);
      Term with = operand.term(scope);
      return term == null || with == null
          ? Finding.MISSING
          : tested(term, (moment, at) -> test.of(moment, with, at), scope);
    };
  }

  /** From the first time on until before the second, over midnight if the second is the earlier. */
  static Probe timeOfDay(Source actual, Source from, Source to) {
    return scope -> {
      Term term = actual.term(scope);
      Term start = from.term(scope);
      Term end = to.term(scope);
      return term == null || start == null || end == null
          ? Finding.MISSING
          : tested(term, (moment, at) -> timeOfDay(moment, start, end, at), scope);
    };
  }

  private static Finding timeOfDay(Moment moment, Term start, Term end, Scope scope) {
    if (!(start.moment() instanceof Moment.TimeOfDay a)
        || !(end.moment() instanceof Moment.TimeOfDay b)) {
      return Finding.WRONG_TYPE;
    }
    return switch (moment) {
      case Moment.Day day -> Finding.WRONG_TYPE;
      case Moment.TimeOfDay time -> Finding.of(within(time.time(), a.time(), b.time()));
      case Moment.At at ->
          inZone(scope, zone -> within(Moment.timeOfDay(at.instant(), zone), a.time(), b.time()));
    };
  }

  private static boolean within(LocalTime time, LocalTime from, LocalTime to) {
    boolean started = !time.isBefore(from);
    boolean running = time.isBefore(to);
    return from.isAfter(to) ? started || running : started && running;
  }

  private static Finding inZone(Scope scope, Function<ZoneId, Boolean> test) {
    return scope.zone().map(zone -> Finding.of(test.apply(zone))).orElse(Finding.NEEDS_ZONE);
  }

  static Probe dayOfWeek(Source actual, Source days) {
    return probe(
        actual,
        days,
        (moment, list, scope) -> {
          Optional<Set<DayOfWeek>> wanted = TimeOperands.days(list.json());
          if (wanted.isEmpty()) {
            return Finding.WRONG_TYPE;
          }
          return switch (moment) {
            case Moment.TimeOfDay time -> Finding.WRONG_TYPE;
            case Moment.Day day -> Finding.of(wanted.get().contains(day.date().getDayOfWeek()));
            case Moment.At at ->
                inZone(scope, zone -> wanted.get().contains(Moment.dayOfWeek(at.instant(), zone)));
          };
        });
  }

  /** Whether the instant is working time. */
  static Probe businessHours(Source actual, WorkCalendar calendar) {
    return probe(
        actual,
        (moment, scope) -> {
          if (!(moment instanceof Moment.At at)) {
            return Finding.WRONG_TYPE;
          }
          // Beyond the years that calendars know of, nobody works.
          return Finding.of(
              Duration.between(scope.now(), at.instant()).abs().compareTo(FAR) < 0
                  && calendar.isWorking(at.instant()));
        });
  }

  /** Older, newer or within a duration that the clock counts all day. */
  static Probe aged(Operator operator, Source actual, Source duration) {
    return probe(
        actual,
        duration,
        (moment, term, scope) -> {
          Optional<Span> span =
              term.json() instanceof Json.Str text ? Span.parse(text.value()) : Optional.empty();
          return span.map(s -> aged(operator, s, moment, scope)).orElse(Finding.WRONG_TYPE);
        });
  }

  private static Finding aged(Operator operator, Span span, Moment moment, Scope scope) {
    return switch (operator) {
      case OLDER_THAN -> span.older(moment, scope.now(), scope.zone());
      case NEWER_THAN -> span.newer(moment, scope.now(), scope.zone());
      default -> span.around(moment, scope.now(), scope.zone());
    };
  }

  /** Older, newer or within a duration in working time; a day begins at midnight of the calendar. */
  static Probe worked(Operator operator, Source actual, TimeOperands.Worked limit) {
    return probe(
        actual,
        (moment, scope) -> {
          Optional<Instant> at =
              switch (moment) {
                case Moment.TimeOfDay time -> Optional.empty();
                case Moment.At instant -> Optional.of(instant.instant());
                case Moment.Day day ->
                    Optional.of(day.date().atStartOfDay(limit.calendar().zone()).toInstant());
              };
          return at.map(a -> worked(operator, passed(a, scope, limit), limit.length()))
              .orElse(Finding.WRONG_TYPE);
        });
  }

  private static Finding worked(Operator operator, Duration passed, Duration limit) {
    return Finding.of(
        switch (operator) {
          case OLDER_THAN -> passed.compareTo(limit) > 0;
          case NEWER_THAN -> passed.compareTo(limit) < 0;
          default -> passed.abs().compareTo(limit) <= 0;
        });
  }

  /** The working time from an instant until now; negative for one in the future. */
  private static Duration passed(Instant at, Scope scope, TimeOperands.Worked limit) {
    Duration apart = Duration.between(at, scope.now());
    if (apart.abs().compareTo(COUNTED) > 0) {
      return apart;
    }
    scope.effort().items((int) apart.abs().toDays());
    return limit.calendar().between(at, scope.now());
  }
}
