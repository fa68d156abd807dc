package dev.atom.providers.wire;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.providers.wire.SchemaRules.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to say that a value may be null, and how types are written. */
record NullForms(boolean keyword, boolean upperCase) {
  private static final Json NULL_TYPE = Json.of("null");
  private static final Json NULL_SCHEMA = Json.object().put("type", "null").build();

  static NullForms of(SchemaRules rules) {
    return new NullForms(rules.demands(Demand.NULLABLE), rules.demands(Demand.UPPER_CASE_TYPES));
  }

  /** Returns a schema that allows null too. */
  static Json.Obj nullable(Json schema) {
    Json.Obj object = schema instanceof Json.Obj o ? o : Json.Obj.EMPTY;
    if (object.members().get("anyOf") instanceof Json.Arr forms && object.get("type").isEmpty()) {
      return forms.items().contains(NULL_SCHEMA)
          ? object
          : object.toBuilder().put("anyOf", with(forms.items(), NULL_SCHEMA)).build();
    }
    boolean typed = object.get("type").isPresent() || object.get("enum").isPresent();
    if (!typed || object.get("const").isPresent()) {
      return Json.object().put("anyOf", List.of(object, NULL_SCHEMA)).build();
    }
    JsonObjectBuilder nullable = object.toBuilder();
    object.get("type").ifPresent(type -> nullable.put("type", with(list(type), NULL_TYPE)));
    object.get("enum").ifPresent(values -> nullable.put("enum", with(list(values), Json.NULL)));
    return nullable.build();
  }

  /** Writes type, enum and union in the provider's way. */
  Json.Obj written(Json.Obj schema) {
    if (!keyword) {
      return schema;
    }
    JsonObjectBuilder written = Json.object();
    boolean[] nullable = {false};
    schema
        .members()
        .forEach(
            (name, value) -> {
              switch (name) {
                case "enum" -> written.put(name, without(list(value), Json.NULL, nullable));
                case "type" -> types(without(list(value), NULL_TYPE, nullable), written);
                case "anyOf" -> forms(without(list(value), nullForm(), nullable), written);
                default -> written.put(name, value);
              }
            });
    if (nullable[0]) {
      written.put("nullable", true);
    }
    return written.build();
  }

  /** How a schema of null alone has been written by then. */
  private static Json nullForm() {
    return Json.object().put("nullable", true).build();
  }

  private void types(List<Json> types, JsonObjectBuilder written) {
    if (types.size() == 1) {
      written.put("type", named(types.get(0)));
    } else if (!types.isEmpty()) {
      written.put(
          "anyOf",
          types.stream().map(type -> Json.object().put("type", named(type)).build()).toList());
    }
  }

  private void forms(List<Json> forms, JsonObjectBuilder written) {
    if (forms.size() == 1 && forms.get(0) instanceof Json.Obj only) {
      written.putAll(only);
    } else {
      written.put("anyOf", forms);
    }
  }

  private Json named(Json type) {
    return upperCase && type instanceof Json.Str text
        ? Json.of(text.value().toUpperCase(Locale.ROOT))
        : type;
  }

  private static List<Json> with(List<Json> values, Json more) {
    if (values.contains(more)) {
      return values;
    }
    List<Json> all = new ArrayList<>(values);
    all.add(more);
    return all;
  }

  private static List<Json> without(List<Json> values, Json less, boolean[] found) {
    List<Json> rest = values.stream().filter(value -> !value.equals(less)).toList();
    found[0] |= rest.size() < values.size();
    return rest;
  }

  private static List<Json> list(Json value) {
    return value instanceof Json.Arr all ? all.items() : Optional.of(value).stream().toList();
  }
}
