package dev.atom.rules.template;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds and fills the placeholders of a rule document: {@code {"$param": "name"}} stands for a whole
 * JSON value, <code>${name}</code> within a text for a text, number or truth value; <code>$${</code>
 * is a text that reads <code>${</code>. What is filled in is never looked at for placeholders.
 *
 * <p>Placeholders within texts are allowed only where text stays text: in what actions do things
 * with, in names and descriptions, in values other than regular expressions, in schedules, shifts and waiting times.
 * Elsewhere, in an operator's name or a field's, a value would become a part of the rule.
 */
final class Placeholders {
  static final String PARAM = "$param";
  private static final Set<String> TEXTS =
      Set.of("name", "description", "schedule", "shift", "for", "timeout");
  private static final int CHARACTERS = 1_000_000;

  private final Map<String, Json> values;
  private int characters;

  private Placeholders(Map<String, Json> values) {
    this.values = values;
  }

  /** The filled document would be too large. */
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;
  }

  static Json fill(Json document, Map<String, Json> values) throws TooLarge {
    return new Placeholders(values).filled(document);
  }

  private Json filled(Json json) throws TooLarge {
    if (json instanceof Json.Obj object) {
      if (object.text(PARAM).isPresent()) {
        Json value = value(object.text(PARAM).get());
        spend(value.toString().length());
        return value;
      }
      Map<String, Json> members = new LinkedHashMap<>();
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        members.put(member.getKey(), filled(member.getValue()));
      }
      return new Json.Obj(members);
    }
    if (json instanceof Json.Arr array) {
      List<Json> items = new ArrayList<>();
      for (Json item : array.items()) {
        items.add(filled(item));
      }
      return Json.array(items);
    }
    return json instanceof Json.Str s ? Json.of(text(s.value())) : json;
  }

  /** The reader of the template has seen that every placeholder has a parameter. */
  private Json value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private String text(String template) throws TooLarge {
    StringBuilder text = new StringBuilder();
    for (Part part : parts(template)) {
      String filled =
          part.parameter()
              ? switch (value(part.text())) {
                case Json.Str s -> s.value();
                case Json value -> value.toString();
              }
              : part.text();
      spend(part.parameter() ? filled.length() : 0);
      text.append(filled);
    }
    return text.toString();
  }

  private void spend(int more) throws TooLarge {
    characters += Math.min(more, CHARACTERS + 1);
    if (characters > CHARACTERS) {
      throw new TooLarge();
    }
  }

  /** A piece of a text: characters, or the name of a parameter. */
  record Part(String text, boolean parameter) {}

  /** A placeholder that is not closed is text. */
  static List<Part> parts(String template) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf("${", at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        parts.add(new Part(template.substring(at), false));
        break;
      }
      if (open > at && template.charAt(open - 1) == '$') {
        parts.add(new Part(template.substring(at, open - 1) + "${", false));
        at = open + 2;
        continue;
      }
      parts.add(new Part(template.substring(at, open), false));
      parts.add(new Part(template.substring(open + 2, close), true));
      at = close + 1;
    }
    return parts;
  }

  /** Who hears of the placeholders of a document. */
  interface Seen {
    /** A placeholder for a whole value; the object has other members too if it is not alone. */
    void whole(String name, boolean alone, String path);

    /** A placeholder within a text; allowed where text stays text. */
    void inText(String name, boolean allowed, String path);
  }

  /** Where in a rule document a text stands. */
  private enum Place {
    /** In the rule itself, where a text is a field, an operator, an id. */
    RULE,
    /** In what a field is compared with, where a text is a value but for the name of a field. */
    VALUE,
    /** In what an action does things with, or in what is for people: text stays text. */
    TEXT
  }

  static void find(Json json, Seen seen) {
    find(json, "", Place.RULE, seen);
  }

  private static void find(Json json, String path, Place place, Seen seen) {
    switch (json) {
      case Json.Obj object -> {
        if (object.get(PARAM).isPresent()) {
          seen.whole(object.text(PARAM).orElse(""), object.members().size() == 1, path);
          return;
        }
        object
            .members()
            .forEach(
                (name, member) -> {
                  String at = path + "/" + name.replace("~", "~0").replace("/", "~1");
                  inTexts(name, at, Place.RULE, seen);
                  find(member, at, within(object, name, place), seen);
                });
      }
      case Json.Arr array -> {
        for (int i = 0; i < array.items().size(); i++) {
          find(array.items().get(i), path + "/" + i, place, seen);
        }
      }
      case Json.Str s -> inTexts(s.value(), path, place, seen);
      case Json.Num n -> {}
      case Json.Bool b -> {}
      case Json.Null n -> {}
    }
  }

  private static Place within(Json.Obj object, String name, Place place) {
    if (place == Place.TEXT || name.equals("with")) {
      return Place.TEXT;
    }
    if (place == Place.VALUE) {
      return name.equals("field") ? Place.RULE : Place.VALUE;
    }
    if (TEXTS.contains(name) && object.members().get(name) instanceof Json.Str) {
      return Place.TEXT;
    }
    // Where the operator is a parameter itself, it may be the one for regular expressions.
    boolean plain = object.text("op").filter(op -> !op.equals("matches")).isPresent();
    return name.equals("value") && plain ? Place.VALUE : Place.RULE;
  }

  private static void inTexts(String text, String path, Place place, Seen seen) {
    parts(text).stream()
        .filter(Part::parameter)
        .forEach(part -> seen.inText(part.text(), place != Place.RULE, path));
  }
}
