package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a rule came to be true or false as a condition.
 *
 * @param holds whether the rule holds
 * @param reads what was read of the data, by path with dots; null where nothing was; copied
 * @param failures the errors that were taken for an answer; copied
 */
public record Explanation(
    boolean holds, Map<String, Json> reads, List<JsonLogicException> failures) {
  /** Copies the map, keeping its order, and the list. */
  public Explanation {
    reads = Collections.unmodifiableMap(new LinkedHashMap<>(reads));
    failures = List.copyOf(failures);
  }
}
