package dev.atom.rules;

import dev.atom.json.Json;
import java.util.List;

/**
 * Which items of a list fulfilled a condition.
 *
 * @param total how many items the list has
 * @param matching how many of them fulfil the condition
 * @param matched the places of the first {@value #SHOWN} that do, from 0; copied
 * @param others the places of the first {@value #SHOWN} that don't; copied
 * @param wrongTypes how many conditions on items met a value of the wrong type
 */
public record MatchedItems(
    int total, int matching, List<Integer> matched, List<Integer> others, int wrongTypes) {
  /** How many places are kept. */
  public static final int SHOWN = 10;

  /** Copies the lists. */
  public MatchedItems {
    matched = List.copyOf(matched);
    others = List.copyOf(others);
  }

  Json.Obj toJson() {
    return Json.object()
        .put("total", total)
        .put("matching", matching)
        .put("matched", places(matched))
        .put("others", places(others))
        .put("wrongTypes", wrongTypes)
        .build();
  }

  private static List<Json> places(List<Integer> places) {
    return places.stream().map(place -> Json.of(place.longValue())).toList();
  }

  /** Such as {@code 2 of 3 items match: 0, 2; not: 1}. */
  @Override
  public String toString() {
    String count = matching + " of " + total + (total == 1 ? " item matches" : " items match");
    String which = matched.isEmpty() ? "" : ": " + list(matched, matching);
    return count + which + (others.isEmpty() ? "" : "; not: " + list(others, total - matching));
  }

  private static String list(List<Integer> places, int all) {
    String shown = String.join(", ", places.stream().map(String::valueOf).toList());
    return all > places.size() ? shown + ", …" : shown;
  }
}
