package dev.atom.workflow;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.ApprovalRequest;
import dev.atom.approval.ApprovalStatus;
import dev.atom.approval.Due;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Append;
import dev.atom.store.NewJob;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Asks for the approvals of steps, and writes what was decided in the decision's own append. */
final class ApprovalSteps implements ApprovalHandler {
  static final String NAME = "workflow";
  private static final int LONGEST_TITLE = 500;

  private final Clock clock;

  ApprovalSteps(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The step's result, and a look at the run: one that is being advanced sees it by itself. */
  @Override
  public void settled(Approval approval, Append.Builder append) {
    String step = approval.request().data().text("step").orElse("");
    Json.Obj data = Json.object().put("step", step).put("result", result(approval)).build();
    append
        .event(RunEvents.event(RunEvents.APPROVAL, data))
        .plan(NewJob.timer(Workflows.WAKE, Workflows.KIND, clock.instant()));
  }

  static ApprovalRequest request(
      Step.Approve step, String key, Optional<StepRecord> record, Scope scope, Instant due) {
    int generation = record.map(StepRecord::generation).orElse(0);
    String id = generation == 0 ? key : key + "~" + generation; // asked anew after a retry
    String title = Values.shown(Values.resolve(step.title(), scope)).strip();
    ApprovalRequest.Builder request =
        ApprovalRequest.newBuilder(id, NAME, Values.resolve(step.proposal(), scope))
            .deciders(step.terms().deciders())
            .due(Due.at(due))
            .onExpiry(step.terms().onExpiry())
            .revisions(step.terms().revisions())
            .data(Json.object().put("step", key).build());
    String shown = title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
    try {
      return (shown.isEmpty() ? request : request.title(shown)).build();
    } catch (IllegalArgumentException e) {
      throw new StepRefused("wrong_type", "the title: " + e.getMessage());
    }
  }

  private static Json.Obj result(Approval approval) {
    JsonObjectBuilder result =
        Json.object()
            .put("outcome", approval.status().word().toLowerCase(Locale.ROOT))
            .put("approved", approval.granted().isPresent());
    approval.granted().ifPresent(value -> result.put("value", value));
    approval.status().outcome().ifPresent(outcome -> add(outcome, result));
    return result.build();
  }

  private static void add(ApprovalStatus.Outcome outcome, JsonObjectBuilder result) {
    switch (outcome) {
      case ApprovalStatus.Approved approved ->
          result.put("by", approved.votes().stream().map(vote -> Json.of(vote.person())).toList());
      case ApprovalStatus.Edited edited -> result.put("by", edited.by().person());
      case ApprovalStatus.Rejected rejected ->
          result.put("by", rejected.by().person()).put("reason", rejected.reason());
      case ApprovalStatus.RevisionAsked asked ->
          result.put("by", asked.by().person()).put("feedback", asked.feedback());
      case ApprovalStatus.TakenOver taken -> result.put("by", taken.by().person());
      case ApprovalStatus.Expired expired ->
          result.put("then", expired.then().name().toLowerCase(Locale.ROOT));
      case ApprovalStatus.Superseded superseded -> result.put("by", superseded.by());
      case ApprovalStatus.Withdrawn withdrawn ->
          result.put("by", withdrawn.by()).put("reason", withdrawn.reason());
    }
  }
}
