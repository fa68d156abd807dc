package dev.atom.calendar;

import dev.atom.time.Recurrence;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A VTIMEZONE's own rules: each STANDARD and DAYLIGHT says when the clocks are set, and from what to
 * what. Worked out until the year 2200, from when on they stay as they are then.
 */
final class Observances {
  private static final LocalDateTime LAST = LocalDateTime.of(2200, 1, 1, 0, 0);
  private static final int MOST = 20_000;
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})(\\d{2})?");

  private final Component timezone;
  private final TreeMap<Instant, ZoneOffset> changes = new TreeMap<>();
  private final TreeMap<Instant, ZoneOffset> before = new TreeMap<>();

  private Observances(Component timezone) {
    this.timezone = timezone;
  }

  static ZoneRules rules(Component timezone) {
    Observances observances = new Observances(timezone);
    List<Component> parts = new ArrayList<>(timezone.components("STANDARD"));
    ZoneOffset standard = parts.isEmpty() ? null : offset(parts.getFirst(), "TZOFFSETTO");
    // Of two at the same moment the later one counts: standard time, as most zones end with it.
    parts.addAll(0, timezone.components("DAYLIGHT"));
    parts.forEach(observances::add);
    return observances.rules(standard);
  }

  private void add(Component observance) {
    ZoneOffset from = offset(observance, "TZOFFSETFROM");
    ZoneOffset to = offset(observance, "TZOFFSETTO");
    Values values = new Values(new Zones(Map.of(), List.of()));
    LocalDateTime start = Walls.of(values.time(required(observance, "DTSTART")));
    change(start, from, to);
    for (Property date : observance.properties("RDATE")) {
      values.times(date).forEach(time -> change(Walls.of(time), from, to));
    }
    for (Property rule : observance.properties("RRULE")) {
      // UNTIL is in UTC, the rule is by the clock before the change.
      Recurrence recurrence = Rules.parse(rule, CalendarZone.of(from));
      recurrence
          .occurrencesBetween(
              start,
              ZoneOffset.UTC,
              start.toInstant(ZoneOffset.UTC),
              LAST.toInstant(ZoneOffset.UTC))
          .limit(MOST + 1)
          .forEach(time -> change(time.toLocalDateTime(), from, to));
    }
  }

  private void change(LocalDateTime wall, ZoneOffset from, ZoneOffset to) {
    Instant at = wall.toInstant(from);
    changes.put(at, to);
    before.put(at, from);
    if (changes.size() > MOST) {
      throw CalendarException.tooLarge(
          timezone.line(), "the VTIMEZONE sets its clocks more than " + MOST + " times");
    }
  }

  private ZoneRules rules(@Nullable ZoneOffset standard) {
    if (changes.isEmpty()) {
      throw CalendarException.malformed(
          Math.max(1, timezone.line()), "the VTIMEZONE has neither STANDARD nor DAYLIGHT in it");
    }
    ZoneOffset first = before.firstEntry().getValue();
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    ZoneOffset current = first;
    for (Map.Entry<Instant, ZoneOffset> change : changes.entrySet()) {
      // What a line says about the time before is only needed where nothing else does.
      if (!change.getValue().equals(current)) {
        LocalDateTime wall = LocalDateTime.ofInstant(change.getKey(), current);
        transitions.add(ZoneOffsetTransition.of(wall, current, change.getValue()));
        current = change.getValue();
      }
    }
    return ZoneRules.of(
        standard == null ? first : standard, first, List.of(), transitions, List.of());
  }

  private static ZoneOffset offset(Component observance, String name) {
    Property property = required(observance, name);
    Matcher form = OFFSET.matcher(property.raw().strip());
    if (!form.matches()) {
      throw CalendarException.value(property, "an offset is written as in +0100 or -053020");
    }
    int sign = form.group(1).equals("-") ? -1 : 1;
    String seconds = form.group(4) == null ? "0" : form.group(4);
    try {
      return ZoneOffset.ofHoursMinutesSeconds(
          sign * Integer.parseInt(form.group(2)),
          sign * Integer.parseInt(form.group(3)),
          sign * Integer.parseInt(seconds));
    } catch (DateTimeException e) {
      throw CalendarException.value(property, "no place on earth has that offset");
    }
  }

  private static Property required(Component observance, String name) {
    return observance
        .property(name)
        .orElseThrow(
            () ->
                CalendarException.malformed(
                    Math.max(1, observance.line()), observance.name() + " needs a " + name));
  }
}
