package dev.atom.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * How a place sets its clocks: a zone of the IANA's list, or one that a calendar describes itself.
 * Equal if name and rules are. Immutable and thread-safe.
 */
public final class CalendarZone {
  static final CalendarZone UTC = of(ZoneOffset.UTC);

  private final String id;
  private final Optional<ZoneId> zoneId;
  private final ZoneRules rules;
  private final Optional<Component> description;

  private CalendarZone(
      String id, Optional<ZoneId> zoneId, ZoneRules rules, Optional<Component> description) {
    this.id = id;
    this.zoneId = zoneId;
    this.rules = rules;
    this.description = description;
  }

  /**
   * Returns a known zone.
   *
   * @param zone the zone
   * @return the zone under its own name
   */
  public static CalendarZone of(ZoneId zone) {
    return known(zone.getId(), zone);
  }

  static CalendarZone known(String id, ZoneId zone) {
    return new CalendarZone(id, Optional.of(zone), zone.getRules(), Optional.empty());
  }

  static CalendarZone described(String id, Component timezone) {
    return new CalendarZone(
        id, Optional.empty(), Observances.rules(timezone), Optional.of(timezone));
  }

  /**
   * Returns what the calendar calls the zone.
   *
   * @return the TZID as it stands in the file, which may be any text
   */
  public String id() {
    return id;
  }

  /**
   * Returns the known zone that this is.
   *
   * @return empty if the calendar's own description is all there is
   */
  public Optional<ZoneId> zoneId() {
    return zoneId;
  }

  /**
   * Returns when the clocks are set, and how.
   *
   * @return the known zone's rules, or those that the calendar describes
   */
  public ZoneRules rules() {
    return rules;
  }

  /** The VTIMEZONE that the rules are from. */
  Optional<Component> description() {
    return description;
  }

  /**
   * Returns when the clocks show a time.
   *
   * @param time the time on the wall
   * @return later by the length of the gap if it lies in one, the first of two in an overlap
   */
  public Instant instant(LocalDateTime time) {
    ZoneOffsetTransition change = rules.getTransition(time);
    ZoneOffset offset = change == null ? rules.getOffset(time) : change.getOffsetBefore();
    return time.toInstant(offset);
  }

  /**
   * Returns what the clocks show.
   *
   * @param instant the point in time
   * @return the time on the wall
   */
  public LocalDateTime wall(Instant instant) {
    return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalendarZone that && id.equals(that.id) && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + rules.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
