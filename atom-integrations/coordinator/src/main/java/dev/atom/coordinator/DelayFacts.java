package dev.atom.coordinator;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.rules.FactType;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleVocabulary;
import dev.atom.schema.Document;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** What rules see of a finding. */
final class DelayFacts {
  static final RuleVocabulary VOCABULARY =
      RuleVocabulary.newBuilder()
          .fact("kind", FactType.TEXT)
          .fact("severity", FactType.TEXT)
          .fact("late_hours", FactType.NUMBER)
          .fact("silent_days", FactType.NUMBER)
          .fact("exact", FactType.BOOLEAN)
          .fact("waits_for", FactType.LIST)
          .schema("task", TaskSchema.SCHEMA)
          .fact("task.id", FactType.TEXT)
          .action(DelayRules.REMIND_OWNER, parameters(List.of(), "note"))
          .action(DelayRules.ESCALATE, parameters(List.of("to"), "to", "note"))
          .build();

  private static final BigDecimal SECONDS = BigDecimal.valueOf(3600);

  private DelayFacts() {}

  private static JsonSchema parameters(List<String> required, String... texts) {
    JsonObjectBuilder properties = Json.object();
    for (String text : texts) {
      properties.put(text, Json.object().put("type", "string").put("minLength", 1).build());
    }
    return JsonSchema.of(
        Json.object()
            .put("type", "object")
            .put("properties", properties.build())
            .put("required", required.stream().map(Json::of).toList())
            .put("additionalProperties", false)
            .build());
  }

  static String kind(Cause cause) {
    return switch (cause) {
      case Cause.Overdue c -> "overdue";
      case Cause.ShortOfTime c -> "short_of_time";
      case Cause.LateThroughBlockers c -> "late_through_blockers";
      case Cause.Silent c -> "silent";
      case Cause.Circle c -> "circle";
    };
  }

  static Facts of(Finding finding, Document task, ZoneId zone) {
    JsonObjectBuilder facts =
        Json.object()
            .put("kind", kind(finding.cause()))
            .put("severity", finding.severity().word())
            .put("task", task.values().toBuilder().put("id", task.id()).build());
    switch (finding.cause()) {
      case Cause.Overdue c -> facts.put("late_hours", hours(c.late()));
      case Cause.ShortOfTime c -> facts.put("late_hours", hours(c.late()));
      case Cause.LateThroughBlockers c ->
          facts
              .put("late_hours", hours(c.late()))
              .put("exact", c.finish().exact())
              .put("waits_for", ids(c.finish().path().subList(0, c.finish().path().size() - 1)));
      case Cause.Silent c -> facts.put("silent_days", c.days());
      case Cause.Circle c -> facts.put("waits_for", ids(c.tasks()));
    }
    return Facts.newBuilder().values(facts.build()).zone(zone).build();
  }

  private static List<Json> ids(List<String> ids) {
    return ids.stream().map(Json::of).toList();
  }

  private static BigDecimal hours(Duration time) {
    return BigDecimal.valueOf(time.toSeconds()).divide(SECONDS, 2, RoundingMode.HALF_UP);
  }
}
