package dev.atom.rules.template;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.rules.FactType;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import dev.atom.rules.RuleVocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the document of a template. Not thread-safe. */
final class TemplateReader {
  private static final JsonSchema FORM =
      JsonSchema.of((Json.Obj) resource("rule-template.schema.json"));
  private static final Set<Json> SCALARS =
      Set.of(Json.of("string"), Json.of("number"), Json.of("integer"), Json.of("boolean"));

  private final List<Problem> problems = new ArrayList<>();

  static Json resource(String name) {
    try (InputStream in = TemplateReader.class.getResourceAsStream(name)) {
      return Json.parse(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RuleTemplate read(Json json) {
    for (JsonSchema.Violation violation : FORM.check(json)) {
      add(violation.path(), Kind.WRONG_FORM, violation.message());
    }
    throwIfAny();
    Json.Obj document = (Json.Obj) json;
    JsonSchema parameters = parameters((Json.Obj) document.get("parameters").orElseThrow());
    RuleVocabulary vocabulary = vocabulary((Json.Obj) document.get("vocabulary").orElseThrow());
    throwIfAny();
    for (String part : List.of("rules", "workflows", "tables")) {
      document.get(part).ifPresent(it -> placeholders("/" + part, it, parameters));
    }
    List<Sample> samples = samples((Json.Arr) document.get("samples").orElseThrow());
    throwIfAny();
    return new RuleTemplate(document, parameters, vocabulary, samples);
  }

  private void add(String path, Kind kind, String message) {
    problems.add(new Problem("", path, kind, message));
  }

  private void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidRules(problems);
    }
  }

  private JsonSchema parameters(Json.Obj document) {
    try {
      JsonSchema schema = JsonSchema.of(document);
      properties(schema)
          .forEach(
              (name, property) -> {
                Json.Obj declared = (Json.Obj) property;
                JsonSchema own = JsonSchema.of(declared);
                List<Json> values = new ArrayList<>(items(declared, "examples"));
                declared.get("default").ifPresent(values::add);
                if (values.stream().anyMatch(value -> !own.check(value).isEmpty())) {
                  add(
                      "/parameters/properties/" + name,
                      Kind.WRONG_TYPE,
                      "the default and the examples must fit the parameter's own schema");
                }
              });
      return schema;
    } catch (JsonException e) {
      add("/parameters", Kind.WRONG_FORM, String.valueOf(e.getMessage()));
      return JsonSchema.empty();
    }
  }

  private static List<Json> items(Json.Obj object, String member) {
    return object.get(member).orElse(Json.NULL) instanceof Json.Arr a ? a.items() : List.of();
  }

  private static Map<String, Json> properties(JsonSchema schema) {
    return ((Json.Obj) schema.document().get("properties").orElse(Json.Obj.EMPTY)).members();
  }

  private RuleVocabulary vocabulary(Json.Obj json) {
    RuleVocabulary.Builder vocabulary = RuleVocabulary.newBuilder();
    members(json, "facts")
        .forEach(
            (path, type) -> {
              String name = ((Json.Str) type).value().toUpperCase(Locale.ROOT);
              try {
                vocabulary.fact(path, FactType.valueOf(name));
              } catch (IllegalArgumentException e) {
                add(
                    "/vocabulary/facts/" + path,
                    Kind.WRONG_FORM,
                    "the name of the fact is no path");
              }
            });
    members(json, "actions")
        .forEach(
            (name, schema) -> {
              try {
                vocabulary.action(name, JsonSchema.of((Json.Obj) schema));
              } catch (JsonException e) {
                add("/vocabulary/actions/" + name, Kind.WRONG_FORM, String.valueOf(e.getMessage()));
              }
            });
    return vocabulary.build();
  }

  private static Map<String, Json> members(Json.Obj object, String member) {
    return ((Json.Obj) object.get(member).orElse(Json.Obj.EMPTY)).members();
  }

  private void placeholders(String part, Json rules, JsonSchema parameters) {
    Map<String, Json> declared = properties(parameters);
    Placeholders.find(
        rules,
        new Placeholders.Seen() {
          @Override
          public void whole(String name, boolean alone, String path) {
            if (!alone) {
              add(part + path, Kind.WRONG_FORM, "{\"$param\": …} has no other members");
            }
            known(name, path);
          }

          @Override
          public void inText(String name, boolean allowed, String path) {
            if (!allowed) {
              String message =
                  "${"
                      + name
                      + "} would become a part of the rule here; use {\"$param\": …}, or"
                      + " write $${ for the characters";
              add(part + path, Kind.WRONG_FORM, message);
            }
            if (known(name, path) && !SCALARS.contains(type(name))) {
              String message = "${" + name + "} within a text is a text, number or truth value";
              add(part + path, Kind.WRONG_TYPE, message);
            }
          }

          private Json type(String name) {
            return declared.get(name) instanceof Json.Obj property
                ? property.get("type").orElse(Json.NULL)
                : Json.NULL;
          }

          private boolean known(String name, String path) {
            if (!declared.containsKey(name)) {
              String message = "there is no parameter \"" + name + "\"";
              add(part + path, Kind.UNKNOWN_FIELD, message);
            }
            return declared.containsKey(name);
          }
        });
  }

  private List<Sample> samples(Json.Arr items) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < items.items().size(); i++) {
      try {
        samples.add(Sample.read((Json.Obj) items.items().get(i)));
      } catch (java.time.DateTimeException | IllegalArgumentException e) {
        add("/samples/" + i, Kind.WRONG_FORM, String.valueOf(e.getMessage()));
      }
    }
    return samples;
  }
}
