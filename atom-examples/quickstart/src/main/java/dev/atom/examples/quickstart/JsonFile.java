package dev.atom.examples.quickstart;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** A JSON file of the user's, read so that every complaint names file, line and field. */
final class JsonFile {
  private final String name;
  private final String text;
  private final Json.Obj content;
  private final Lines lines;

  private JsonFile(String name, String text, Json.Obj content) {
    this.name = name;
    this.text = text;
    this.content = content;
    this.lines = Lines.of(text);
  }

  static JsonFile parse(String name, String text) {
    try {
      return new JsonFile(name, text, Json.parseObject(text));
    } catch (JsonException e) {
      throw notJson(name, e);
    }
  }

  /** The parser's words, without what only its authors understand. */
  private static BadInput notJson(String name, JsonException e) {
    String problem =
        String.valueOf(e.getMessage())
            .replaceFirst(" \\(start marker at .*?\\]\\)", "")
            .replaceFirst(" \\(line \\d+, column (\\d+)\\)$", " (column $1)");
    return BadInput.at(name, e.line(), e.path(), problem);
  }

  static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Where things stand in a file that somebody else reads. */
  interface Located {
    BadInput wrong(String pointer, String problem);
  }

  static Located locate(String name, String text) {
    try {
      Json.parse(text);
    } catch (JsonException e) {
      throw notJson(name, e);
    }
    Lines lines = Lines.of(text);
    return (pointer, problem) ->
        BadInput.at(name, lines.of("", pointer.replaceFirst("^/", "")), pointer, problem);
  }

  String fingerprint() {
    return hash(text);
  }

  Part top(String... known) {
    return new Part("", content).only(known);
  }

  /** An object in the file. */
  final class Part {
    private final String pointer;
    private final Json.Obj json;

    private Part(String pointer, Json.Obj json) {
      this.pointer = pointer;
      this.json = json;
    }

    private Part only(String... known) {
      for (String member : json.members().keySet()) {
        if (!Set.of(known).contains(member)) {
          throw wrong(member, "is not known here; known are " + List.of(known));
        }
      }
      return this;
    }

    Json.Obj json() {
      return json;
    }

    boolean has(String member) {
      return json.get(member).isPresent();
    }

    BadInput wrong(String member, String problem) {
      return BadInput.at(name, lines.of(pointer, member), pointer + "/" + member, problem);
    }

    private Json member(String member) {
      return json.get(member).orElseThrow(() -> wrong(member, "is missing"));
    }

    String text(String member) {
      if (member(member) instanceof Json.Str s && !s.value().isBlank()) {
        return s.value();
      }
      throw wrong(member, "must be a text that is not blank");
    }

    int number(String member) {
      if (member(member) instanceof Json.Num n
          && n.value().stripTrailingZeros().scale() <= 0
          && n.value().signum() > 0
          && n.value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
        return n.value().intValueExact();
      }
      throw wrong(member, "must be a whole number above 0");
    }

    List<String> texts(String member) {
      List<String> texts = new ArrayList<>();
      for (Json item : array(member).items()) {
        if (!(item instanceof Json.Str s) || s.value().isBlank()) {
          throw wrong(member, "must be a list of texts");
        }
        texts.add(s.value());
      }
      return texts;
    }

    Part object(String member, String... known) {
      if (member(member) instanceof Json.Obj object) {
        return new Part(pointer + "/" + member, object).only(known);
      }
      throw wrong(member, "must be an object");
    }

    List<Part> objects(String member, String... known) {
      List<Part> parts = new ArrayList<>();
      List<Json> items = array(member).items();
      for (int i = 0; i < items.size(); i++) {
        if (!(items.get(i) instanceof Json.Obj object)) {
          throw wrong(member + "/" + i, "must be an object");
        }
        parts.add(new Part(pointer + "/" + member + "/" + i, object).only(known));
      }
      return parts;
    }

    private Json.Arr array(String member) {
      if (member(member) instanceof Json.Arr array) {
        return array;
      }
      throw wrong(member, "must be a list");
    }
  }
}
