package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogicException.Kind;

/** An error on its way through an evaluation: without a stack trace, because it may be caught. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Json error;
  private final transient Place place;

  private Failure(Kind kind, Json error, Place place) {
    super(null, null, false, false);
    this.kind = kind;
    this.error = error;
    this.place = place;
  }

  static Failure nan(Place place) {
    return of(Kind.NOT_A_NUMBER, place);
  }

  static Failure invalid(Place place) {
    return of(Kind.INVALID_ARGUMENTS, place);
  }

  static Failure limit() {
    return of(Kind.LIMIT_EXCEEDED, Place.TOP);
  }

  static Failure thrown(Json value, Place place) {
    Json error = value instanceof Json.Obj ? value : Json.object().put("type", value).build();
    return new Failure(Kind.THROWN, error, place);
  }

  private static Failure of(Kind kind, Place place) {
    return new Failure(kind, Json.object().put("type", kind.type()).build(), place);
  }

  static String type(Json error) {
    Json type = error instanceof Json.Obj object ? object.get("type").orElse(Json.NULL) : Json.NULL;
    return type instanceof Json.Str text ? text.value() : type.toString();
  }

  Kind kind() {
    return kind;
  }

  Json error() {
    return error;
  }

  JsonLogicException toException() {
    String what =
        switch (kind) {
          case NOT_A_NUMBER -> "NaN: a value that is no number stands where one is needed";
          case INVALID_ARGUMENTS -> "Invalid Arguments: too few of them, or one of a wrong type";
          case LIMIT_EXCEEDED -> "the evaluation takes more steps or levels than its limits allow";
          case THROWN, UNKNOWN_OPERATOR -> "the rule threw an error";
        };
    return new JsonLogicException(kind, error, place.pointer(), what);
  }
}
