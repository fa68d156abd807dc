package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleDocument.Placed;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a document of rules. Not thread-safe. */
final class RuleReader {
  private static final List<String> SET_MEMBERS = List.of("rules", "groups", "calendars");

  private final Problems problems;
  private final RuleLimits limits;
  private final Map<String, Place> ids = new HashMap<>();

  RuleReader(Problems problems, RuleLimits limits) {
    this.problems = problems;
    this.limits = limits;
  }

  RuleDocument read(Json document) {
    if (document instanceof Json.Arr array) {
      return new RuleDocument(rules(array.items(), Place.TOP), SetMembers.NONE);
    }
    if (!(document instanceof Json.Obj object) || object.get("rules").isEmpty()) {
      problems.add(
          Place.TOP, Kind.WRONG_FORM, "expected a list of rules, or an object with \"rules\"");
      return RuleDocument.EMPTY;
    }
    ObjectReader reader = new ObjectReader(object, Place.TOP, problems);
    List<Placed> rules = rules(reader.list("rules"), Place.TOP.at("rules"));
    Map<String, GroupMode> groups = groups(reader.object("groups"));
    return new RuleDocument(
        rules,
        new SetMembers(
            Collections.unmodifiableMap(groups),
            Collections.unmodifiableMap(calendars(reader.object("calendars"))),
            reader.others(SET_MEMBERS)));
  }

  private Map<String, WorkCalendar> calendars(Json.Obj members) {
    Map<String, WorkCalendar> calendars = new LinkedHashMap<>();
    members
        .members()
        .forEach(
            (name, json) -> {
              try {
                calendars.put(name, WorkCalendar.fromJson(json));
              } catch (JsonException e) {
                problems.add(
                    Place.TOP.at("calendars").at(name),
                    e.path(),
                    Kind.WRONG_FORM,
                    "calendar \"" + name + "\": " + e.getMessage());
              }
            });
    return calendars;
  }

  private Map<String, GroupMode> groups(Json.Obj groups) {
    Map<String, GroupMode> modes = new LinkedHashMap<>();
    groups
        .members()
        .forEach(
            (name, mode) -> {
              for (GroupMode known : GroupMode.values()) {
                if (mode.equals(Json.of(known.jsonName()))) {
                  modes.put(name, known);
                }
              }
              if (!modes.containsKey(name)) {
                problems.add(
                    Place.TOP.at("groups").at(name),
                    Kind.WRONG_FORM,
                    "the mode of a group must be \"all\", \"first\" or \"score\"");
              }
            });
    return modes;
  }

  private List<Placed> rules(List<Json> items, Place place) {
    problems.atMost(limits.rules(), items.size(), place);
    List<Placed> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      rule(items.get(i), place.at(i)).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Placed> rule(Json json, Place at) {
    if (!(json instanceof Json.Obj object)) {
      problems.add(at, Kind.WRONG_FORM, "a rule must be an object");
      return Optional.empty();
    }
    Place place = at.inRule(object.text("id").orElse(""));
    ObjectReader reader = new ObjectReader(object, place, problems);
    Optional<String> id = reader.name("id");
    id.ifPresent(name -> problems.unique(name, place, ids));
    Optional<Condition> when = condition(object, place);
    // A rule without an id is read on, so that its other faults are found at once.
    Rule.Builder builder =
        Rule.newBuilder(id.orElse("?"))
            .name(reader.text("name").orElse(""))
            .description(reader.text("description").orElse(""))
            .enabled(reader.flag("enabled", true))
            .priority(reader.integer("priority").orElse(0))
            .tags(reader.texts("tags").toArray(String[]::new))
            .then(actions(reader.list("then"), place.at("then")).toArray(Action[]::new))
            .extra(reader.others(RuleWriter.MEMBERS));
    if (object.get("then").isEmpty()) {
      problems.add(place, Kind.MISSING_MEMBER, "\"then\" is missing; it may be an empty list");
    }
    if (object.get("group").isPresent()) {
      reader.name("group").ifPresent(builder::group);
    }
    if (reader.flag("stop", false)) {
      builder.stop();
    }
    if (reader.flag("repeat", false)) {
      builder.repeat();
    }
    reader.decimal("score").ifPresent(builder::score);
    triggers(object, reader, place).forEach(builder::on);
    if (object.get("effective").isPresent()) {
      effective(reader.object("effective"), place.at("effective")).ifPresent(builder::effective);
    }
    return when.map(condition -> new Placed(builder.when(condition).build(), place));
  }

  private List<Trigger> triggers(Json.Obj rule, ObjectReader reader, Place place) {
    List<Json> on = reader.list("on");
    if (on.isEmpty() && rule.get("on").orElse(Json.NULL) instanceof Json.Arr) {
      problems.add(
          place.at("on"),
          Kind.WRONG_FORM,
          "\"on\" must name at least one trigger; leave it out for every event");
    }
    if (on.size() > limits.conditions()) {
      problems.add(
          place.at("on"),
          Kind.LIMIT_EXCEEDED,
          "the rule has " + on.size() + " triggers; at most " + limits.conditions());
      return List.of();
    }
    return new TriggerReader(problems).read(on, place.at("on"));
  }

  private Optional<Effective> effective(Json.Obj object, Place place) {
    ObjectReader reader = new ObjectReader(object, place, problems);
    reader.onlyKnows("time", List.of("from", "to"));
    Optional<Instant> from = reader.instant("from");
    Optional<Instant> to = reader.instant("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      problems.add(place.at("to"), Kind.WRONG_FORM, "\"to\" must be after \"from\"");
      return Optional.empty();
    }
    return from.isPresent() || to.isPresent()
        ? Optional.of(new Effective(from, to))
        : Optional.empty();
  }

  private Optional<Condition> condition(Json.Obj rule, Place place) {
    if (rule.get("when").isEmpty()) {
      problems.add(place, Kind.MISSING_MEMBER, "\"when\" is missing; use {\"all\": []} for always");
      return Optional.empty();
    }
    return new ConditionReader(problems, limits, place.at("when")).read(rule.get("when").get());
  }

  private List<Action> actions(List<Json> items, Place place) {
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Json.Obj object)) {
        problems.add(place.at(i), Kind.WRONG_FORM, "an action must be an object");
        continue;
      }
      ObjectReader reader = new ObjectReader(object, place.at(i), problems);
      Json.Obj with = reader.object("with");
      Json.Obj extra = reader.others(List.of("do", "with"));
      reader.name("do").ifPresent(name -> actions.add(new Action(name, with, extra)));
    }
    return actions;
  }
}
