package dev.atom.rules;

import dev.atom.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a condition looks at: the facts of one event and the time that counts as now. */
final class Scope {
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
    return path.find(facts.values());
  }

  /** What the event did to the field, or null if it left the field alone. */
  Facts.@Nullable Change change(FieldPath path) {
    return facts.changes().get(path.text());
  }
}
