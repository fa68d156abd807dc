package dev.atom.coordinator;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Something that is to be done about a finding.
 *
 * @param finding why
 * @param rule the id of the rule that asks for it
 * @param action what
 */
public record PlannedAction(Finding finding, String rule, Action action) {
  /**
   * Returns what tells this action from others, so that a search that is repeated every hour doesn't
   * remind every hour: keep the key when the action is done, and pass over keys that were kept. It
   * stays the same while the same is wrong with the task, however late it grows, and changes when the
   * due time is moved or, for a silent task, when somebody spoke.
   *
   * @return 64 hexadecimal digits
   */
  public String key() {
    List<Json> parts = new ArrayList<>();
    parts.add(Json.of(DelayFacts.kind(finding.cause())));
    switch (finding.cause()) {
      case Cause.Overdue c -> parts.add(Json.of(c.due().toString()));
      case Cause.ShortOfTime c -> parts.add(Json.of(c.due().toString()));
      case Cause.LateThroughBlockers c -> parts.add(Json.of(c.due().toString()));
      case Cause.Silent c -> parts.add(Json.of(c.updated().toString()));
      case Cause.Circle c -> c.tasks().stream().sorted().map(Json::of).forEach(parts::add);
    }
    if (!(finding.cause() instanceof Cause.Circle)) {
      parts.add(Json.of(finding.task().id()));
    }
    parts.add(Json.of(rule));
    parts.add(action.toJson());
    return sha256(Json.array(parts).toString());
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
