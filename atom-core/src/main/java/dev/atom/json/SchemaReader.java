package dev.atom.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a schema document once into a tree of {@link SchemaNode}s. A reference becomes an edge to
 * the node it leads to, so recursion over the levels of a value is fine; a schema that leads back to
 * itself on the same value is refused.
 */
final class SchemaReader {
  private static final int MAX_DEPTH = 500;

  private final Json.Obj root;
  private final Map<String, SchemaNode> references = new HashMap<>();
  private int depth;

  private SchemaReader(Json.Obj document) {
    root = document;
  }

  static SchemaNode read(Json.Obj document) {
    SchemaReader reader = new SchemaReader(document);
    SchemaNode top = new SchemaNode();
    reader.references.put("", top);
    reader.fill(top, document, "");
    IdentityHashMap<SchemaNode, Boolean> seen = new IdentityHashMap<>();
    reader.references.forEach((at, node) -> refuseLoops(node, at, seen, 0));
    return top;
  }

  static JsonException wrong(String problem, String path) {
    return new JsonException("not a valid JSON Schema: " + problem, path, 0, 0);
  }

  static BoundedPattern pattern(String regex, String path) {
    try {
      return new BoundedPattern(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw wrong("can't compile the pattern: " + e.getDescription(), path);
    }
  }

  SchemaNode read(Json document, String path) {
    if (document instanceof Json.Bool allowed) {
      return SchemaNode.ofBoolean(allowed.value());
    }
    SchemaNode node = new SchemaNode();
    fill(node, document, path);
    return node;
  }

  List<SchemaNode> readAll(Keywords keywords, String name) {
    List<SchemaNode> nodes = new ArrayList<>();
    for (Json item : keywords.items(name)) {
      nodes.add(read(item, keywords.path(name, Integer.toString(nodes.size()))));
    }
    return nodes;
  }

  Optional<SchemaNode> readOne(Keywords keywords, String name) {
    return keywords.get(name).map(schema -> read(schema, keywords.path(name)));
  }

  private void fill(SchemaNode node, Json document, String path) {
    if (!(document instanceof Json.Obj object)) {
      throw wrong("a schema is an object or a boolean", path);
    }
    if (++depth > MAX_DEPTH) {
      throw wrong("more than " + MAX_DEPTH + " schemas inside each other", path);
    }
    Keywords keywords = new Keywords(object, path);
    node.addAll(ValueRules.read(keywords));
    keywords.text("$ref").ifPresent(reference -> apply(node, target(reference, path)));
    new StructureRules(this, keywords).readInto(node);
    readCombined(keywords, node);
    depth--;
  }

  private SchemaNode target(String reference, String path) {
    String pointer = pointer(reference, path);
    SchemaNode known = references.get(pointer);
    if (known != null) {
      return known;
    }
    Json target =
        root.at(pointer)
            .orElseThrow(() -> wrong("the reference " + reference + " leads nowhere", path));
    if (target instanceof Json.Bool allowed) {
      return SchemaNode.ofBoolean(allowed.value());
    }
    SchemaNode node = new SchemaNode();
    references.put(pointer, node);
    fill(node, target, pointer);
    return node;
  }

  /** A reference is a URI's fragment: a pointer with percent escapes. */
  static String pointer(String reference, String path) {
    if (!reference.equals("#") && !reference.startsWith("#/")) {
      throw wrong("a reference leads to a place in this document, such as #/$defs/x", path);
    }
    String fragment = reference.substring(1);
    if (fragment.indexOf('%') < 0) {
      return fragment;
    }
    try {
      return java.net.URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong("the reference has a broken percent escape", path);
    }
  }

  private void readCombined(Keywords keywords, SchemaNode node) {
    readAll(keywords, "allOf").forEach(part -> apply(node, part));
    List<SchemaNode> any = readAll(keywords, "anyOf");
    if (!any.isEmpty()) {
      any.forEach(node::alsoApplies);
      node.add(
          (value, at, check) -> {
            if (any.stream().noneMatch(form -> check.fits(form, value))) {
              check.refuse(at, "anyOf", "fits none of the allowed forms");
            }
          });
    }
    List<SchemaNode> one = readAll(keywords, "oneOf");
    if (!one.isEmpty()) {
      one.forEach(node::alsoApplies);
      node.add(
          (value, at, check) -> {
            if (one.stream().filter(form -> check.fits(form, value)).count() != 1) {
              check.refuse(at, "oneOf", "must fit exactly one of the allowed forms");
            }
          });
    }
    readOne(keywords, "not").ifPresent(form -> refuseForm(node, form));
  }

  private static void apply(SchemaNode node, SchemaNode other) {
    node.alsoApplies(other);
    node.add((value, at, check) -> check.visit(other, value, at));
  }

  private static void refuseForm(SchemaNode node, SchemaNode form) {
    node.alsoApplies(form);
    node.add(
        (value, at, check) -> {
          if (check.fits(form, value)) {
            check.refuse(at, "not", "has a form that is not allowed");
          }
        });
  }

  /** Walks the schemas applied to one value; true in the map marks those that are being walked. */
  private static void refuseLoops(
      SchemaNode node, String at, IdentityHashMap<SchemaNode, Boolean> seen, int depth) {
    Boolean before = seen.putIfAbsent(node, true);
    if (Boolean.TRUE.equals(before) || depth > MAX_DEPTH) {
      throw wrong("a reference leads back to itself without going into the value", at);
    }
    if (before == null) {
      node.sameValue().forEach(next -> refuseLoops(next, at, seen, depth + 1));
      seen.put(node, false);
    }
  }
}
