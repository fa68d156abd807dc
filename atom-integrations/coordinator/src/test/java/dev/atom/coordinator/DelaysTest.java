package dev.atom.coordinator;

import static dev.atom.coordinator.Project.BERLIN;
import static dev.atom.coordinator.Project.NOW;
import static dev.atom.coordinator.Project.OFFICE;
import static dev.atom.coordinator.Project.berlin;
import static dev.atom.coordinator.Project.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.json.Json;
import dev.atom.schema.Cell;
import dev.atom.schema.Document;
import dev.atom.schema.Provenance;
import dev.atom.schema.Schema;
import dev.atom.schema.Source;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DelaysTest {
  private static List<Finding> find(Document... tasks) {
    return Delays.find(List.of(tasks), OFFICE, NOW).findings();
  }

  private static List<String> why(List<Finding> findings) {
    return findings.stream().map(f -> f.severity().word() + ": " + f.why()).toList();
  }

  private static Document raw(String id, String field, Json value) {
    var cell =
        new Cell(value, new Provenance(Source.SYSTEM, "tracker", NOW), List.of(), Optional.empty());
    return task(id, "{\"status\": \"open\"}").with(field, cell);
  }

  @Test
  void findsWhatIsWrongInAProject() {
    DelayReport report = Delays.find(Project.portal(), OFFICE, NOW);
    assertThat(why(report.findings()))
        .containsExactly(
            "critical: DATA-8 waits for HOST-9 waits for DATA-8: none of them can ever be begun.",
            "warning: \"Payment interface\" (API-2) was due on Thu 2026-11-19 17:00;"
                + " 1 h of working time have passed since.",
            "warning: \"Checkout page\" (CHECKOUT-3) needs 12 h more, but only 10 h of working time"
                + " are left until it is due on Mon 2026-11-23 12:00: it will be 2 h late.",
            "warning: \"Checkout page\" (CHECKOUT-3) waits for API-2: it can't be finished before"
                + " Tue 2026-11-24 12:00, 8 h of working time after it is due on"
                + " Mon 2026-11-23 12:00.",
            "warning: \"Acceptance test\" (TEST-4) waits for API-2, then CHECKOUT-3: it can't be"
                + " finished before Thu 2026-11-26 12:00, 8 h of working time after it is due on"
                + " Wed 2026-11-25 12:00.",
            "warning: \"Legal review\" (LEGAL-6) was last updated on Wed 2026-11-11 11:00,"
                + " 7 working days ago; up to 3 are fine.",
            "notice: \"Help texts\" (COPY-7) was last updated on Mon 2026-11-16 17:30,"
                + " 4 working days ago; up to 3 are fine.");
    assertThat(report.unknowns())
        .extracting(Unknown::why)
        .containsExactly(
            "\"Launch\" (LAUNCH-5): not all is known of what it waits for,"
                + " so whether it will be in time can't be said.",
            "\"Legal review\" (LEGAL-6): remaining_hours is not known,"
                + " whether it will be in time can't be said.");
    assertThat(report.of("CHECKOUT-3")).hasSize(2);
  }

  @Test
  void overdueCountsWorkingTime() {
    Document task = task("T", "{\"status\": \"open\", \"due\": \"2026-11-20T17:00:00+01:00\"}");
    Instant saturday = berlin("2026-11-21T12:00");
    Finding weekend = Delays.find(List.of(task), OFFICE, saturday).findings().getFirst();
    assertThat(weekend.why())
        .isEqualTo("T was due on Fri 2026-11-20 17:00; no working time has passed since.");
    Finding tuesday =
        Delays.find(List.of(task), OFFICE, berlin("2026-11-24T17:00")).findings().getFirst();
    assertThat(tuesday.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(tuesday.cause())
        .isEqualTo(new Cause.Overdue(berlin("2026-11-20T17:00"), Duration.ofHours(16)));
  }

  @Test
  void whatIsDueNowIsNotOverdue() {
    String values = "{\"status\": \"open\", \"estimate_hours\": 0, \"due\": \"" + NOW + "\"}";
    assertThat(find(task("T", values))).isEmpty();
  }

  @Test
  void whatJustFitsIsInTime() {
    String values =
        "{\"status\": \"open\", \"estimate_hours\": %s, \"due\": \"2026-11-23T12:00:00+01:00\"}";
    assertThat(find(task("T", values.formatted("10")))).isEmpty();
    assertThat(find(task("T", values.formatted("10.5"))))
        .extracting(Finding::cause)
        .containsExactly(
            new Cause.ShortOfTime(
                berlin("2026-11-23T12:00"), Duration.ofMinutes(630), Duration.ofHours(10)));
  }

  @Test
  void theChangeOfTheClocksTakesAnHourOfANightShift() {
    var builder = WorkCalendar.newBuilder(BERLIN);
    for (DayOfWeek day : DayOfWeek.values()) {
      builder.on(day, DaySpan.parse("00:00-08:00"));
    }
    WorkCalendar nights = builder.build();
    String values = "{\"status\": \"open\", \"estimate_hours\": %d, \"due\": \"%s\"}";
    Document march = task("T", values.formatted(8, berlin("2026-03-29T08:00")));
    assertThat(Delays.find(List.of(march), nights, berlin("2026-03-29T00:00")).findings())
        .extracting(Finding::why)
        .containsExactly(
            "T needs 8 h more, but only 7 h of working time are left until it is due on"
                + " Sun 2026-03-29 08:00: it will be 1 h late.");
    Document october = task("T", values.formatted(9, berlin("2026-10-25T08:00")));
    assertThat(Delays.find(List.of(october), nights, berlin("2026-10-25T00:00")).findings())
        .isEmpty();
  }

  @Test
  void silenceIsCountedInWorkingDays() {
    String friday = "{\"status\": \"waiting\", \"updated\": \"2026-11-13T16:00:00Z\"}";
    assertThat(
            Delays.find(List.of(task("T", friday)), OFFICE, berlin("2026-11-18T23:00")).findings())
        .isEmpty();
    assertThat(
            Delays.find(List.of(task("T", friday)), OFFICE, berlin("2026-11-19T01:00")).findings())
        .extracting(Finding::cause)
        .containsExactly(new Cause.Silent(Instant.parse("2026-11-13T16:00:00Z"), 4, 3));
    var patient = new DelayLimits(4, Duration.ofHours(1));
    assertThat(
            Delays.find(List.of(task("T", friday)), OFFICE, berlin("2026-11-19T01:00"), patient)
                .findings())
        .isEmpty();
  }

  @Test
  void closedTasksAreNeitherJudgedNorWaitedFor() {
    String late =
        "{\"status\": \"%s\", \"due\": \"2026-11-01T12:00:00Z\", \"remaining_hours\": 99}";
    Document after =
        task(
            "C",
            """
            {"status": "open", "estimate_hours": 1, "due": "2026-11-20T12:00:00Z",
             "updated": "2026-11-20T08:00:00Z", "blocked_by": "A,B"}
            """);
    DelayReport report =
        Delays.find(
            List.of(
                task("A", late.formatted("done")), task("B", late.formatted("cancelled")), after),
            OFFICE,
            NOW);
    assertThat(report.findings()).isEmpty();
    assertThat(report.unknowns()).isEmpty();
  }

  /** In progress, the estimate of the whole says nothing about the rest. */
  @Test
  void anUnknownRestIsNotZero() {
    String values =
        "{\"status\": \"in_progress\", \"estimate_hours\": 4, \"due\": \"2026-11-20T13:00:00Z\","
            + " \"updated\": \"2026-11-20T08:00:00Z\"}";
    DelayReport report = Delays.find(List.of(task("T", values)), OFFICE, NOW);
    assertThat(report.findings()).isEmpty();
    assertThat(report.unknowns())
        .extracting(Unknown::field)
        .containsExactly(TaskSchema.REMAINING_HOURS);
  }

  @Test
  void whatIsKnownOfAChainCanBeEnough() {
    Document known = task("A", "{\"status\": \"open\", \"estimate_hours\": 8}");
    Document unknown = task("B", "{\"status\": \"open\", \"blocked_by\": \"A\"}");
    String last =
        "{\"status\": \"open\", \"estimate_hours\": 1, \"blocked_by\": \"B\", \"due\": \"%s\"}";
    assertThat(find(known, unknown, task("C", last.formatted(berlin("2026-11-20T17:00")))))
        .extracting(Finding::why)
        .containsExactly(
            "C waits for A, then B: it can't be finished before Mon 2026-11-23 11:00, at least 2 h"
                + " of working time after it is due on Fri 2026-11-20 17:00.");
    Document later = task("C", last.formatted(berlin("2026-11-24T17:00")));
    DelayReport report = Delays.find(List.of(known, unknown, later), OFFICE, NOW);
    assertThat(report.findings()).isEmpty();
    assertThat(report.unknowns()).extracting(Unknown::field).contains(TaskSchema.BLOCKED_BY);
  }

  @Test
  void aBlockerThatIsNotThereIsUnknown() {
    Document task =
        task(
            "T",
            """
            {"status": "open", "estimate_hours": 1, "due": "2026-11-25T12:00:00Z",
             "updated": "2026-11-20T08:00:00Z", "blocked_by": "GONE-1"}
            """);
    assertThat(Delays.find(List.of(task), OFFICE, NOW).unknowns())
        .extracting(Unknown::field)
        .containsExactly(TaskSchema.BLOCKED_BY);
  }

  @Test
  void aTaskOfUnknownStatusIsNotJudged() {
    Document task = task("T", "{\"due\": \"2026-11-01T12:00:00Z\", \"blocked_by\": \"T\"}");
    DelayReport report = Delays.find(List.of(task), OFFICE, NOW);
    assertThat(report.findings()).isEmpty();
    assertThat(report.unknowns()).extracting(Unknown::field).containsExactly(TaskSchema.STATUS);
  }

  @Test
  void valuesThatCantBeReadAreUnknown() {
    List<Document> tasks =
        List.of(
            raw("A", TaskSchema.DUE, Json.of("tomorrow")),
            raw("B", TaskSchema.DUE, Json.of("+999999999-01-01T00:00:00Z")),
            raw("C", TaskSchema.DUE, Json.of(5)));
    assertThat(Delays.find(tasks, OFFICE, NOW).unknowns())
        .filteredOn(unknown -> unknown.field().equals(TaskSchema.DUE))
        .extracting(Unknown::why)
        .allMatch(why -> why.endsWith("due can't be read, whether it is late can't be said."))
        .hasSize(3);
    for (Json hours : List.of(Json.of(-3), Json.of("4"), Json.of(1_000_000))) {
      Document task =
          raw("A", TaskSchema.REMAINING_HOURS, hours)
              .with(
                  TaskSchema.DUE,
                  raw("B", "due", Json.of("2026-12-01T12:00:00Z")).cells().get("due"));
      assertThat(Delays.find(List.of(task), OFFICE, NOW).unknowns())
          .extracting(Unknown::why)
          .contains("A: remaining_hours can't be read, whether it will be in time can't be said.");
    }
  }

  @Test
  void circlesAreNamedAndWhatComesAfterIsUnknown() {
    String open = "{\"status\": \"open\", \"estimate_hours\": 1, \"blocked_by\": \"%s\"}";
    Document after =
        task(
            "AFTER",
            "{\"status\": \"open\", \"estimate_hours\": 1, \"blocked_by\": \"A\","
                + " \"due\": \"2026-12-01T12:00:00Z\", \"updated\": \"2026-11-20T08:00:00Z\"}");
    DelayReport report =
        Delays.find(
            List.of(
                after,
                task("A", open.formatted("B, BEFORE")),
                task("B", open.formatted("C")),
                task("C", open.formatted("A")),
                task("BEFORE", "{\"status\": \"open\", \"estimate_hours\": 1}"),
                task("SELF", open.formatted("SELF"))),
            OFFICE,
            NOW);
    assertThat(report.findings())
        .extracting(Finding::why)
        .containsExactly(
            "A waits for B waits for C waits for A: none of them can ever be begun.",
            "SELF waits for itself: it can never be begun.");
    assertThat(report.unknowns())
        .filteredOn(unknown -> unknown.task().id().equals("AFTER"))
        .extracting(Unknown::field)
        .containsExactly(TaskSchema.BLOCKED_BY);
  }

  @Test
  void aLongChainIsFollowedToItsEnd() {
    List<Document> tasks = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      tasks.add(
          task(
              "T" + i,
              "{\"status\": \"open\", \"estimate_hours\": 1, \"blocked_by\": \"T"
                  + (i + 1)
                  + "\"}"));
    }
    tasks.add(task("T5000", "{\"status\": \"open\", \"estimate_hours\": 1}"));
    tasks.set(
        0,
        task(
            "T0",
            "{\"status\": \"open\", \"estimate_hours\": 1, \"blocked_by\": \"T1\", \"due\": \""
                + NOW
                + "\"}"));
    WorkCalendar always = WorkCalendar.always(BERLIN);
    Finding late = Delays.find(tasks, always, NOW).findings().getFirst();
    assertThat(late.cause())
        .isInstanceOfSatisfying(
            Cause.LateThroughBlockers.class,
            cause -> assertThat(cause.late()).isEqualTo(Duration.ofHours(5001)));
    assertThat(late.why()).contains("waits for T5000, then 4998 more, then T1:");
  }

  @Test
  void refusesTwoTasksOfOneIdAndOtherSchemas() {
    Document task = task("T", "{\"status\": \"open\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(task, task))
        .withMessage("two tasks have the id \"T\"");
    Document other = Document.empty("X", new Schema("case", 1, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(other))
        .withMessageContaining("\"case\", not \"task\"");
    assertThatIllegalArgumentException().isThrownBy(() -> new DelayLimits(-1, Duration.ofHours(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new DelayLimits(1, Duration.ZERO));
  }
}
