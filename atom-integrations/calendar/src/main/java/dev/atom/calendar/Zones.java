package dev.atom.calendar;

import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The zones of one calendar. What a TZID means is looked for in this order; the first that is found
 * counts:
 *
 * <ol>
 *   <li>what the reader was told
 *   <li>a region of the IANA's list: its rules are kept up, those in files are old or cut short
 *   <li>the region that the VTIMEZONE names as its X-LIC-LOCATION
 *   <li>a region at the end of a longer id, such as /example.org/20260101/Europe/Zurich
 *   <li>a Windows name
 *   <li>the rules of the VTIMEZONE
 *   <li>without a VTIMEZONE an old short name of the list, such as EST
 * </ol>
 */
final class Zones {
  private final Map<String, ZoneId> told;
  private final Map<String, Component> described = new HashMap<>();
  private final Map<String, CalendarZone> found = new ConcurrentHashMap<>();
  private final Map<String, CalendarException> refused = new ConcurrentHashMap<>();

  Zones(Map<String, ZoneId> told, List<Component> timezones) {
    this.told = told;
    for (Component timezone : timezones) {
      timezone
          .property("TZID")
          .ifPresent(
              id -> {
                described.putIfAbsent(id.text(), timezone);
                described.putIfAbsent(id.raw(), timezone);
              });
    }
  }

  /** The zones of times that are there already. */
  static Zones of(Collection<CalendarTime> times) {
    Zones zones = new Zones(Map.of(), List.of());
    for (CalendarTime time : times) {
      if (time instanceof CalendarTime.Zoned zoned) {
        zones.found.put(zoned.zone().id(), zoned.zone());
      }
    }
    return zones;
  }

  CalendarZone find(Property property, String id) {
    CalendarZone zone = found.get(id);
    if (zone == null) {
      zone = search(property, id);
      found.put(id, zone);
    }
    return zone;
  }

  /** What can't be worked out is not tried again for each time that names it. */
  private CalendarZone described(String id, Component timezone) {
    CalendarException before = refused.get(id);
    if (before != null) {
      throw before;
    }
    try {
      return CalendarZone.described(id, timezone);
    } catch (CalendarException e) {
      refused.put(id, e);
      throw e;
    }
  }

  private CalendarZone search(Property property, String id) {
    Optional<Component> description = Optional.ofNullable(described.get(id));
    Optional<ZoneId> known =
        Optional.ofNullable(told.get(id))
            .or(() -> KnownZones.region(id))
            .or(
                () ->
                    description
                        .flatMap(zone -> zone.property("X-LIC-LOCATION"))
                        .flatMap(location -> KnownZones.region(location.text())))
            .or(() -> KnownZones.prefixed(id))
            .or(() -> KnownZones.windows(id))
            .or(() -> description.isPresent() ? Optional.empty() : KnownZones.shortName(id));
    return known
        .map(zone -> CalendarZone.known(id, zone))
        .or(() -> description.map(zone -> described(id, zone)))
        .orElseThrow(() -> CalendarException.zoneUnknown(property, id));
  }
}
