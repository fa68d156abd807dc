package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.schema.Document;
import dev.atom.schema.Field;
import dev.atom.schema.Schema;

/** What prompts have in common. */
final class Prompts {
  private Prompts() {}

  /** Writes what is known; that a sensitive value is known, but not the value. */
  static Json.Obj known(Schema schema, Document document) {
    var known = Json.object();
    document
        .values()
        .members()
        .forEach(
            (name, value) -> {
              boolean hidden = schema.field(name).map(Field::sensitive).orElse(true);
              known.put(name, hidden ? Json.of("(known)") : value);
            });
    return known.build();
  }
}
