package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.time.WorkCalendar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of one batch that Atom takes, as documents and as the documentation reads them.
 *
 * @param refused how many rules Atom did not take
 */
record Batch(
    World world,
    RuleVocabulary vocabulary,
    Reading reading,
    List<Json.Obj> rules,
    List<Said> said,
    int refused) {

  static Batch of(World world, Cases cases, int size) {
    RuleVocabulary vocabulary = vocabulary(world);
    Map<String, Hours> calendars = new HashMap<>();
    Pools.CALENDARS.forEach((name, json) -> calendars.put(name, Hours.of(json)));
    Reading reading = new Reading(world.declared(), calendars);
    List<Json.Obj> rules = new ArrayList<>();
    List<Said> said = new ArrayList<>();
    int refused = 0;
    while (rules.size() < size) {
      Json.Obj rule = cases.rule(rules.size());
      try {
        parse(vocabulary, List.of(rule), Json.Obj.EMPTY);
        rules.add(rule);
        said.add(reading.rule(rule));
      } catch (InvalidRules e) {
        refused++;
      }
    }
    return new Batch(world, vocabulary, reading, rules, said, refused);
  }

  private static RuleVocabulary vocabulary(World world) {
    if (world.declared().isEmpty()) {
      return RuleVocabulary.OPEN;
    }
    RuleVocabulary.Builder vocabulary = RuleVocabulary.newBuilder().fact("none", FactType.ANY);
    for (String field : World.TOP) {
      vocabulary.fact(field, type(world, field));
    }
    for (String field : World.IN_ROWS) {
      vocabulary.fact("rows[]." + field, type(world, "rows[]." + field));
    }
    Pools.CALENDARS.forEach((name, json) -> vocabulary.calendar(name, WorkCalendar.fromJson(json)));
    return vocabulary.build();
  }

  private static FactType type(World world, String field) {
    return switch (world.declared().getOrDefault(field, "")) {
      case "day" -> FactType.DATE;
      case "instant" -> FactType.INSTANT;
      case "time" -> FactType.TIME;
      default -> FactType.ANY;
    };
  }

  RuleSet set() {
    return parse(rules, Json.Obj.EMPTY);
  }

  RuleSet parse(List<Json.Obj> some, Json.Obj groups) {
    return parse(vocabulary, some, groups);
  }

  Rule rule(Json.Obj document) {
    return parse(List.of(document), Json.Obj.EMPTY).rules().get(0);
  }

  private static RuleSet parse(RuleVocabulary vocabulary, List<Json.Obj> some, Json.Obj groups) {
    var document = Json.object().put("rules", Json.array(some)).put("groups", groups);
    if (vocabulary == RuleVocabulary.OPEN) {
      // Without a vocabulary, calendars stand in the document.
      var calendars = Json.object();
      Pools.CALENDARS.forEach(calendars::put);
      document.put("calendars", calendars.build());
    }
    return RuleSet.parse(document.build(), vocabulary, RuleLimits.DEFAULT);
  }
}
