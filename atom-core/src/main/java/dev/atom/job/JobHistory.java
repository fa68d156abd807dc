package dev.atom.job;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.Job;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.Optional;

/** Writes and reads the events by which a kind's runs are kept: one subject per tenant and kind. */
final class JobHistory {
  private static final String KIND = "job-history";
  private static final String ACTOR = "jobs";

  private JobHistory() {}

  static Subject subject(String tenant, String kind) {
    return new Subject(tenant, KIND, kind);
  }

  static Subject subject(Settlement settlement) {
    Attempt attempt = settlement.attempt();
    return subject(attempt.claimed().subject().tenant(), attempt.kind().name());
  }

  /**
   * Adds how a run ended to an append, if its kind keeps a history there.
   *
   * @return false if it is kept elsewhere
   */
  static boolean add(Append.Builder append, Subject subject, Store store, Settlement settlement) {
    int keep = settlement.attempt().kind().history();
    Optional<NewEvent> event = event(settlement);
    if (keep == 0 || event.isEmpty()) {
      return true;
    }
    if (!subject.equals(subject(settlement))) {
      return false;
    }
    append.event(event.get()).forget(Math.max(0, store.version(subject) + 1 - keep));
    return true;
  }

  /** What is kept of an ending; empty for what is no run. */
  private static Optional<NewEvent> event(Settlement settlement) {
    return switch (settlement.event()) {
      case JobEvent.Succeeded e -> Optional.of(event(settlement, "succeeded", Optional.empty()));
      case JobEvent.Failed e ->
          Optional.of(event(settlement, "failed", settlement.change().error()));
      case JobEvent.Dead e -> Optional.of(event(settlement, "dead", Optional.of(e.error())));
      case JobEvent.Unknown e -> Optional.of(event(settlement, "unknown", Optional.of(e.error())));
      case JobEvent.Skipped e -> Optional.of(event(settlement, "skipped", Optional.empty()));
      case JobEvent.Started e -> Optional.empty();
      case JobEvent.Lapsed e -> Optional.empty();
      case JobEvent.Lost e -> Optional.empty();
      case JobEvent.GivenBack e -> Optional.empty();
      case JobEvent.Unhandled e -> Optional.empty();
      case JobEvent.StoreFailed e -> Optional.empty();
    };
  }

  private static NewEvent event(Settlement settlement, String type, Optional<String> error) {
    Job job = settlement.attempt().claimed();
    var data =
        Json.object()
            .put("job", job.number())
            .put("subject_kind", job.subject().kind())
            .put("subject_id", job.subject().id())
            .put("name", job.name())
            .put("at", job.at().toString())
            .put("attempt", job.status().attempts())
            .put("millis", settlement.attempt().took().toMillis());
    error.ifPresent(text -> data.put("error", text));
    return new NewEvent(type, data.build(), ACTOR, Optional.empty());
  }

  static JobRecord read(String tenant, Event event) {
    Json.Obj data = event.data();
    return new JobRecord(
        event.at(),
        JobRecord.Ending.valueOf(event.type().toUpperCase(java.util.Locale.ROOT)),
        number(data, "job"),
        new Subject(tenant, text(data, "subject_kind"), text(data, "subject_id")),
        text(data, "name"),
        (int) number(data, "attempt"),
        Duration.ofMillis(number(data, "millis")),
        data.text("error"));
  }

  private static String text(Json.Obj data, String name) {
    return data.text(name).orElseThrow();
  }

  private static long number(Json.Obj data, String name) {
    return data.get(name)
        .filter(Json.Num.class::isInstance)
        .map(n -> ((Json.Num) n).value().longValueExact())
        .orElseThrow();
  }
}
