package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What random rules and events are made of: so little that they meet. */
final class Pools {
  static final List<String> NUMBERS =
      List.of(
          "0",
          "0.00",
          "-0.0",
          "1",
          "1.0",
          "10e-1",
          "-1",
          "2",
          "0.1",
          "0.10",
          "100",
          "1e2",
          "1e400",
          "1e-400",
          "9007199254740992",
          "9007199254740993",
          "12345678901234567890.5",
          "1e999999999",
          "1.0e999999999",
          "10e999999998",
          "-1e999999999",
          "1e-999999999",
          "-1e-999999999",
          "2e999999999",
          "0e999999999",
          "0e-999999999");
  static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "b",
          "ab",
          "aB",
          "abc",
          "ba",
          "ß",
          "ss",
          "SS",
          "straße",
          "STRASSE",
          "İ",
          "i",
          "I",
          "ı",
          "Σ",
          "σ",
          "ς",
          "\uD83D\uDE00",
          "\uD83D\uDE00a",
          "\uD83D",
          "\uDE00",
          "a\uD83D",
          "\uE000",
          "\uFFFD",
          "é",
          "É",
          "\u212A",
          "k",
          "1",
          "0",
          "true",
          "null",
          "a b",
          "a\nb",
          "42",
          "\\d",
          "\"");
  static final List<String> DAYS =
      List.of(
          "2026-11-21",
          "2026-11-20",
          "2026-11-22",
          "2026-02-29",
          "2024-02-29",
          "2026-03-29",
          "+999999999-12-31",
          "-999999999-01-01",
          "2026-11-1",
          "2025-11-21",
          "2026-10-21");
  static final List<String> INSTANTS =
      List.of(
          "2026-11-21T10:00:00Z",
          "2026-11-21T11:00:00+01:00",
          "2026-11-20T10:00:00Z",
          "2026-11-21T23:30:00-05:00",
          "2026-11-21T00:30:00+14:00",
          "2026-11-21T09:00:00.000Z",
          "2026-10-25T02:30:00+01:00",
          "2026-03-29T01:30:00Z",
          "2025-11-21T10:00:00Z",
          "2026-11-21T10:00:00",
          "2026-11-21T10:00Z",
          "+999999999-12-31T23:59:59-18:00",
          "-999999999-01-01T00:00:00+18:00",
          "2026-11-21T24:00:00Z",
          "2026-11-21t10:00:00z",
          "2011-12-30T10:00:00Z",
          "1500-01-01T00:00:00Z",
          "3500-01-01T09:30:00Z");
  static final List<String> TIMES =
      List.of(
          "10:00",
          "10:00:00",
          "09:59:59.999999999",
          "23:59",
          "24:00",
          "00:00",
          "17:30",
          "02:30",
          "02:00",
          "03:00",
          "01:30");
  static final List<String> SPANS =
      List.of(
          "PT0S",
          "PT1H",
          "P1D",
          "P1M",
          "P1Y2M3D",
          "P2W",
          "P1DT12H",
          "P0D",
          "P999999999Y",
          "PT2562047788015215H",
          "P36500D",
          "PT0.5S",
          "PT23H");
  static final List<String> PATTERNS =
      List.of(
          "a.*",
          "[a-z]+",
          "\\d+",
          ".",
          "..",
          "(a|b)+c?",
          "[^a]*",
          "\\w*",
          "a\\sb",
          "",
          ".*b",
          "σ",
          "ς",
          "k",
          "\u212A",
          "é",
          "[σk]+",
          "(?:ab){1,2}",
          "\\ba.*",
          "\uD83D\uDE00.?",
          "[^\\d]",
          "i",
          "ss|ß");
  static final List<Optional<ZoneId>> ZONES =
      List.of(
          Optional.empty(),
          Optional.of(ZoneId.of("UTC")),
          Optional.of(ZoneId.of("Europe/Berlin")),
          Optional.of(ZoneId.of("America/New_York")),
          Optional.of(ZoneId.of("Pacific/Kiritimati")),
          Optional.of(ZoneId.of("Pacific/Apia")));
  static final List<Instant> NOWS =
      List.of(
          Instant.parse("2026-11-21T10:00:00Z"),
          Instant.parse("2026-03-29T01:30:00Z"),
          Instant.parse("2026-10-25T01:30:00Z"),
          Instant.parse("2024-02-29T23:59:59Z"),
          Instant.parse("2026-11-01T05:30:00Z"),
          Instant.parse("2011-12-30T09:59:59.999999999Z"));

  /** What durations are read from facts: not all of them are. */
  static final List<String> FOUND_SPANS =
      List.of("PT1H", "P1D", "PT0S", "-PT1H", "P-1D", "P1M", "1h", "P", "PT", "P1DT", "PT8H");

  /** Working time. */
  static final List<String> WORK =
      List.of("PT0S", "PT1H", "PT3H30M", "PT8H", "PT40H", "PT0.000000001S");

  static final List<List<String>> ALPHABETS =
      List.of(
          List.of("a", "b"),
          List.of("a", "b", "A"),
          List.of("a", "b", "c", "B"),
          List.of("ß", "s", "S", "\u1E9E"),
          List.of("İ", "i", "ı", "I", "\u0307"),
          List.of("Σ", "σ", "ς", "a"),
          List.of("\uD83D\uDE00", "\uD83D", "\uDE00", "a"),
          List.of("é", "É", "e", "\u0301"),
          List.of("\u01C5", "\u01C4", "\u01C6", "\u212A", "k"));

  static final List<String> KINDS =
      List.of(
          "message",
          "paid",
          "webhook:stripe",
          "webhook:paid",
          "schedule:CRON_TZ=Europe/Berlin 0 9 * * MON-FRI",
          "schedule:every PT15M from 2026-01-01T00:00:00Z",
          "due:r1");

  static final Map<String, Json.Obj> CALENDARS =
      Map.of(
          "office",
          calendar(
              """
              {"zone": "Europe/Berlin", "week": {"monday": ["09:00-12:00", "13:00-17:00"],
               "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "friday": ["08:00-24:00"]},
               "holidays": ["2026-11-20", "2026-11-23"], "yearly": ["12-25", "02-29"],
               "exceptions": {"2026-11-21": ["10:00-14:00"], "2024-03-01": [], "2026-11-20": ["11:00-12:00"]}}
              """),
          "night",
          calendar(
              """
              {"zone": "America/New_York", "week": {"friday": ["22:00-06:00"],
               "saturday": ["22:00-02:30"], "sunday": ["02:30-03:15", "04:00-05:00"], "thursday": ["05:00-04:59"]},
               "holidays": ["2026-11-21"]}
              """),
          "edges",
          calendar(
              """
              {"zone": "Europe/Berlin", "week": {"sunday": ["00:00-01:30", "02:00-02:30", "02:30-03:15"],
               "saturday": ["02:30-03:00", "23:00-00:00"], "thursday": ["22:00-06:00"]}}
              """),
          "apia",
          calendar(
              """
              {"zone": "Pacific/Apia", "week": {"thursday": ["20:00-04:00"], "friday": ["09:00-17:00"],
               "saturday": ["00:00-24:00"]}}
              """),
          "always",
          WorkCalendar.always(ZoneOffset.UTC).toJson());

  private static Json.Obj calendar(String json) {
    return Json.parseObject(json);
  }

  private Pools() {}
}
