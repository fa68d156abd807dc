package dev.atom.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the nulls out of a value that stand where a member could as well be missing. */
final class OptionalNulls {
  private final Json.Obj root;

  OptionalNulls(Json.Obj root) {
    this.root = root;
  }

  Json remove(Json schema, Json value) {
    if (!(resolved(schema) instanceof Json.Obj object)) {
      return value;
    }
    return switch (value) {
      case Json.Obj members -> ofObject(form(object, "properties"), members);
      case Json.Arr items -> ofArray(form(object, "items"), items);
      default -> value;
    };
  }

  private Json ofObject(Json.Obj schema, Json.Obj value) {
    Json.Obj properties =
        schema.members().get("properties") instanceof Json.Obj named ? named : Json.Obj.EMPTY;
    Json others = schema.get("additionalProperties").orElse(Json.NULL);
    Set<Json> required = Set.copyOf(items(schema, "required"));
    Map<String, Json> kept = new LinkedHashMap<>();
    value
        .members()
        .forEach(
            (name, member) -> {
              Json about = properties.get(name).orElse(others);
              boolean missing =
                  member.equals(Json.NULL)
                      && !required.contains(Json.of(name))
                      && refusesNull(about);
              if (!missing) {
                kept.put(name, remove(about, member));
              }
            });
    return new Json.Obj(kept);
  }

  private Json ofArray(Json.Obj schema, Json.Arr value) {
    return schema
        .get("items")
        .<Json>map(
            about -> Json.array(value.items().stream().map(item -> remove(about, item)).toList()))
        .orElse(value);
  }

  /** The schema itself if it has the keyword, else the only form of its union that has it. */
  private Json.Obj form(Json.Obj schema, String keyword) {
    List<Json.Obj> forms = new ArrayList<>();
    for (Json form : items(schema, "anyOf")) {
      if (resolved(form) instanceof Json.Obj object && object.get(keyword).isPresent()) {
        forms.add(object);
      }
    }
    return schema.get(keyword).isEmpty() && forms.size() == 1 ? forms.get(0) : schema;
  }

  private boolean refusesNull(Json schema) {
    if (!(resolved(schema) instanceof Json.Obj object)) {
      return false;
    }
    Optional<Json> type = object.get("type");
    if (type.isPresent()) {
      return !type.get().equals(Json.of("null"))
          && !items(object, "type").contains(Json.of("null"));
    }
    for (String union : List.of("anyOf", "oneOf")) {
      List<Json> forms = items(object, union);
      if (!forms.isEmpty()) {
        return forms.stream().allMatch(this::refusesNull);
      }
    }
    List<Json> values = items(object, "enum");
    return !values.isEmpty() && !values.contains(Json.NULL);
  }

  private Json resolved(Json schema) {
    Json at = schema;
    // A schema whose references lead back to themselves is refused when it is read.
    while (at instanceof Json.Obj object && object.text("$ref").isPresent()) {
      String reference = object.text("$ref").get();
      at = root.at(SchemaReader.pointer(reference, "")).orElse(Json.NULL);
    }
    return at;
  }

  private static List<Json> items(Json.Obj schema, String name) {
    return schema.members().get(name) instanceof Json.Arr list ? list.items() : List.of();
  }
}
