package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what is wrong with a document. Not thread-safe. */
final class Faults {
  private static final int MOST = 1_000;

  private final List<Problem> found = new ArrayList<>();

  /** A document whose form has been checked, and the rule or row within that is being read. */
  void add(String row, String path, Kind kind, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(row, path, kind, message));
    }
  }

  void addAll(List<Problem> problems) {
    problems.forEach(p -> add(p.rule(), p.path(), p.kind(), p.message()));
  }

  boolean any() {
    return !found.isEmpty();
  }

  void throwIfAny() {
    if (any()) {
      throw new InvalidRules(found);
    }
  }

  /** Refuses a document that does not have the form of a schema. */
  void form(Json document, JsonSchema schema) {
    for (JsonSchema.Violation violation : schema.check(document)) {
      Kind kind =
          switch (violation.keyword()) {
            case "limit", "maxItems", "maxLength" -> Kind.LIMIT_EXCEEDED;
            case "required" -> Kind.MISSING_MEMBER;
            default -> Kind.WRONG_FORM;
          };
      add("", violation.path(), kind, violation.message());
    }
    throwIfAny();
  }

  /** A schema that lies beside this class, with a definition that is checked otherwise left open. */
  static JsonSchema schema(String name, String open) {
    try (InputStream in = Faults.class.getResourceAsStream(name)) {
      byte[] text = Objects.requireNonNull(in, name).readAllBytes();
      Json.Obj document = (Json.Obj) Json.parse(text);
      Json.Obj definitions = (Json.Obj) document.get("$defs").orElseThrow();
      return JsonSchema.of(
          document.toBuilder()
              .put("$defs", definitions.toBuilder().put(open, Json.Obj.EMPTY).build())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
