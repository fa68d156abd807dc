package dev.atom.rules.convert;

import static dev.atom.rules.convert.JsonLogicExport.not;
import static dev.atom.rules.convert.JsonLogicExport.operation;
import static dev.atom.rules.convert.Source.operation;

import dev.atom.json.Json;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the positive form of a condition on one field as JsonLogic. */
final class FieldLogic {
  private static final Json ZERO = Json.of(0);

  /** With what the text of a number begins. */
  private static final Json DIGITS =
      Json.array(Stream.of("-0123456789".split("")).map(Json::of).toList());

  private final FieldCondition condition;
  private final String path;
  private final Losses losses;
  private final Json field;
  private final Json value;

  FieldLogic(FieldCondition condition, String path, Losses losses) {
    this.condition = condition;
    this.path = path;
    this.losses = losses;
    this.field = Source.variable(condition.field());
    this.value = condition.value().orElse(Json.NULL);
  }

  static boolean isField(Json value) {
    return value instanceof Json.Obj o && o.members().size() == 1 && o.text("field").isPresent();
  }

  Optional<Json> positive() {
    Operator operator = condition.operator().complementOf().orElse(condition.operator());
    return switch (operator) {
      case EQ -> equal();
      case LT -> ordered("<");
      case LTE -> ordered("<=");
      case GT -> ordered(">");
      case GTE -> ordered(">=");
      case BETWEEN -> between();
      case IN -> in();
      case CONTAINS -> Source.scalar(value) ? Optional.of(contains(value)) : refuse();
      case CONTAINS_ANY -> parts("or");
      case CONTAINS_ALL -> parts("and");
      case STARTS_WITH -> edge(true);
      case ENDS_WITH -> edge(false);
      case IS_NULL -> Optional.of(operation("===", field, Json.NULL));
      case IS_EMPTY -> Optional.of(empty());
      case EXISTS -> Optional.of(exists());
      default -> refuse();
    };
  }

  private Optional<Json> refuse() {
    String with = condition.value().map(v -> " with such a value").orElse("");
    return losses.refuse(
        path, condition.operator() + with + " on \"" + condition.field() + "\" has no counterpart");
  }

  /** True for a list with items; an error for nothing. */
  private static Json filled(Json of) {
    return operation("filter", of, Json.of(true));
  }

  private static Json text(Json of) {
    return operation("cat", of);
  }

  private static Json isText(Json of) {
    return operation("and", not(filled(of)), operation("===", of, text(of)));
  }

  private static Json isNumber(Json of) {
    Json begin = operation("substr", text(of), ZERO, Json.of(1));
    return operation(
        "and", not(filled(of)), operation("!==", of, text(of)), operation("in", begin, DIGITS));
  }

  private Json other() {
    return Source.variable(((Json.Obj) value).text("field").orElseThrow());
  }

  private boolean otherFact() {
    return isField(value) && !((Json.Obj) value).text("field").orElseThrow().matches("[@^].*");
  }

  private Optional<Json> equal() {
    if (otherFact()) {
      losses.differs(path, "other engines may not compare lists and objects by content");
      return Optional.of(
          operation("and", operation("!==", field, Json.NULL), operation("===", field, other())));
    }
    return Source.scalar(value) ? Optional.of(operation("===", field, value)) : refuse();
  }

  private Optional<Json> ordered(String relation) {
    if (otherFact()) {
      Json compared = operation(relation, field, other());
      orderOfText();
      return Optional.of(
          operation(
              "or",
              operation("and", isNumber(field), isNumber(other()), compared),
              operation("and", isText(field), isText(other()), compared)));
    }
    return guarded(value, operation(relation, field, value));
  }

  /** The comparison, where the field is of the literal's type. */
  private Optional<Json> guarded(Json literal, Json comparison) {
    return switch (literal) {
      case Json.Num n -> Optional.of(operation("and", isNumber(field), comparison));
      case Json.Str s -> {
        orderOfText();
        yield Optional.of(operation("and", isText(field), comparison));
      }
      default -> refuse();
    };
  }

  private void orderOfText() {
    losses.differs(path, "other engines may order text beyond the basic plane differently");
  }

  private Optional<Json> between() {
    List<Json> ends = value instanceof Json.Arr array ? array.items() : List.of();
    return ends.size() == 2 && ends.get(0).getClass() == ends.get(1).getClass()
        ? guarded(ends.get(0), operation("<=", ends.get(0), field, ends.get(1)))
        : refuse();
  }

  private Optional<Json> in() {
    return value instanceof Json.Arr array && array.items().stream().allMatch(Source::scalar)
        ? Optional.of(operation("in", field, value))
        : refuse();
  }

  /** In lists and texts; what is no text can only be in a list. */
  private Json contains(Json part) {
    return part instanceof Json.Str ? operation("in", part, field) : inList(part);
  }

  private Json inList(Json part) {
    return operation("in", part, filled(field));
  }

  private Optional<Json> parts(String all) {
    if (!(value instanceof Json.Arr array) || !array.items().stream().allMatch(Source::scalar)) {
      return refuse();
    }
    boolean texts = array.items().stream().allMatch(item -> item instanceof Json.Str);
    List<Json> parts = new ArrayList<>();
    array.items().forEach(part -> parts.add(texts ? contains(part) : inList(part)));
    return Optional.of(operation(all, parts));
  }

  private Optional<Json> edge(boolean start) {
    if (!(value instanceof Json.Str edge)
        || edge.value().chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      return refuse();
    }
    int length = edge.value().length();
    if (length == 0) {
      return Optional.of(isText(field));
    }
    Json part =
        start
            ? operation("substr", field, ZERO, Json.of(length))
            : operation("substr", field, Json.of(-length));
    return Optional.of(operation("and", isText(field), operation("===", part, value)));
  }

  private Json empty() {
    losses.differs(path, "other engines may not take an empty object for empty");
    Json none = Json.array(List.of(ZERO, Json.of(false)));
    return operation(
        "or",
        operation("and", not(field), not(operation("in", field, none))),
        operation("===", field, Json.Obj.EMPTY));
  }

  private Json exists() {
    losses.differs(path, "\"exists\" is not among the operations of jsonlogic.com");
    List<Json> steps = Stream.of(condition.field().split("\\.", -1)).map(Json::of).toList();
    return operation("exists", steps);
  }
}
