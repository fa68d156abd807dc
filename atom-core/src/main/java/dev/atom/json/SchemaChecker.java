package dev.atom.json;

import dev.atom.json.JsonSchema.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Checks values against a schema document. The document is read once, at construction, into a tree
 * of {@link Rules}; references are resolved when they are first used, so recursion is fine.
 */
final class SchemaChecker {
  private final Json.Obj root;
  private final Map<String, Node> references = new HashMap<>();
  private final Node top;

  SchemaChecker(Json.Obj document) {
    root = document;
    references.put("#", new Node());
    top = read(document, "");
    node("#").rules = top.rules;
  }

  List<Violation> check(Json value) {
    List<Violation> violations = new ArrayList<>();
    top.check(value, "", violations);
    return violations;
  }

  private Node node(String reference) {
    Node node = references.get(reference);
    if (node == null) {
      throw new IllegalStateException("unread reference " + reference);
    }
    return node;
  }

  private Node read(Json document, String path) {
    Node node = new Node();
    if (document instanceof Json.Bool allowed) {
      if (!allowed.value()) {
        node.rules.add(
            (value, at, out) -> out.add(new Violation(at, "false", "nothing is allowed here")));
      }
      return node;
    }
    if (!(document instanceof Json.Obj object)) {
      throw wrong("a schema is an object or a boolean", path);
    }
    Keywords keywords = new Keywords(object, path);
    node.rules.addAll(ValueRules.read(keywords));
    keywords.text("$ref").ifPresent(reference -> node.rules.add(follow(reference, path)));
    readObject(keywords, node);
    readArray(keywords, node);
    readCombined(keywords, node);
    return node;
  }

  private Rule follow(String reference, String path) {
    Node known = references.get(reference);
    if (known == null) {
      if (!reference.startsWith("#/")) {
        throw wrong("a reference leads to a place in this document, such as #/$defs/x", path);
      }
      Json target =
          root.at(reference.substring(1))
              .orElseThrow(() -> wrong("the reference " + reference + " leads nowhere", path));
      known = new Node();
      references.put(reference, known);
      known.rules = read(target, reference.substring(1)).rules;
    }
    Node target = known;
    return (value, at, out) -> target.check(value, at, out);
  }

  private void readObject(Keywords keywords, Node node) {
    Map<String, Node> properties = new LinkedHashMap<>();
    keywords
        .object("properties")
        .members()
        .forEach((name, s) -> properties.put(name, read(s, keywords.path("properties", name))));
    List<String> required = keywords.texts("required");
    Node others =
        keywords
            .get("additionalProperties")
            .map(s -> read(s, keywords.path("additionalProperties")))
            .orElse(null);
    if (properties.isEmpty() && required.isEmpty() && others == null) {
      return;
    }
    node.rules.add(
        (value, at, out) -> {
          if (value instanceof Json.Obj object) {
            for (String name : required) {
              if (object.get(name).isEmpty()) {
                out.add(new Violation(at, "required", "member \"" + name + "\" is missing"));
              }
            }
            checkMembers(object, properties, others, at, out);
          }
        });
  }

  private static void checkMembers(
      Json.Obj object,
      Map<String, Node> properties,
      @org.jspecify.annotations.Nullable Node others,
      String at,
      List<Violation> out) {
    object
        .members()
        .forEach(
            (name, member) -> {
              Node node = properties.getOrDefault(name, others);
              if (node == null) {
                return;
              }
              String path = at + "/" + JsonPointer.escape(name);
              if (node == others && node.refusesAll()) {
                String known = "; known are " + String.join(", ", properties.keySet());
                out.add(
                    new Violation(path, "additionalProperties", "no such member is known" + known));
              } else {
                node.check(member, path, out);
              }
            });
  }

  private void readArray(Keywords keywords, Node node) {
    List<Node> prefix = new ArrayList<>();
    for (Json item : keywords.items("prefixItems")) {
      prefix.add(read(item, keywords.path("prefixItems")));
    }
    Node rest = keywords.get("items").map(s -> read(s, keywords.path("items"))).orElse(null);
    if (prefix.isEmpty() && rest == null) {
      return;
    }
    node.rules.add(
        (value, at, out) -> {
          if (value instanceof Json.Arr array) {
            for (int i = 0; i < array.items().size(); i++) {
              Node item = i < prefix.size() ? prefix.get(i) : rest;
              if (item != null) {
                item.check(array.items().get(i), at + "/" + i, out);
              }
            }
          }
        });
  }

  private void readCombined(Keywords keywords, Node node) {
    for (Json all : keywords.items("allOf")) {
      Node part = read(all, keywords.path("allOf"));
      node.rules.add(part::check);
    }
    List<Node> any = keywords.items("anyOf").stream().map(s -> read(s, keywords.path("anyOf"))).toList();
    if (!any.isEmpty()) {
      node.rules.add(count(any, 1, any.size(), "anyOf", "fits none of the allowed forms"));
    }
    List<Node> one = keywords.items("oneOf").stream().map(s -> read(s, keywords.path("oneOf"))).toList();
    if (!one.isEmpty()) {
      node.rules.add(count(one, 1, 1, "oneOf", "must fit exactly one of the allowed forms"));
    }
    keywords
        .get("not")
        .map(s -> read(s, keywords.path("not")))
        .ifPresent(n -> node.rules.add(count(List.of(n), 0, 0, "not", "has a form not allowed")));
  }

  private static Rule count(List<Node> nodes, int least, int most, String keyword, String message) {
    return (value, at, out) -> {
      long fitting = nodes.stream().filter(node -> node.fits(value)).count();
      if (fitting < least || fitting > most) {
        out.add(new Violation(at, keyword, message));
      }
    };
  }

  static JsonException wrong(String problem, String path) {
    return new JsonException("not a valid JSON Schema: " + problem, path, 0, 0);
  }

  static Pattern pattern(String regex, String path) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw wrong("can't compile the pattern: " + e.getDescription(), path);
    }
  }

  /** One demand of a schema on a value. */
  interface Rule {
    void check(Json value, String at, List<Violation> out);
  }

  /** The demands of one schema. */
  private static final class Node {
    private List<Rule> rules = new ArrayList<>();

    void check(Json value, String at, List<Violation> out) {
      rules.forEach(rule -> rule.check(value, at, out));
    }

    boolean fits(Json value) {
      List<Violation> violations = new ArrayList<>();
      check(value, "", violations);
      return violations.isEmpty();
    }

    boolean refusesAll() {
      return !fits(Json.NULL) && !fits(Json.of("")) && !fits(Json.of(0)) && rules.size() == 1;
    }
  }

  /** Tells whether all items differ. */
  static boolean distinct(List<Json> items) {
    Set<Json> seen = new HashSet<>();
    return items.stream().allMatch(seen::add);
  }

  static int compare(BigDecimal a, BigDecimal b) {
    return a.compareTo(b);
  }
}
