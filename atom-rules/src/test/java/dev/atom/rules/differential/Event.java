package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.Facts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened, as the judges see it. */
record Event(
    Json.Obj values,
    Map<String, Optional<Json>> before,
    @Nullable String kind,
    @Nullable ZoneId zone,
    Instant now) {

  Facts facts() {
    Facts.Builder facts = Facts.newBuilder().values(values);
    before.forEach(
        (path, value) ->
            value.ifPresentOrElse(v -> facts.changedFrom(path, v), () -> facts.added(path)));
    if (kind != null) {
      facts.event(kind);
    }
    if (zone != null) {
      facts.zone(zone);
    }
    return facts.build();
  }

  @Override
  public String toString() {
    return "values "
        + values
        + " before "
        + before
        + " kind "
        + kind
        + " zone "
        + zone
        + " now "
        + now;
  }
}
