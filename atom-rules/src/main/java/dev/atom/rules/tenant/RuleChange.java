package dev.atom.rules.tenant;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * A change that was made to a tenant's rules.
 *
 * @param version of the rules after it
 * @param at when
 * @param author who made it
 * @param comment why; may be empty
 * @param put ids of the rules that were added or replaced; copied
 * @param removed ids of the rules that were removed; copied
 */
public record RuleChange(
    long version,
    Instant at,
    String author,
    String comment,
    List<String> put,
    List<String> removed) {
  /** Copies the ids. */
  public RuleChange {
    put = List.copyOf(put);
    removed = List.copyOf(removed);
  }

  /**
   * Returns the change as JSON.
   *
   * @return an object, for a page that lists changes
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("version", Json.of(version))
        .put("at", at.toString())
        .put("author", author)
        .put("comment", comment)
        .put("put", put.stream().map(Json::of).toList())
        .put("removed", removed.stream().map(Json::of).toList())
        .build();
  }
}
