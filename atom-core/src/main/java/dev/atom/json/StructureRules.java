package dev.atom.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keywords that look at the members of an object and the items of an array. */
final class StructureRules {
  private final SchemaReader reader;
  private final Keywords keywords;

  StructureRules(SchemaReader reader, Keywords keywords) {
    this.reader = reader;
    this.keywords = keywords;
  }

  void readInto(SchemaNode node) {
    readRequired(node);
    readMembers(node);
    readItems(node);
  }

  private void readRequired(SchemaNode node) {
    for (String name : keywords.texts("required")) {
      node.add(
          (value, at, check) -> {
            if (value instanceof Json.Obj object && object.get(name).isEmpty()) {
              check.refuse(at, "required", "member \"" + name + "\" is missing");
            }
          });
    }
  }

  private void readMembers(SchemaNode node) {
    Map<String, SchemaNode> named = new LinkedHashMap<>();
    keywords
        .object("properties")
        .members()
        .forEach((name, s) -> named.put(name, reader.read(s, keywords.path("properties", name))));
    Map<BoundedPattern, SchemaNode> matching = new LinkedHashMap<>();
    keywords
        .object("patternProperties")
        .members()
        .forEach(
            (regex, schema) -> {
              String path = keywords.path("patternProperties", regex);
              matching.put(SchemaReader.pattern(regex, path), reader.read(schema, path));
            });
    SchemaNode others = reader.readOne(keywords, "additionalProperties").orElse(null);
    if (!named.isEmpty() || !matching.isEmpty() || others != null) {
      node.add(new Members(named, matching, others));
    }
  }

  private void readItems(SchemaNode node) {
    List<SchemaNode> prefix = reader.readAll(keywords, "prefixItems");
    SchemaNode rest = reader.readOne(keywords, "items").orElse(null);
    if (!prefix.isEmpty() || rest != null) {
      node.add(new Items(prefix, rest));
    }
  }

  /** The members of an object: by name, by pattern, and the others. */
  private record Members(
      Map<String, SchemaNode> named,
      Map<BoundedPattern, SchemaNode> matching,
      @Nullable SchemaNode others)
      implements SchemaRule {
    @Override
    public void check(Json value, String at, SchemaCheck check) {
      if (value instanceof Json.Obj object) {
        object
            .members()
            .forEach(
                (name, member) -> check(name, member, at + "/" + JsonPointer.escape(name), check));
      }
    }

    private void check(String name, Json member, String path, SchemaCheck check) {
      boolean known = false;
      SchemaNode own = named.get(name);
      if (own != null) {
        known = true;
        check.visit(own, member, path);
      }
      for (Map.Entry<BoundedPattern, SchemaNode> entry : matching.entrySet()) {
        if (check.find(entry.getKey(), name) == BoundedPattern.Found.YES) {
          known = true;
          check.visit(entry.getValue(), member, path);
        }
      }
      if (!known && others != null) {
        checkOther(others, member, path, check);
      }
    }

    private void checkOther(SchemaNode others, Json member, String path, SchemaCheck check) {
      if (others.refusesAll()) {
        String all =
            named.isEmpty() ? "none are known" : "known are " + String.join(", ", named.keySet());
        check.refuse(path, "additionalProperties", "no such member is known; " + all);
      } else {
        check.visit(others, member, path);
      }
    }
  }

  /** The items of an array: by position, and the rest. */
  private record Items(List<SchemaNode> prefix, @Nullable SchemaNode rest) implements SchemaRule {
    @Override
    public void check(Json value, String at, SchemaCheck check) {
      if (value instanceof Json.Arr array) {
        for (int i = 0; i < array.items().size(); i++) {
          SchemaNode item = i < prefix.size() ? prefix.get(i) : rest;
          if (item != null) {
            check.visit(item, array.items().get(i), at + "/" + i);
          }
        }
      }
    }
  }
}
