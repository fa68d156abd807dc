package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Optional;

/** The special forms that a condition's value may have: another field, and typed literals. */
final class Operands {
  private Operands() {}

  /** Whether the value stands for another field. */
  static boolean isField(Json value) {
    return value instanceof Json.Obj o && o.members().size() == 1 && o.text("field").isPresent();
  }

  static String fieldPath(Json value) {
    return ((Json.Obj) value).text("field").orElseThrow();
  }

  /** The type that a literal such as {@code {"date": "2026-11-21"}} declares. */
  static Optional<FactType> declaredType(Json value) {
    if (value instanceof Json.Obj o && o.members().size() == 1) {
      return switch (o.members().keySet().iterator().next()) {
        case "instant" -> Optional.of(FactType.INSTANT);
        case "date" -> Optional.of(FactType.DATE);
        case "time" -> Optional.of(FactType.TIME);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  /** The text within a typed literal, or the value itself. */
  static Json bare(Json value) {
    return declaredType(value).isPresent()
        ? ((Json.Obj) value).members().values().iterator().next()
        : value;
  }
}
