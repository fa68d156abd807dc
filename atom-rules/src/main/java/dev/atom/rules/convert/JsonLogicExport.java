package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Exports conditions as JsonLogic that gives the same truth on all facts, and never an error. Because
 * JsonLogic takes texts and null for numbers, a comparison comes with a test of the field's type.
 *
 * <p>Refused is what JsonLogic has no word for: {@code ignoreCase}, {@code matches}, changes, times,
 * and equality with lists.
 */
public final class JsonLogicExport {
  private final Losses losses = new Losses();

  private JsonLogicExport() {}

  /**
   * Exports a condition.
   *
   * @param condition a condition that a rule set has accepted
   * @return the JsonLogic, with what could not be carried over; places are those in the condition
   */
  public static Conversion<Json> export(Condition condition) {
    JsonLogicExport export = new JsonLogicExport();
    return export.losses.conversion(export.of(condition, "", 1));
  }

  private Optional<Json> of(Condition condition, String path, int depth) {
    if (losses.tooDeep(path, depth)) {
      return Optional.empty();
    }
    return switch (condition) {
      // JsonLogic takes the empty conjunction for false.
      case Condition.All all when all.conditions().isEmpty() -> Optional.of(Json.of(true));
      case Condition.All all ->
          list(all.conditions(), path + "/all", depth).map(parts -> operation("and", parts));
      case Condition.Any any ->
          list(any.conditions(), path + "/any", depth).map(parts -> operation("or", parts));
      case Condition.Not not ->
          of(not.condition(), path + "/not", depth + 1).map(JsonLogicExport::not);
      case Condition.AtLeast some ->
          list(some.conditions(), path + "/of", depth).map(parts -> atLeast(some.count(), parts));
      case Condition.Logic logic -> logic(logic, path);
      case FieldCondition field -> field(field, path);
      case ItemsCondition items ->
          losses.refuse(path, "JsonLogic reads items of the wrong type otherwise");
      case ExternalCondition external -> losses.refuse(path, "JsonLogic asks nobody");
    };
  }

  private Optional<List<Json>> list(List<Condition> conditions, String path, int depth) {
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size() && !losses.full(); i++) {
      of(conditions.get(i), path + "/" + i, depth + 1).ifPresent(parts::add);
    }
    return parts.size() == conditions.size() ? Optional.of(parts) : Optional.empty();
  }

  static Json operation(String name, List<Json> parts) {
    return Json.object().put(name, Json.array(parts)).build();
  }

  static Json not(Json logic) {
    return Source.operation("!", logic);
  }

  private static Json atLeast(int count, List<Json> parts) {
    List<Json> ones =
        parts.stream().map(part -> Source.operation("if", part, Json.of(1), Json.of(0))).toList();
    return Source.operation(">=", operation("+", ones), Json.of(count));
  }

  private Optional<Json> logic(Condition.Logic condition, String path) {
    Json logic = condition.logic().toJson();
    if (!ReactAwesomeQueryBuilder.separable(logic)) {
      return losses.refuse(
          path, "an error in this JsonLogic is false here, and would be one of the whole rule");
    }
    losses.differs(path, "an error in this JsonLogic is false here, and elsewhere may be an error");
    return Optional.of(logic);
  }

  private Optional<Json> field(FieldCondition condition, String path) {
    String at = condition.id().map(id -> path + " (\"" + id + "\")").orElse(path);
    if (condition.ignoreCase()) {
      return losses.refuse(at, "JsonLogic has no ignoreCase");
    }
    if (condition.field().startsWith("@") || condition.field().startsWith("^")) {
      return losses.refuse(at, "JsonLogic knows facts only, not " + condition.field());
    }
    Optional<Json> positive = new FieldLogic(condition, at, losses).positive();
    return positive
        .map(logic -> condition.operator().complementOf().isPresent() ? not(logic) : logic)
        .flatMap(logic -> missing(condition, logic, at));
  }

  private Optional<Json> missing(FieldCondition condition, Json logic, String path) {
    if (condition.missing().isEmpty()) {
      return Optional.of(logic);
    }
    if (condition.value().filter(FieldLogic::isField).isPresent()) {
      return losses.refuse(path, "\"missing\" together with another field");
    }
    Json field = Source.variable(condition.field());
    return Optional.of(
        condition.missing().get() == Missing.MATCH
            ? Source.operation("or", Source.operation("===", field, Json.NULL), logic)
            : Source.operation("and", Source.operation("!==", field, Json.NULL), logic));
  }
}
