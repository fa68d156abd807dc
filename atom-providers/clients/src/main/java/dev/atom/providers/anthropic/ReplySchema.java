package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The schema of a reply as it is sent: what Anthropic does not enforce, and refuses, is told in the
 * description instead, as its own clients do; an object is closed unless it says otherwise. The
 * reply can still be checked against the whole schema.
 */
final class ReplySchema {
  /** Keywords that are refused. */
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "maxItems",
          "uniqueItems",
          "contains",
          "minContains",
          "maxContains",
          "minProperties",
          "maxProperties",
          "patternProperties",
          "propertyNames",
          "not");

  /** The formats of strings that are enforced; others are refused. */
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  /** Keywords whose value holds schemas by name. */
  private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

  /** Keywords whose value is a schema or a list of schemas. */
  private static final Set<String> NESTED =
      Set.of("items", "anyOf", "allOf", "prefixItems", "additionalProperties");

  private ReplySchema() {}

  /**
   * Returns what is sent.
   *
   * @throws dev.atom.model.CapabilityMissing if an object has members of any name: closed, it could
   *     only be empty
   */
  static Json.Obj of(ResponseFormat.Schema format, ModelRef asked) {
    return fitted(format.schema().document(), asked);
  }

  private static Json.Obj fitted(Json.Obj schema, ModelRef asked) {
    Map<String, Json> kept = new LinkedHashMap<>();
    Map<String, Json> told = new TreeMap<>();
    schema
        .members()
        .forEach(
            (keyword, value) -> {
              if (refused(keyword, value)) {
                told.put(keyword, value);
              } else if (keyword.equals("oneOf")) {
                kept.put("anyOf", nested(value, asked));
              } else {
                kept.put(keyword, inner(keyword, value, asked));
              }
            });
    if (kept.containsKey("properties") || isObject(schema)) {
      if (namesAreFree(schema)) {
        throw Needs.missing(
            asked,
            "the schema has an object with members of any name, which Anthropic can't enforce");
      }
      kept.putIfAbsent("additionalProperties", Json.of(false));
      kept.replace("additionalProperties", Json.of(true), Json.of(false));
    }
    if (!told.isEmpty()) {
      kept.put("description", Json.of(described(Fields.text(schema, "description"), told)));
    }
    return new Json.Obj(kept);
  }

  private static boolean namesAreFree(Json.Obj schema) {
    Json others = schema.get("additionalProperties").orElse(Json.of(true));
    boolean named = !Fields.object(schema, "properties").members().isEmpty();
    return others instanceof Json.Obj || (!named && others.equals(Json.of(true)));
  }

  private static boolean isObject(Json.Obj schema) {
    return schema.get("type").equals(Optional.of(Json.of("object")));
  }

  private static boolean refused(String keyword, Json value) {
    return switch (keyword) {
      case "minItems" -> !List.of(Json.of(0), Json.of(1)).contains(value);
      case "format" -> !(value instanceof Json.Str format && FORMATS.contains(format.value()));
      default -> REFUSED.contains(keyword);
    };
  }

  private static Json inner(String keyword, Json value, ModelRef asked) {
    if (NAMED.contains(keyword) && value instanceof Json.Obj schemas) {
      Map<String, Json> inner = new LinkedHashMap<>();
      schemas.members().forEach((name, schema) -> inner.put(name, nested(schema, asked)));
      return new Json.Obj(inner);
    }
    return NESTED.contains(keyword) ? nested(value, asked) : value;
  }

  private static Json nested(Json value, ModelRef asked) {
    return switch (value) {
      case Json.Obj schema -> fitted(schema, asked);
      case Json.Arr schemas ->
          Json.array(schemas.items().stream().map(s -> nested(s, asked)).toList());
      case Json.Str text -> text;
      case Json.Num number -> number;
      case Json.Bool bool -> bool;
      case Json.Null none -> none;
    };
  }

  private static String described(String description, Map<String, Json> told) {
    StringBuilder text = new StringBuilder(description);
    told.forEach(
        (keyword, value) ->
            text.append(text.isEmpty() ? "" : "; ").append(keyword).append(": ").append(value));
    return text.toString();
  }
}
