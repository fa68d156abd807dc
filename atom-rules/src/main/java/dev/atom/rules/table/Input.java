package dev.atom.rules.table;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;

/**
 * A column of conditions. Immutable and thread-safe.
 *
 * @param field the path of the fact that it reads, with dots between names
 * @param label what the column is called for people; the field if none is given
 * @param type the type of the fact
 * @param allowed which values there are; the check of the table looks at no others
 * @param optional whether the check of the table takes into account that the fact may be missing
 */
public record Input(
    String field, String label, ColumnType type, UnaryTest allowed, boolean optional) {
  /** Refuses null. */
  public Input {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(allowed, "allowed");
  }

  Json.Obj toJson() {
    var json = Json.object().put("field", field);
    if (!label.equals(field)) {
      json.put("label", label);
    }
    json.put("type", type.jsonName());
    if (!(allowed instanceof UnaryTest.Any)) {
      json.put("allowed", CellReader.write(allowed, type));
    }
    if (optional) {
      json.put("optional", true);
    }
    return json.build();
  }

  /** The values, if the test is a list of nothing but values. */
  static List<Json> values(UnaryTest allowed) {
    return switch (allowed) {
      case UnaryTest.Equal equal -> List.of(equal.value());
      case UnaryTest.OneOf list
          when list.tests().stream().allMatch(test -> test instanceof UnaryTest.Equal) ->
          list.tests().stream().map(test -> ((UnaryTest.Equal) test).value()).toList();
      default -> List.of();
    };
  }
}
