package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A column of results. Immutable and thread-safe.
 *
 * @param name the name in a result
 * @param label what the column is called for people; the name if none is given
 * @param type the type of its values
 * @param allowed which values there may be, the one that goes before all others first; none means
 *     any of the type; copied
 * @param fallback the value where no row matches or a row gives none: {@code "default"} in a document
 */
public record Output(
    String name, String label, ColumnType type, List<Json> allowed, Optional<Json> fallback) {
  /** Copies the allowed values. */
  public Output {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(fallback, "fallback");
    allowed = List.copyOf(allowed);
  }

  Json.Obj toJson() {
    var json = Json.object().put("name", name);
    if (!label.equals(name)) {
      json.put("label", label);
    }
    json.put("type", type.jsonName());
    if (!allowed.isEmpty()) {
      json.put("allowed", allowed);
    }
    fallback.ifPresent(value -> json.put("default", value));
    return json.build();
  }

  /** The value that a row gives, which is the default where it gives none. */
  Optional<Json> of(Json value) {
    return value instanceof Json.Null ? fallback : Optional.of(value);
  }

  /** The rank of a value: the lower goes first. */
  int rank(Json value) {
    int rank = of(value).map(allowed::indexOf).orElse(-1);
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }
}
