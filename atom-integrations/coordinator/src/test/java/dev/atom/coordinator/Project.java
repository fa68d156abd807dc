package dev.atom.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.schema.Delta;
import dev.atom.schema.Document;
import dev.atom.schema.Merge;
import dev.atom.schema.Source;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** A small project, and tasks for other tests. */
final class Project {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final WorkCalendar OFFICE =
      WorkCalendar.newBuilder(BERLIN).weekdays(DaySpan.parse("09:00-17:00")).build();

  /** Friday. */
  static final Instant NOW = berlin("2026-11-20T10:00");

  private Project() {}

  static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
  }

  // @start region="task"
  /** A task as a tracker gives it: values are normalised by the schema. */
  static Document task(String id, String values) {
    List<Delta> deltas =
        Json.parseObject(values).members().entrySet().stream()
            .map(
                value ->
                    new Delta(
                        value.getKey(),
                        new Delta.Set(value.getValue()),
                        List.of(),
                        Delta.Certainty.STATED))
            .toList();
    var tracker = Merge.Proposal.entered(Source.SYSTEM, "tracker", NOW);
    return Merge.under(TaskSchema.SCHEMA)
        .apply(Document.empty(id, TaskSchema.SCHEMA), deltas, tracker)
        .document();
  }

  // @end

  /** The new portal of a shop, a week before its launch. */
  static List<Document> portal() {
    List<Document> tasks = Stream.concat(checkout().stream(), everythingElse().stream()).toList();
    assertThat(tasks).noneMatch(task -> task.cells().isEmpty());
    return tasks;
  }

  private static List<Document> checkout() {
    return List.of(
        task(
            "DESIGN-1",
            """
                {"title": "Page design", "status": "done", "owner": "ana"}
                """),
        task(
            "API-2",
            """
                {"title": "Payment interface", "status": "in progress",
                 "owner": "ben", "due": "2026-11-19T17:00:00+01:00",
                 "remaining_hours": 6, "updated": "2026-11-19T15:00:00+01:00"}
                """),
        task(
            "CHECKOUT-3",
            """
                {"title": "Checkout page", "status": "open", "owner": "ana",
                 "due": "2026-11-23T12:00:00+01:00", "estimate_hours": 12,
                 "blocked_by": "DESIGN-1, API-2",
                 "updated": "2026-11-18T09:30:00+01:00"}
                """),
        task(
            "TEST-4",
            """
                {"title": "Acceptance test", "status": "open", "owner": "cem",
                 "due": "2026-11-25T12:00:00+01:00", "estimate_hours": 16,
                 "blocked_by": "CHECKOUT-3",
                 "updated": "2026-11-18T09:30:00+01:00"}
                """));
  }

  private static List<Document> everythingElse() {
    return List.of(
        task(
            "LAUNCH-5",
            """
                {"title": "Launch", "status": "open",
                 "due": "2026-11-27T17:00:00+01:00", "estimate_hours": 2,
                 "blocked_by": "TEST-4, LEGAL-6",
                 "updated": "2026-11-18T09:30:00+01:00"}
                """),
        task(
            "LEGAL-6",
            """
                {"title": "Legal review", "status": "waiting", "owner": "dana",
                 "due": "2026-11-26T17:00:00+01:00",
                 "updated": "2026-11-11T11:00:00+01:00"}
                """),
        task(
            "COPY-7",
            """
                {"title": "Help texts", "status": "in_progress", "owner": "ana",
                 "due": "2026-12-01T17:00:00+01:00", "remaining_hours": 4,
                 "updated": "2026-11-16T17:30:00+01:00"}
                """),
        task(
            "DATA-8",
            """
                {"title": "Data migration", "status": "open", "owner": "ben",
                 "due": "2026-12-01T17:00:00+01:00", "estimate_hours": 20,
                 "blocked_by": "HOST-9",
                 "updated": "2026-11-20T09:00:00+01:00"}
                """),
        task(
            "HOST-9",
            """
                {"title": "New hosting", "status": "open", "owner": "cem",
                 "due": "2026-12-01T17:00:00+01:00", "estimate_hours": 4,
                 "blocked_by": "DATA-8",
                 "updated": "2026-11-20T09:00:00+01:00"}
                """));
  }
}
