package dev.atom.rules.template;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.template.InvalidParameters.Kind;
import dev.atom.rules.template.InvalidParameters.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The parameters of a template: checks values against them, and says what is wrong with which. */
final class Parameters {
  private static final int DEPTH = 20;

  /** A fault here is one of what lies within: a whole calendar, or an end of a range. */
  private static final Pattern END = Pattern.compile("/calendars/.*|.*/value/[0-9]+");

  private final String template;
  private final JsonSchema schema;
  private final Map<String, Json> declared;

  Parameters(String template, JsonSchema schema) {
    this.template = template;
    this.schema = schema;
    this.declared =
        schema.document().get("properties").orElse(Json.NULL) instanceof Json.Obj properties
            ? properties.members()
            : Map.of();
  }

  InvalidParameters invalid(List<Problem> problems) {
    return new InvalidParameters(template, problems);
  }

  /** All values, with the defaults of those that were left out. */
  Map<String, Json> complete(Json.Obj values) {
    Map<String, Json> complete = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String name : declared.keySet()) {
      Optional<Json> used = values.get(name).or(() -> member(name, "default"));
      if (used.isEmpty()) {
        problems.add(
            problem(name, Kind.MISSING, Optional.empty(), "is missing and has no default"));
      } else if (depth(used.get(), DEPTH) < 0) {
        problems.add(problem(name, Kind.TOO_LARGE, Optional.empty(), "is nested too deep"));
      } else {
        complete.put(name, used.get());
      }
    }
    for (String name : values.members().keySet()) {
      if (!declared.containsKey(name)) {
        String known = "known are " + String.join(", ", declared.keySet());
        problems.add(new Problem(name, Kind.UNKNOWN, Optional.empty(), "is no parameter", known));
      }
    }
    if (problems.isEmpty()) {
      for (JsonSchema.Violation violation : schema.check(new Json.Obj(complete))) {
        String[] steps = violation.path().split("/", 3);
        String name = steps.length > 1 ? steps[1] : "*";
        problems.add(
            problem(
                name, Kind.WRONG, Optional.ofNullable(complete.get(name)), violation.message()));
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
    return complete;
  }

  private Problem problem(String name, Kind kind, Optional<Json> value, String message) {
    return new Problem(name, kind, value.map(Json::toString), message, remedy(name));
  }

  private Optional<Json> member(String name, String member) {
    return declared.get(name) instanceof Json.Obj of ? of.get(member) : Optional.empty();
  }

  /** An example, or the default. */
  private String remedy(String name) {
    Optional<Json> example =
        member(name, "examples")
            .flatMap(
                list ->
                    list instanceof Json.Arr array
                        ? array.items().stream().findFirst()
                        : Optional.empty());
    return example
        .map(json -> "for example " + json)
        .or(() -> member(name, "default").map(json -> "leave it out for " + json))
        .orElse("");
  }

  /**
   * What is wrong with values that fit their schemas and make no rules: a zone that is none, a
   * schedule that can't be read. What follows from that, such as conditions on a calendar that can't
   * be made, is left out. Empty if no value is at fault.
   */
  Optional<InvalidParameters> blamed(Json rules, Map<String, Json> values, InvalidRules faults) {
    List<Problem> problems = new ArrayList<>();
    for (InvalidRules.Problem fault : faults.problems()) {
      List<String> places = new ArrayList<>();
      Placeholders.find(
          rules,
          new Placeholders.Seen() {
            @Override
            public void whole(String name, boolean alone, String path) {
              at(name, path);
            }

            @Override
            public void inText(String name, boolean allowed, String path) {
              at(name, path);
            }

            private void at(String name, String path) {
              if (within(path, fault.path()) && !places.contains(name)) {
                places.add(name);
              }
            }
          });
      // Of several in one calendar, the fault is in the one that it names.
      Optional<String> blamed =
          places.stream()
              .filter(name -> names(fault.message(), Optional.ofNullable(values.get(name))))
              .findFirst()
              .or(() -> places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty());
      if (blamed.isPresent()) {
        String name = blamed.get();
        problems.add(
            problem(name, Kind.WRONG, Optional.ofNullable(values.get(name)), fault.message()));
      }
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(invalid(problems));
  }

  /**
   * Refuses values that would be more than values in a workflow, where texts and objects can refer to
   * what has been done.
   */
  void plain(Json workflows, Map<String, Json> values) {
    Set<String> found = new LinkedHashSet<>();
    Placeholders.find(
        workflows,
        new Placeholders.Seen() {
          @Override
          public void whole(String name, boolean alone, String path) {
            found.add(name);
          }

          @Override
          public void inText(String name, boolean allowed, String path) {
            found.add(name);
          }
        });
    List<Problem> problems = new ArrayList<>();
    for (String name : found) {
      Optional<Json> value = Optional.ofNullable(values.get(name));
      if (value.filter(Parameters::refers).isPresent()) {
        String message = "would be a reference in a workflow; give no objects and no \"${\"";
        problems.add(problem(name, Kind.WRONG, value, message));
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
  }

  private static boolean refers(Json value) {
    return switch (value) {
      case Json.Str text -> text.value().contains("${");
      case Json.Arr list -> list.items().stream().anyMatch(Parameters::refers);
      case Json.Obj object -> true;
      case Json.Num n -> false;
      case Json.Bool b -> false;
      case Json.Null n -> false;
    };
  }

  private static boolean within(String placeholder, String fault) {
    return (fault + "/").startsWith(placeholder + "/")
        || (placeholder.startsWith(fault + "/") && END.matcher(fault).matches());
  }

  private static boolean names(String message, Optional<Json> value) {
    return value
        .map(
            json ->
                switch (json) {
                  case Json.Str text -> message.contains(text.value());
                  case Json.Arr list ->
                      list.items().stream().anyMatch(item -> names(message, Optional.of(item)));
                  case Json.Num n -> false;
                  case Json.Bool b -> false;
                  case Json.Null n -> false;
                  case Json.Obj object -> false;
                })
        .orElse(false);
  }

  /** What is left of the depth, below 0 if the value is deeper. */
  private static int depth(Json value, int left) {
    if (left < 0) {
      return left;
    }
    int least = left;
    switch (value) {
      case Json.Obj object -> {
        for (Json member : object.members().values()) {
          least = Math.min(least, depth(member, left - 1));
        }
      }
      case Json.Arr array -> {
        for (Json item : array.items()) {
          least = Math.min(least, depth(item, left - 1));
        }
      }
      case Json.Str s -> {}
      case Json.Num n -> {}
      case Json.Bool b -> {}
      case Json.Null n -> {}
    }
    return least;
  }
}
