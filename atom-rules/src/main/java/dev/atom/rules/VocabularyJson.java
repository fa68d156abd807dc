package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.time.WorkCalendar;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Describes a vocabulary for an editor of rules. */
final class VocabularyJson {
  private static final int VERSION = 1;

  private VocabularyJson() {}

  static Json.Obj write(RuleVocabulary vocabulary) {
    return Json.object()
        .put("version", VERSION)
        .put("open", vocabulary.open())
        .put("facts", vocabulary.facts().stream().map(FactDescription::toJson).toList())
        .put("reserved", reserved())
        .put("types", types())
        .put("operators", Arrays.stream(Operator.values()).map(VocabularyJson::operator).toList())
        .put(
            "items", Arrays.stream(ItemsCondition.Fold.values()).map(VocabularyJson::fold).toList())
        .put("actions", actions(vocabulary.actions()))
        .put("calendars", calendars(vocabulary.calendars()))
        .put("external", external(vocabulary.external()))
        .build();
  }

  private static List<Json> reserved() {
    return List.of(
        Json.object().put("path", Scope.NOW).put("type", FactType.INSTANT.jsonName()).build(),
        Json.object().put("path", Facts.EVENT).put("type", FactType.TEXT.jsonName()).build());
  }

  private static Json types() {
    var types = Json.object();
    for (FactType type : FactType.values()) {
      types.put(
          type.jsonName(),
          Json.object()
              .put("operators", type.operators().stream().map(o -> Json.of(o.jsonName())).toList())
              .build());
    }
    return types.build();
  }

  private static Json operator(Operator operator) {
    var json =
        Json.object()
            .put("name", operator.jsonName())
            .put("operand", operator.operand().name().toLowerCase(Locale.ROOT));
    operator.complementOf().ifPresent(of -> json.put("complementOf", of.jsonName()));
    return json.put("missing", !operator.aboutPresence() && !operator.aboutChange()).build();
  }

  private static Json fold(ItemsCondition.Fold fold) {
    return Json.object()
        .put("name", fold.jsonName())
        .put("takes", fold.ofField() ? "field" : "condition")
        .put("amount", fold.amount())
        .build();
  }

  private static List<Json> actions(Map<String, JsonSchema> actions) {
    return new TreeMap<>(actions)
        .entrySet().stream()
            .map(
                action ->
                    (Json)
                        Json.object()
                            .put("name", action.getKey())
                            .put("parameters", action.getValue().document())
                            .build())
            .toList();
  }

  private static List<Json> calendars(Map<String, WorkCalendar> calendars) {
    return new TreeMap<>(calendars)
        .entrySet().stream()
            .map(
                calendar ->
                    (Json)
                        Json.object()
                            .put("name", calendar.getKey())
                            .put("zone", calendar.getValue().zone().getId())
                            .build())
            .toList();
  }

  private static List<Json> external(Map<String, RuleVocabulary.ExternalFact> external) {
    return new TreeMap<>(external)
        .entrySet().stream()
            .map(
                asked ->
                    (Json)
                        Json.object()
                            .put("name", Objects.requireNonNull(asked.getKey()))
                            .put("type", asked.getValue().fact().type().jsonName())
                            .put("parameters", asked.getValue().parameters().document())
                            .build())
            .toList();
  }
}
