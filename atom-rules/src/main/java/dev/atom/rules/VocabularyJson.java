package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.time.WorkCalendar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

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
        .put("actions", named(vocabulary.actions(), VocabularyJson::action))
        .put("calendars", named(vocabulary.calendars(), VocabularyJson::calendar))
        .put("external", named(vocabulary.external(), VocabularyJson::external))
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

  private static void action(JsonObjectBuilder json, JsonSchema parameters) {
    json.put("parameters", parameters.document());
  }

  private static void calendar(JsonObjectBuilder json, WorkCalendar calendar) {
    json.put("zone", calendar.zone().getId());
  }

  private static void external(JsonObjectBuilder json, RuleVocabulary.ExternalFact asked) {
    json.put("type", asked.fact().type().jsonName())
        .put("parameters", asked.parameters().document());
  }

  /** An object for each in the order of the names, with what else there is to say of it. */
  private static <T> List<Json> named(
      Map<String, T> things, BiConsumer<JsonObjectBuilder, T> more) {
    List<Json> objects = new ArrayList<>();
    new TreeMap<>(things)
        .forEach(
            (name, thing) -> {
              JsonObjectBuilder json = Json.object().put("name", name);
              more.accept(json, thing);
              objects.add(json.build());
            });
    return objects;
  }
}
