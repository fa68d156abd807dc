package dev.atom.providers.wire;

import dev.atom.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the references of one schema lead. Used by one thread. */
final class SchemaReferences {
  /** How often a schema that leads back to itself stands inside itself. */
  private static final int MAX_RECURSION = 2;

  private final Json.Obj root;
  private final Deque<String> open = new ArrayDeque<>();

  SchemaReferences(Json.Obj root) {
    this.root = root;
  }

  Json.Obj target(String reference) {
    String pointer = reference.startsWith("#") ? reference.substring(1) : reference;
    String plain = URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
    return root.at(plain).orElse(Json.NULL) instanceof Json.Obj found ? found : Json.Obj.EMPTY;
  }

  /** Enters what a reference leads to; empty if that is open too often already. */
  Optional<Json.Obj> enter(String reference, Json.Obj beside) {
    long inside = open.stream().filter(reference::equals).count();
    if (inside >= MAX_RECURSION) {
      return Optional.empty();
    }
    open.push(reference);
    Map<String, Json> members = new LinkedHashMap<>(target(reference).members());
    members.putAll(beside.members());
    members.remove("$ref");
    Optional.ofNullable(target(reference).members().get("$ref"))
        .ifPresent(next -> members.put("$ref", next));
    return Optional.of(new Json.Obj(members));
  }

  void leave() {
    open.pop();
  }

  /** Tells whether some reference leads back to itself. */
  boolean recursive() {
    return recursive(root, new HashSet<>());
  }

  private boolean recursive(Json schema, Set<String> inside) {
    return switch (schema) {
      case Json.Obj object -> {
        Optional<String> reference = object.text("$ref");
        if (reference.isPresent()) {
          if (!inside.add(reference.get())) {
            yield true;
          }
          boolean found = reference.get().equals("#") || recursive(target(reference.get()), inside);
          inside.remove(reference.get());
          yield found;
        }
        yield object.members().values().stream().anyMatch(member -> recursive(member, inside));
      }
      case Json.Arr list -> list.items().stream().anyMatch(item -> recursive(item, inside));
      default -> false;
    };
  }
}
