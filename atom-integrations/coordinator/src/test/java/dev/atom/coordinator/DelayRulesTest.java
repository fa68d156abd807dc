package dev.atom.coordinator;

import static dev.atom.coordinator.Project.BERLIN;
import static dev.atom.coordinator.Project.NOW;
import static dev.atom.coordinator.Project.OFFICE;
import static dev.atom.coordinator.Project.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.rules.InvalidRules;
import dev.atom.schema.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayRulesTest {
  private static List<PlannedAction> plan(DelayRules rules, List<Document> tasks, Instant now) {
    return rules.plan(Delays.find(tasks, OFFICE, now), BERLIN).stream()
        .flatMap(response -> response.actions().stream())
        .toList();
  }

  private static List<String> names(List<PlannedAction> actions) {
    return actions.stream()
        .map(a -> a.action().name() + " " + a.finding().task().id() + " by " + a.rule())
        .toList();
  }

  @Test
  void standardRulesRemindOwnersAndEscalateWhatIsCriticalOrUnowned() {
    assertThat(names(plan(DelayRules.standard(), Project.portal(), NOW)))
        .containsExactly(
            "escalate DATA-8 by escalate",
            "remindOwner DATA-8 by remind-owner",
            "remindOwner API-2 by remind-owner",
            "remindOwner CHECKOUT-3 by remind-owner",
            "remindOwner CHECKOUT-3 by remind-owner",
            "remindOwner TEST-4 by remind-owner",
            "remindOwner LEGAL-6 by remind-owner",
            "remindOwner COPY-7 by remind-owner");
    Document unowned = task("T", "{\"status\": \"open\", \"due\": \"2026-11-19T12:00:00Z\"}");
    assertThat(names(plan(DelayRules.standard(), List.of(unowned), NOW)))
        .containsExactly("escalate T by escalate");
  }

  @Test
  void rulesSeeTheNumbersAndTheTask() {
    DelayRules rules =
        DelayRules.parse(
            """
            [{"id": "chain", "when": {"all": [
                {"field": "kind", "op": "eq", "value": "late_through_blockers"},
                {"field": "exact", "op": "eq", "value": true},
                {"field": "late_hours", "op": "gte", "value": 8},
                {"field": "waits_for", "op": "contains", "value": "API-2"},
                {"field": "task.due", "op": "before", "value": "2026-11-24"},
                {"field": "task.id", "op": "startsWith", "value": "CHECKOUT"}]},
              "then": [{"do": "escalate", "with": {"to": "ben", "note": "Ana waits"}}]},
             {"id": "mute", "when": {"field": "silent_days", "op": "gt", "value": 6},
              "then": [{"do": "remindOwner"}]}]
            """);
    List<Response> responses = rules.plan(Delays.find(Project.portal(), OFFICE, NOW), BERLIN);
    assertThat(responses).allMatch(response -> response.decision().trace().wrongTypes() == 0);
    assertThat(names(responses.stream().flatMap(r -> r.actions().stream()).toList()))
        .containsExactly("escalate CHECKOUT-3 by chain", "remindOwner LEGAL-6 by mute");
    assertThat(responses.getLast().decision().trace().explain("mute"))
        .contains("silent_days gt 6, is 4");
  }

  @Test
  void everyKindHasItsNumbers() {
    DelayRules rules =
        DelayRules.parse(
            """
            [{"id": "numbers", "when": {"any": [
                {"field": "late_hours", "op": "gt", "value": 0},
                {"field": "silent_days", "op": "gt", "value": 0},
                {"field": "waits_for", "op": "isNotEmpty"}]},
              "then": [{"do": "remindOwner"}]}]
            """);
    assertThat(plan(rules, Project.portal(), NOW)).hasSize(7);
  }

  @Test
  void refusesRulesAboutWhatThereIsNot() {
    assertThatThrownBy(
            () ->
                DelayRules.parse(
                    """
                    [{"id": "r", "when": {"field": "task.asignee", "op": "isEmpty"},
                      "then": [{"do": "escalate"}, {"do": "fire"}]}]
                    """))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining("task.asignee")
        .hasMessageContaining("\"fire\"")
        .hasMessageContaining("to");
  }

  @Test
  void theKeyStaysWhileTheSameIsWrongAndChangesWithTheDueTime() {
    String values = "{\"status\": \"open\", \"owner\": \"ana\", \"due\": \"%s\"}";
    Document task = task("T", values.formatted("2026-11-19T12:00:00Z"));
    Document moved = task("T", values.formatted("2026-11-19T13:00:00Z"));
    DelayRules rules = DelayRules.standard();
    String key = plan(rules, List.of(task), NOW).getFirst().key();
    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(plan(rules, List.of(task), NOW.plus(Duration.ofHours(1))).getFirst().key())
        .isEqualTo(key);
    assertThat(plan(rules, List.of(moved), NOW).getFirst().key()).isNotEqualTo(key);
    List<String> keys =
        plan(rules, Project.portal(), NOW).stream().map(PlannedAction::key).toList();
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
  }

  /** When a delay becomes critical, it is escalated once more than it was reminded of. */
  @Test
  void escalationFollowsTheReminder() {
    Document task =
        task("T", "{\"status\": \"open\", \"owner\": \"ana\", \"due\": \"2026-11-19T12:00:00Z\"}");
    List<PlannedAction> before = plan(DelayRules.standard(), List.of(task), NOW);
    List<PlannedAction> later =
        plan(DelayRules.standard(), List.of(task), NOW.plus(Duration.ofDays(4)));
    assertThat(names(before)).containsExactly("remindOwner T by remind-owner");
    assertThat(names(later))
        .containsExactly("escalate T by escalate", "remindOwner T by remind-owner");
    assertThat(later.getLast().key()).isEqualTo(before.getFirst().key());
  }
}
