package dev.atom.coordinator;

import static dev.atom.coordinator.Project.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.schema.Document;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatorDocumentationTest {
  private final WorkCalendar office =
      WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
          .weekdays(DaySpan.parse("09:00-17:00"))
          .build();
  private final Instant friday = Instant.parse("2026-11-20T09:00:00Z");

  @Test
  void findsDelays() {
    // @start region="find"
    Document api =
        task(
            "API-2",
            """
            {"title": "Payment interface", "status": "in progress", "owner": "ben",
             "remaining_hours": 6, "due": "2026-11-20T17:00:00+01:00"}
            """);
    Document checkout =
        task(
            "CHECKOUT-3",
            """
            {"title": "Checkout page", "status": "open", "owner": "ana",
             "estimate_hours": 8, "due": "2026-11-23T12:00:00+01:00", "blocked_by": "API-2"}
            """);
    DelayReport report = Delays.find(List.of(api, checkout), office, friday); // 10:00 in Berlin
    assertThat(report.findings())
        .extracting(Finding::why)
        .containsExactly(
            "\"Checkout page\" (CHECKOUT-3) waits for API-2: it can't be finished before"
                + " Mon 2026-11-23 16:00, 4 h of working time after it is due on"
                + " Mon 2026-11-23 12:00.");
    // @end
  }

  @Test
  void plansActions() {
    Document api =
        task(
            "API-2",
            """
            {"title": "Payment interface", "status": "in progress", "owner": "ben",
             "due": "2026-11-19T17:00:00+01:00"}
            """);
    DelayReport report = Delays.find(List.of(api), office, friday);
    // @start region="rules"
    DelayRules rules =
        DelayRules.parse(
            """
            [{"id": "remind", "when": {"field": "kind", "op": "eq", "value": "overdue"},
              "then": [{"do": "remindOwner"}]},
             {"id": "escalate", "when": {"all": [
                {"id": "late", "field": "late_hours", "op": "gte", "value": 8}]},
              "then": [{"do": "escalate", "with": {"to": "project_lead"}}]}]
            """);
    Response response = rules.plan(report, office.zone()).getFirst();
    assertThat(response.actions()).extracting(PlannedAction::rule).containsExactly("remind");
    assertThat(response.decision().trace().explain("escalate"))
        .isEqualTo("rule \"escalate\" did not fire:\n  late: late_hours gte 8, is 1.00");
    // @end
  }
}
