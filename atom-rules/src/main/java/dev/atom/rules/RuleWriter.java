package dev.atom.rules;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes a rule as its document. */
final class RuleWriter {
  /** The members of a rule document that have a meaning. */
  static final List<String> MEMBERS =
      List.of(
          "id",
          "name",
          "description",
          "enabled",
          "priority",
          "group",
          "stop",
          "repeat",
          "score",
          "tags",
          "on",
          "effective",
          "when",
          "then");

  private RuleWriter() {}

  static Json.Obj write(Rule rule) {
    var json = Json.object().put("id", rule.id());
    if (!rule.name().isEmpty()) {
      json.put("name", rule.name());
    }
    if (!rule.description().isEmpty()) {
      json.put("description", rule.description());
    }
    if (!rule.enabled()) {
      json.put("enabled", false);
    }
    if (rule.priority() != 0) {
      json.put("priority", rule.priority());
    }
    json.put("group", rule.group());
    if (rule.stop()) {
      json.put("stop", true);
    }
    if (rule.repeat()) {
      json.put("repeat", true);
    }
    if (rule.score().compareTo(BigDecimal.ONE) != 0) {
      json.put("score", Json.of(rule.score()));
    }
    if (!rule.tags().isEmpty()) {
      json.put("tags", rule.tags().stream().map(Json::of).toList());
    }
    if (!rule.triggers().isEmpty()) {
      json.put("on", rule.triggers().stream().map(Trigger::toJson).toList());
    }
    if (!rule.effective().equals(Effective.ALWAYS)) {
      json.put(
          "effective",
          Json.object()
              .put("from", rule.effective().from().map(Instant::toString))
              .put("to", rule.effective().to().map(Instant::toString))
              .build());
    }
    return json.put("when", rule.condition().toJson())
        .put("then", rule.actions().stream().map(Action::toJson).toList())
        .putAll(rule.extra())
        .build();
  }
}
