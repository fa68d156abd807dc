package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.time.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When rules want to be looked at without anything having happened. */
final class RuleTimes {
  private RuleTimes() {}

  /** Equal schedules are one: they make the same events. */
  static List<Schedule> schedules(List<Rule> rules) {
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    for (Rule rule : rules) {
      for (Trigger trigger : rule.triggers()) {
        if (rule.enabled() && trigger instanceof Trigger.OnSchedule scheduled) {
          schedules.putIfAbsent(scheduled.kind(), scheduled.schedule());
        }
      }
    }
    return List.copyOf(schedules.values());
  }

  static List<Due> due(List<Rule> rules, Facts facts, Instant after) {
    List<Due> due = new ArrayList<>();
    Scope scope = new Scope(facts, after);
    for (Rule rule : rules) {
      if (rule.enabled()) {
        rule.triggers().stream()
            .flatMap(trigger -> at(trigger, scope).stream())
            .filter(at -> at.isAfter(after) && rule.effective().at(at))
            .min(Comparator.naturalOrder())
            .ifPresent(at -> due.add(new Due(rule.id(), at)));
      }
    }
    due.sort(Comparator.comparing(Due::at));
    return List.copyOf(due);
  }

  private static Optional<Instant> at(Trigger trigger, Scope scope) {
    if (!(trigger instanceof Trigger.OnDue due)) {
      return Optional.empty();
    }
    Json value = FieldPath.parse(due.field()).map(scope::value).orElse(null);
    return value == null
        ? Optional.empty()
        : Moment.of(value)
            .flatMap(moment -> Shift.parse(due.shift()).orElseThrow().from(moment, scope.zone()));
  }
}
