package dev.atom.providers.wire;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one schema of several that all apply, for providers that don't know {@code allOf}. */
final class AllOf {
  private AllOf() {}

  static Json.Obj merged(
      Json.Obj schema, String at, SchemaReferences references, Set<String> lost) {
    if (!(schema.members().get("allOf") instanceof Json.Arr parts)) {
      return schema;
    }
    Map<String, Json> members = new LinkedHashMap<>(schema.members());
    members.remove("allOf");
    boolean alone = parts.items().size() == 1 && members.get("properties") == null;
    for (Json part : parts.items()) {
      if (part instanceof Json.Obj object) {
        Optional<String> reference = object.text("$ref");
        boolean follow = reference.isPresent() && !alone;
        Json.Obj resolved = follow ? references.target(reference.get()) : object;
        resolved.members().forEach((name, value) -> add(members, name, value, at, lost));
      }
    }
    return new Json.Obj(members);
  }

  private static void add(
      Map<String, Json> members, String name, Json value, String at, Set<String> lost) {
    Json before = members.putIfAbsent(name, value);
    if (before == null || before.equals(value) || name.equals("description")) {
      return;
    }
    if (before instanceof Json.Obj one && value instanceof Json.Obj other) {
      JsonObjectBuilder both = one.toBuilder();
      other
          .members()
          .forEach(
              (key, member) -> {
                if (one.get(key).isEmpty()) {
                  both.put(key, member);
                }
              });
      members.put(name, both.build());
      if (one.members().keySet().stream().anyMatch(key -> other.get(key).isPresent())) {
        lost.add("allOf at " + at + "/" + name);
      }
    } else if (name.equals("required")
        && before instanceof Json.Arr one
        && value instanceof Json.Arr other) {
      Set<Json> all = new LinkedHashSet<>(one.items());
      all.addAll(other.items());
      members.put(name, Json.array(List.copyOf(all)));
    } else {
      lost.add(name + " in allOf at " + (at.isEmpty() ? "the top" : at));
    }
  }
}
