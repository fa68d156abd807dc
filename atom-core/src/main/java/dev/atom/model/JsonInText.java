package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JSON objects in what a model wrote: alone, in code fences, or among other words. */
final class JsonInText {
  /** A text of opening braces only must not cost the square of its length. */
  private static final int MAX_ATTEMPTS = 64;

  private static final Pattern FENCE = Pattern.compile("```[\\w-]*[ \\t]*\\R");

  /** How an object begins, in the sloppy forms too in which models write it. */
  private static final Pattern BEGUN = Pattern.compile("\\{\\s*+(?:[\"']|\\w++\\s*+:)");

  private JsonInText() {}

  /**
   * Returns the objects that the text may mean, the likeliest first: the whole text, then what is
   * fenced, then what stands among words. Of several alike the last comes first, since models think
   * before they answer.
   */
  static List<Json.Obj> candidates(String text) {
    Optional<Json.Obj> whole = parse(text.strip());
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Json.Obj> fenced = fenced(text);
    List<Json.Obj> bare = bare(text);
    Collections.reverse(fenced);
    Collections.reverse(bare);
    bare.removeAll(fenced);
    fenced.addAll(bare);
    return fenced;
  }

  private static List<Json.Obj> fenced(String text) {
    List<Json.Obj> found = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      int end = text.indexOf("```", fence.end());
      // A model that stopped too early leaves its fence open.
      String inside = text.substring(fence.end(), end < 0 ? text.length() : end);
      parse(inside.strip()).ifPresent(found::add);
    }
    return found;
  }

  private static List<Json.Obj> bare(String text) {
    List<Json.Obj> found = new ArrayList<>();
    int at = text.indexOf('{');
    for (int attempt = 0; at >= 0 && attempt < MAX_ATTEMPTS; attempt++) {
      int end = end(text, at);
      Optional<Json.Obj> object = end < 0 ? Optional.empty() : parse(text.substring(at, end));
      object.ifPresent(found::add);
      at = text.indexOf('{', object.isPresent() ? end : behind(text, at, end));
    }
    return found;
  }

  /**
   * Returns where to look on behind braces that hold no JSON. What stands inside a broken or cut
   * object is a part of the answer and must not pass for the whole.
   */
  private static int behind(String text, int start, int end) {
    if (!BEGUN.matcher(text).region(start, text.length()).lookingAt()) {
      return start + 1;
    }
    return end < 0 ? text.length() : end;
  }

  /** Returns where the braces opened at a place are closed again, or -1. */
  private static int end(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static Optional<Json.Obj> parse(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parseObject(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
