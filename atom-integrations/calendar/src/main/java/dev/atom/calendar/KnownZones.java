package dev.atom.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The IANA's zones by their names, by those of Windows, and by names with something before them. */
final class KnownZones {
  /** As in America/Argentina/Ushuaia. */
  private static final int MOST_PARTS = 3;

  private static final Map<String, ZoneId> BY_NAME = byName();
  private static final Map<String, ZoneId> BY_WINDOWS_NAME = byWindowsName();

  private KnownZones() {}

  private static Map<String, ZoneId> byName() {
    Map<String, ZoneId> zones = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String id : ZoneId.getAvailableZoneIds()) {
      zones.put(id, ZoneId.of(id));
    }
    return zones;
  }

  private static Map<String, ZoneId> byWindowsName() {
    Properties names = new Properties();
    try (InputStream in = KnownZones.class.getResourceAsStream("windows-zones.properties")) {
      names.load(Objects.requireNonNull(in, "windows-zones.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, ZoneId> zones = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    names.forEach((name, id) -> zones.put((String) name, ZoneId.of((String) id)));
    return zones;
  }

  /** A zone of a region, such as Europe/Zurich, or UTC: a name that means the same everywhere. */
  static Optional<ZoneId> region(String id) {
    String name = id.strip().replace(' ', '_');
    return unmistakable(name) ? Optional.ofNullable(BY_NAME.get(name)) : Optional.empty();
  }

  /** A region's name at the end of a longer one, such as /example.org/20260101/Europe/Zurich. */
  static Optional<ZoneId> prefixed(String id) {
    int slash = id.length();
    for (int i = 0; i < MOST_PARTS && slash >= 0; i++) {
      slash = id.lastIndexOf('/', slash - 1);
    }
    slash = slash < 0 ? id.indexOf('/') : slash;
    while (slash >= 0) {
      String rest = id.substring(slash + 1);
      Optional<ZoneId> zone = region(rest);
      if (zone.isPresent()) {
        return zone;
      }
      slash = id.indexOf('/', slash + 1);
    }
    return Optional.empty();
  }

  static Optional<ZoneId> windows(String id) {
    return Optional.ofNullable(BY_WINDOWS_NAME.get(id.strip()));
  }

  /** An old short name, such as EST or Japan. Producers mean different things by some of them. */
  static Optional<ZoneId> shortName(String id) {
    return Optional.ofNullable(BY_NAME.get(id.strip()));
  }

  private static boolean unmistakable(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.indexOf('/') > 0 || upper.equals("UTC") || upper.equals("GMT");
  }
}
