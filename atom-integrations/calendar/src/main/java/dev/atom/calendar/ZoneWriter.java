package dev.atom.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rules of a zone as a VTIMEZONE. Changes of clocks that go on for ever become a rule if RFC 5545
 * can say it; those of days counted in a way that it can't are listed for some years.
 */
final class ZoneWriter {
  private static final int YEARS_LISTED = 40;

  private final CalendarZone zone;
  private final ZoneRules rules;
  private final Instant first;
  private final List<Component> parts = new ArrayList<>();

  ZoneWriter(CalendarZone zone, Instant firstUse) {
    this.zone = zone;
    this.rules = zone.rules();
    // The year before, so that there is a change before the first use.
    int year = LocalDateTime.ofInstant(firstUse, ZoneOffset.UTC).getYear() - 1;
    this.first = LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  Component component() {
    beginning();
    changes();
    List<Property> properties = new ArrayList<>();
    properties.add(Property.text("TZID", zone.id()));
    // So that the zone is the same again when it is read.
    zone.zoneId()
        .map(ZoneId::getId)
        .filter(id -> KnownZones.region(id).isPresent())
        .ifPresent(id -> properties.add(Property.text("X-LIC-LOCATION", id)));
    return Component.of("VTIMEZONE", properties, parts);
  }

  /** What the clocks show from the beginning on, until they are changed. */
  private void beginning() {
    ZoneOffset offset = rules.getOffset(first);
    parts.add(part(LocalDateTime.ofInstant(first, offset), offset, offset, first, List.of()));
  }

  private void changes() {
    List<ZoneOffsetTransition> listed = new ArrayList<>();
    for (ZoneOffsetTransition change : rules.getTransitions()) {
      if (change.getInstant().isAfter(first)) {
        listed.add(change);
      }
    }
    Instant last =
        rules.getTransitions().isEmpty()
            ? Instant.MIN
            : rules.getTransitions().getLast().getInstant();
    int year =
        LocalDateTime.ofInstant(last.isAfter(first) ? last : first, ZoneOffset.UTC).getYear();
    List<Component> forEver = new ArrayList<>();
    for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
      Optional<String> text = text(rule, year);
      ZoneOffsetTransition next = next(rule, year, last);
      if (text.isPresent()) {
        forEver.add(part(next, List.of(Property.raw("RRULE", text.get()))));
      } else {
        int begin = next.getDateTimeBefore().getYear();
        for (int i = 0; i < YEARS_LISTED; i++) {
          listed.add(rule.createTransition(begin + i));
        }
      }
    }
    listed.forEach(change -> parts.add(part(change, List.of())));
    parts.addAll(forEver);
  }

  private static ZoneOffsetTransition next(ZoneOffsetTransitionRule rule, int year, Instant last) {
    ZoneOffsetTransition change = rule.createTransition(year);
    return change.getInstant().isAfter(last) ? change : rule.createTransition(year + 1);
  }

  private Component part(ZoneOffsetTransition change, List<Property> more) {
    return part(
        change.getDateTimeBefore(),
        change.getOffsetBefore(),
        change.getOffsetAfter(),
        change.getInstant(),
        more);
  }

  private Component part(
      LocalDateTime wall, ZoneOffset from, ZoneOffset to, Instant at, List<Property> more) {
    List<Property> properties = new ArrayList<>();
    properties.add(Property.raw("DTSTART", Values.text(new CalendarTime.Floating(wall))));
    properties.add(Property.raw("TZOFFSETFROM", text(from)));
    properties.add(Property.raw("TZOFFSETTO", text(to)));
    properties.addAll(more);
    String name = rules.isDaylightSavings(at) ? "DAYLIGHT" : "STANDARD";
    return Component.of(name, properties, List.of());
  }

  private static String text(ZoneOffset offset) {
    int size = Math.abs(offset.getTotalSeconds());
    String seconds = size % 60 == 0 ? "" : String.format(Locale.ROOT, "%02d", size % 60);
    return (offset.getTotalSeconds() < 0 ? "-" : "+")
        + String.format(Locale.ROOT, "%02d%02d", size / 3600, size / 60 % 60)
        + seconds;
  }

  /**
   * The rule of a change that is on the same kind of day each year; empty if it may leave its month,
   * as midnight at the end of a month's last Thursday may.
   */
  private static Optional<String> text(ZoneOffsetTransitionRule rule, int year) {
    int day = rule.getDayOfMonthIndicator();
    LocalDate stated = stated(rule, year);
    LocalDate real = rule.createTransition(year).getDateTimeBefore().toLocalDate();
    int moved = (int) ChronoUnit.DAYS.between(stated, real);
    int firstDay = day + moved - (day < 0 ? 6 : 0);
    int lastDay = rule.getDayOfWeek() == null ? firstDay : firstDay + 6;
    String month = "FREQ=YEARLY;BYMONTH=" + rule.getMonth().getValue();
    if (rule.getDayOfWeek() == null) {
      boolean within = day + moved >= 1 && day + moved <= 28;
      return within ? Optional.of(month + ";BYMONTHDAY=" + (day + moved)) : Optional.empty();
    }
    boolean within =
        day < 0
            ? lastDay < 0 && firstDay >= -28
            : firstDay >= 1 && lastDay <= rule.getMonth().minLength();
    if (!within) {
      return Optional.empty();
    }
    DayOfWeek weekday = rule.getDayOfWeek().plus(moved);
    String name = weekday.name().substring(0, 2);
    boolean last = lastDay == rule.getMonth().minLength() && lastDay == rule.getMonth().maxLength();
    if (last || lastDay == -1) {
      return Optional.of(month + ";BYDAY=-1" + name);
    }
    if (firstDay > 0 && firstDay % 7 == 1) {
      return Optional.of(month + ";BYDAY=" + (firstDay / 7 + 1) + name);
    }
    return Optional.of(month + ";BYDAY=" + name + ";BYMONTHDAY=" + days(firstDay, lastDay));
  }

  private static LocalDate stated(ZoneOffsetTransitionRule rule, int year) {
    int day = rule.getDayOfMonthIndicator();
    int length = rule.getMonth().length(Year.isLeap(year));
    LocalDate edge = LocalDate.of(year, rule.getMonth(), day < 0 ? length + 1 + day : day);
    DayOfWeek weekday = rule.getDayOfWeek();
    if (weekday == null) {
      return edge;
    }
    return edge.with(
        day < 0
            ? TemporalAdjusters.previousOrSame(weekday)
            : TemporalAdjusters.nextOrSame(weekday));
  }

  private static String days(int first, int last) {
    List<String> days = new ArrayList<>();
    for (int day = first; day <= last; day++) {
      days.add(Integer.toString(day));
    }
    return String.join(",", days);
  }
}
