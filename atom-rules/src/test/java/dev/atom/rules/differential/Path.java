package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A path as the documentation reads it: so many levels out, then step by step. */
record Path(String text, int outward, List<String> steps, int number) {
  /** Paths of lower numbers are looked up once for each event. */
  static final int MOST = 256;

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Map<String, Path> READ = new ConcurrentHashMap<>();

  static Path of(String text) {
    Path read = READ.get(text);
    return read != null ? read : READ.computeIfAbsent(text, Path::parse);
  }

  private static Path parse(String text) {
    int outward = 0;
    while (text.startsWith("^.", 2 * outward)) {
      outward++;
    }
    String inner = text.substring(2 * outward);
    List<String> steps = inner.equals("@") ? List.of() : List.of(inner.split("\\."));
    return new Path(text, outward, steps, NUMBERS.getAndIncrement());
  }

  /** The path without what leads out. */
  String inner() {
    return String.join(".", steps);
  }

  @Nullable Json in(Json from) {
    Json at = from;
    for (String step : steps) {
      Json next = null;
      if (at instanceof Json.Obj object) {
        next = object.get(step).orElse(null);
      } else if (at instanceof Json.Arr array && Character.isDigit(step.charAt(0))) {
        int index = Integer.parseInt(step);
        next = index < array.items().size() ? array.items().get(index) : null;
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }
}
