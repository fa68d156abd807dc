package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.time.InvalidSchedule;
import dev.atom.time.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the triggers of a rule. */
final class TriggerReader {
  private final Problems problems;

  TriggerReader(Problems problems) {
    this.problems = problems;
  }

  List<Trigger> read(List<Json> items, Place place) {
    List<Trigger> triggers = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      read(items.get(i), place.at(i)).ifPresent(triggers::add);
    }
    return triggers;
  }

  private Optional<Trigger> read(Json json, Place place) {
    if (!(json instanceof Json.Obj object)) {
      problems.add(place, Kind.WRONG_FORM, "a trigger must be an object");
      return Optional.empty();
    }
    ObjectReader reader = new ObjectReader(object, place, problems);
    if (object.get("event").isPresent()) {
      reader.onlyKnows("trigger", List.of("event"));
      return reader.name("event").map(Trigger.OnEvent::new);
    }
    if (object.get("changed").isPresent()) {
      reader.onlyKnows("trigger", List.of("changed"));
      return changed(reader.texts("changed"), place);
    }
    if (object.get("status").isPresent()) {
      reader.onlyKnows("trigger", List.of("status", "from", "to"));
      Optional<String> from = reader.text("from");
      Optional<String> to = reader.text("to");
      return reader.name("status").map(field -> new Trigger.OnStatus(field, from, to));
    }
    if (object.get("schedule").isPresent()) {
      reader.onlyKnows("trigger", List.of("schedule"));
      return reader.name("schedule").flatMap(text -> schedule(text, place.at("schedule")));
    }
    if (object.get("due").isPresent()) {
      reader.onlyKnows("trigger", List.of("due", "shift"));
      Optional<String> field = reader.name("due");
      Optional<String> shift = shift(reader, place);
      return field.flatMap(path -> shift.map(by -> new Trigger.OnDue(path, by)));
    }
    if (object.get("webhook").isPresent()) {
      reader.onlyKnows("trigger", List.of("webhook"));
      return reader.name("webhook").map(Trigger.OnWebhook::new);
    }
    problems.add(
        place,
        Kind.WRONG_FORM,
        "a trigger has \"event\", \"changed\", \"status\", \"schedule\", \"due\" or \"webhook\"");
    return Optional.empty();
  }

  private Optional<Trigger> changed(List<String> fields, Place place) {
    if (fields.isEmpty()) {
      problems.add(
          place.at("changed"), Kind.WRONG_FORM, "\"changed\" must be a list of at least one field");
      return Optional.empty();
    }
    return Optional.of(new Trigger.OnChange(fields));
  }

  private Optional<Trigger> schedule(String text, Place place) {
    try {
      return Optional.of(new Trigger.OnSchedule(Schedule.parse(text)));
    } catch (InvalidSchedule e) {
      problems.add(place, Kind.WRONG_FORM, "the schedule is none: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> shift(ObjectReader reader, Place place) {
    String shift = reader.text("shift").orElse("PT0S");
    if (Shift.parse(shift).isEmpty()) {
      problems.add(
          place.at("shift"),
          Kind.WRONG_FORM,
          "\"shift\" must be an ISO 8601 duration such as \"-PT2H\" or \"P1D\"");
      return Optional.empty();
    }
    return Optional.of(shift);
  }
}
