package dev.atom.rules;

import dev.atom.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a condition looks at: the facts of one event and the time that counts as now. */
final class Scope {
  /** Reserved path of the instant that counts as now. */
  static final String NOW = "@now";

  private final Facts facts;
  private final Instant now;

  Scope(Facts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  Facts facts() {
    return facts;
  }

  Instant now() {
    return now;
  }

  Optional<ZoneId> zone() {
    return facts.zone();
  }

  /** The value at a path, or null if there is none. */
  @Nullable Json value(FieldPath path) {
    return path.reserved() ? reserved(path.text()) : path.find(facts.values());
  }

  private @Nullable Json reserved(String path) {
    return switch (path) {
      case Facts.EVENT -> facts.event().map(Json::of).orElse(null);
      case NOW -> Json.of(now.toString());
      default -> null;
    };
  }

  /** What the event did to the field, or null if it left the field alone. */
  Facts.@Nullable Change change(FieldPath path) {
    return facts.changes().get(path.text());
  }
}
