package dev.atom.providers.wire;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.model.Warning;
import dev.atom.providers.wire.SchemaRules.Demand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a schema into what a provider accepts. What is lost is named in a warning and checked when
 * the reply is read; values that are lost are told to the model in the description. Nulls of optional
 * members, which some providers need, are taken out again by {@link
 * JsonSchema#withoutOptionalNulls}.
 */
public final class SchemaFitting {
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "title",
          "description",
          "default",
          "example",
          "examples",
          "$schema",
          "$id",
          "$comment",
          "$anchor",
          "$defs",
          "definitions",
          "deprecated",
          "readOnly",
          "writeOnly",
          "strict");

  private final SchemaRules rules;
  private final SchemaReferences references;
  private final boolean inline;
  private final Set<String> lost = new LinkedHashSet<>();
  private final Set<String> impossible = new LinkedHashSet<>();
  private int deepest;
  private int properties;
  private int values;

  private SchemaFitting(SchemaRules rules, Json.Obj root) {
    this.rules = rules;
    this.references = new SchemaReferences(root);
    this.inline =
        rules.demands(Demand.INLINE)
            || (rules.demands(Demand.INLINE_IF_RECURSIVE) && references.recursive());
  }

  /** Fits a schema to a provider's rules. */
  public static FittedSchema fit(JsonSchema schema, SchemaRules rules) {
    if (rules.keywords().isEmpty() && rules.demands().isEmpty()) {
      return new FittedSchema(schema.document(), List.of(), Optional.empty());
    }
    SchemaFitting fitting = new SchemaFitting(rules, schema.document());
    Json.Obj top = schema.document();
    if (rules.demands(Demand.CLOSED) && !isObject(fitting.resolvedTop(top))) {
      fitting.impossible.add("something else than an object at the top");
    }
    // A reference at the top is no object there, wherever it leads.
    Json.Obj document =
        top.get("$ref").isPresent() && !fitting.inline ? fitting.resolvedTop(top) : top;
    Json.Obj fitted = fitting.node(document, "", 0);
    return new FittedSchema(fitted, fitting.warnings(), first(fitting.impossible));
  }

  private Json.Obj resolvedTop(Json.Obj top) {
    Map<String, Json> members = new LinkedHashMap<>(top.members());
    Optional<String> reference = top.text("$ref");
    for (int i = 0; reference.isPresent() && i < 100; i++) {
      Json.Obj target = references.target(reference.get());
      members.remove("$ref");
      members.putAll(target.members());
      reference = target.text("$ref");
    }
    return new Json.Obj(members);
  }

  private static boolean isObject(Json.Obj schema) {
    return schema.text("type").equals(Optional.of("object"))
        || (schema.get("type").isEmpty() && schema.get("properties").isPresent());
  }

  private static Optional<String> first(Set<String> all) {
    return all.stream().findFirst();
  }

  private List<Warning> warnings() {
    List<Warning> all = new ArrayList<>();
    if (!lost.isEmpty()) {
      List<String> some = lost.stream().limit(8).toList();
      String more = lost.size() > some.size() ? " and more" : "";
      all.add(weakened(rules.whose() + " does not enforce " + String.join(", ", some) + more));
    }
    SchemaRules.Limits limits = rules.limits();
    if (deepest > limits.levels() || properties > limits.properties() || values > limits.values()) {
      all.add(
          new Warning(
              "large_schema",
              "the schema has %d levels, %d members and %d values; %s takes %d, %d and %d"
                  .formatted(
                      deepest,
                      properties,
                      values,
                      rules.whose(),
                      limits.levels(),
                      limits.properties(),
                      limits.values())));
    }
    return all;
  }

  /** The warning that less is enforced than was asked for. */
  public static Warning weakened(String message) {
    return new Warning("weakened_schema", message + "; the reply is checked when it is read");
  }

  private Json.Obj node(Json schema, String at, int level) {
    if (!(schema instanceof Json.Obj given)) {
      if (schema.equals(Json.of(false))) {
        lost.add("false at " + at);
      }
      return anything(Json.Obj.EMPTY, at);
    }
    Optional<String> reference = given.text("$ref");
    if (reference.isEmpty()) {
      return plain(given, at, level);
    }
    if (!inline) {
      return kept(given);
    }
    Optional<Json.Obj> target = references.enter(reference.get(), given);
    if (target.isEmpty()) {
      lost.add("the recursion at " + at);
      return cut(references.target(reference.get()));
    }
    Json.Obj fitted = node(target.get(), at, level);
    references.leave();
    return fitted;
  }

  /** A reference stands alone: providers refuse keywords beside it. */
  private static Json.Obj kept(Json.Obj given) {
    return Json.object().put("$ref", given.get("$ref").orElseThrow()).build();
  }

  /** What stands where a recursion is cut. */
  private Json.Obj cut(Json.Obj target) {
    JsonObjectBuilder end = Json.object();
    target.get("type").ifPresent(type -> end.put("type", type));
    if (isObject(target) && rules.demands(Demand.CLOSED)) {
      end.put("properties", Json.Obj.EMPTY).put("required", List.of());
      end.put("additionalProperties", false);
    }
    return NullForms.of(rules).written(end.build());
  }

  private Json.Obj plain(Json.Obj given, String at, int level) {
    Json.Obj schema = rules.knows("allOf") ? given : AllOf.merged(given, at, references, lost);
    if (schema.get("$ref").isPresent()) {
      return node(schema, at, level);
    }
    boolean nests = isObject(schema) || schema.get("items").isPresent();
    int inner = nests ? level + 1 : level;
    deepest = Math.max(deepest, inner);
    JsonObjectBuilder fitted = Json.object();
    List<String> told = new ArrayList<>();
    schema
        .members()
        .forEach((name, value) -> keyword(name, value, at, inner, fitted).ifPresent(told::add));
    tell(told, schema, fitted);
    Json.Obj closed = isObject(schema) ? object(schema, fitted.build(), at) : fitted.build();
    return NullForms.of(rules).written(anything(closed, at));
  }

  /** Writes a keyword; returns what to tell the model instead. */
  private Optional<String> keyword(
      String name, Json value, String at, int level, JsonObjectBuilder fitted) {
    switch (name) {
      case "properties", "patternProperties", "$defs", "definitions" -> {
        boolean definitions = name.endsWith("efs") || name.equals("definitions");
        if (!rules.knows(name) || (inline && definitions)) {
          return dropped(name, value, at);
        }
        fitted.put(name, each(value, at, definitions ? 0 : level));
      }
      case "items", "additionalProperties", "not" -> {
        if (!rules.knows(name)) {
          return dropped(name, value, at);
        }
        fitted.put(name, value instanceof Json.Bool ? value : node(value, at + "/*", level));
      }
      case "anyOf", "oneOf", "allOf", "prefixItems" -> {
        String known = !rules.knows(name) && name.equals("oneOf") ? "anyOf" : name;
        if (!rules.knows(known)) {
          return dropped(name, value, at);
        }
        if (!known.equals(name)) {
          lost.add("oneOf at " + place(at));
        }
        fitted.put(known, items(value).stream().map(form -> node(form, at, level)).toList());
      }
      default -> {
        return scalar(name, value, at, fitted);
      }
    }
    return Optional.empty();
  }

  private Optional<String> scalar(String name, Json value, String at, JsonObjectBuilder fitted) {
    if (name.equals("const") && rules.demands(Demand.CONST_AS_ENUM)) {
      return scalar("enum", Json.array(List.of(value)), at, fitted);
    }
    if (name.equals("enum")) {
      values += items(value).size();
      boolean texts =
          items(value).stream().allMatch(v -> v instanceof Json.Str || v.equals(Json.NULL));
      if (rules.demands(Demand.TEXT_ENUMS) && !texts) {
        return dropped(name, value, at);
      }
    }
    boolean unknownFormat =
        name.equals("format") && value instanceof Json.Str s && !rules.knowsFormat(s.value());
    if (unknownFormat || !rules.knows(name)) {
      return dropped(name, value, at);
    }
    fitted.put(name, value);
    return Optional.empty();
  }

  private Optional<String> dropped(String name, Json value, String at) {
    if (ANNOTATIONS.contains(name)) {
      return Optional.empty();
    }
    boolean allowsAll = name.equals("additionalProperties") && value.equals(Json.of(true));
    if (!allowsAll) {
      lost.add(name + " at " + place(at));
    }
    boolean small = !(value instanceof Json.Obj) && !(value instanceof Json.Bool);
    return small ? Optional.of(name + " " + value) : Optional.empty();
  }

  private static String place(String at) {
    return at.isEmpty() ? "the top" : at;
  }

  private static void tell(List<String> told, Json.Obj schema, JsonObjectBuilder fitted) {
    if (!told.isEmpty()) {
      String before = schema.text("description").map(text -> text + " ").orElse("");
      fitted.put("description", before + "(" + String.join(", ", told) + ")");
    }
  }

  private Json.Obj each(Json value, String at, int level) {
    JsonObjectBuilder all = Json.object();
    if (value instanceof Json.Obj named) {
      named
          .members()
          .forEach((name, schema) -> all.put(name, node(schema, at + "/" + name, level)));
    }
    return all.build();
  }

  private Json.Obj object(Json.Obj schema, Json.Obj fitted, String at) {
    Json.Obj named = Fields.object(fitted, "properties");
    properties += named.members().size();
    JsonObjectBuilder object = fitted.toBuilder();
    if (rules.demands(Demand.CLOSED)) {
      boolean closed = schema.get("additionalProperties").equals(Optional.of(Json.of(false)));
      boolean map = schema.members().get("additionalProperties") instanceof Json.Obj;
      if (map || (named.members().isEmpty() && !closed)) {
        impossible.add("members of any name at " + place(at));
      }
      object.put("additionalProperties", false);
    }
    if (rules.demands(Demand.ALL_REQUIRED)) {
      Set<Json> required = new LinkedHashSet<>(items(schema.get("required").orElse(Json.NULL)));
      JsonObjectBuilder all = Json.object();
      named
          .members()
          .forEach(
              (name, member) ->
                  all.put(
                      name,
                      required.contains(Json.of(name)) ? member : NullForms.nullable(member)));
      object.put("properties", all.build());
      required.removeIf(name -> !(name instanceof Json.Str s && named.get(s.value()).isPresent()));
      named.members().keySet().forEach(name -> required.add(Json.of(name)));
      object.put("required", List.copyOf(required));
    }
    return object.build();
  }

  /** Strict modes have no schema that allows anything. */
  private Json.Obj anything(Json.Obj fitted, String at) {
    boolean says =
        List.of("type", "enum", "const", "anyOf", "$ref").stream()
            .anyMatch(name -> fitted.get(name).isPresent());
    if (rules.demands(Demand.CLOSED) && !says && fitted.get("properties").isEmpty()) {
      impossible.add("a value of any kind at " + place(at));
    }
    return fitted;
  }

  private static List<Json> items(Json value) {
    return value instanceof Json.Arr list ? list.items() : List.of();
  }
}
