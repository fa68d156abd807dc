package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.time.WorkCalendar;
import java.util.List;
import java.util.Map;

/**
 * The members of a document beside its rules.
 *
 * @param extra those that Atom does not know
 */
record SetMembers(
    Map<String, GroupMode> groups, Map<String, WorkCalendar> calendars, Json.Obj extra) {
  static final SetMembers NONE = new SetMembers(Map.of(), Map.of(), Json.Obj.EMPTY);

  /** The document with these rules, each as it is to stand there. */
  Json.Obj around(List<? extends Json> rules) {
    JsonObjectBuilder json = Json.object().put("rules", rules);
    if (!groups.isEmpty()) {
      var modes = Json.object();
      groups.forEach((name, mode) -> modes.put(name, mode.jsonName()));
      json.put("groups", modes.build());
    }
    if (!calendars.isEmpty()) {
      var written = Json.object();
      calendars.forEach((name, calendar) -> written.put(name, calendar.toJson()));
      json.put("calendars", written.build());
    }
    return json.putAll(extra).build();
  }
}
