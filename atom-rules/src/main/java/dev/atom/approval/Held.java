package dev.atom.approval;

import dev.atom.json.Json;
import java.time.Instant;

/**
 * What an agent is told in place of a result while people decide: it must not do, or ask for, the same
 * again.
 *
 * @param approval the approval's id
 * @param until when it lapses
 */
public record Held(String approval, Instant until) {
  /**
   * Returns what to tell about an approval that was asked for.
   *
   * @param approval the approval
   * @return the result
   */
  public static Held of(Approval approval) {
    return new Held(approval.id(), approval.closes());
  }

  /**
   * Returns the result of the tool call.
   *
   * @return an object with {@code status} "held", {@code approval}, {@code until} and {@code note}
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("status", "held")
        .put("approval", approval)
        .put("until", until.toString())
        .put(
            "note",
            "Held for a person's approval; it has not happened yet. Do not send or request it again:"
                + " it goes ahead by itself if it is approved.")
        .build();
  }
}
