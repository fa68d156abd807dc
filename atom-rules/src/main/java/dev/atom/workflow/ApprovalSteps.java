package dev.atom.workflow;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.ApprovalLedger;
import dev.atom.approval.ApprovalRequest;
import dev.atom.approval.ApprovalStatus;
import dev.atom.approval.Due;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
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
    Optional<String> from = approval.request().data().text("reviseFrom");
    boolean back = from.isPresent() && approval.status() instanceof ApprovalStatus.RevisionAsked;
    append
        .event(back ? revised(approval, step, from.get()) : decided(approval, step))
        .plan(NewJob.timer(Workflows.WAKE, Workflows.KIND, clock.instant()));
  }

  private static NewEvent decided(Approval approval, String step) {
    return RunEvents.event(
        RunEvents.APPROVAL,
        Json.object().put("step", step).put("result", result(approval)).build());
  }

  /** That the run goes back: with it nobody can decide on what was proposed any more. */
  private static NewEvent revised(Approval approval, String step, String from) {
    ApprovalStatus.RevisionAsked asked = (ApprovalStatus.RevisionAsked) approval.status();
    return RunEvents.event(
        RunEvents.REVISED,
        Json.object()
            .put("step", step)
            .put("from", from)
            .put("approval", approval.id())
            .put("round", approval.request().round() + 1)
            .put("feedback", asked.feedback())
            .put("by", asked.by().person())
            .put("proposal", approval.request().proposal().value())
            .build());
  }

  static ApprovalRequest request(
      Session session, Step.Approve step, String key, Scope scope, Instant due) {
    String title = Values.shown(Values.resolve(step.title(), scope)).strip();
    JsonObjectBuilder data = Json.object().put("step", key);
    step.terms().reviseFrom().ifPresent(from -> data.put("reviseFrom", scope.key(from)));
    ApprovalRequest.Builder request =
        builder(session, key, Values.resolve(step.proposal(), scope))
            .deciders(step.terms().deciders())
            .due(Due.at(due))
            .onExpiry(step.terms().onExpiry())
            .revisions(step.terms().revisions())
            .data(data.build());
    String shown = title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
    try {
      return (shown.isEmpty() ? request : request.title(shown)).build();
    } catch (IllegalArgumentException e) {
      throw new StepRefused("wrong_type", "the title: " + e.getMessage());
    }
  }

  /** The next proposal after one that was sent back, or the first one. */
  private static ApprovalRequest.Builder builder(Session session, String key, Json proposal) {
    Optional<Approval> sentBack =
        session
            .fold()
            .revision(key)
            .flatMap(revision -> revision.text("approval"))
            .flatMap(
                id ->
                    ApprovalLedger.read(session.host().store(), session.run().subject()).find(id));
    if (sentBack.isPresent()) {
      return ApprovalRequest.revision(sentBack.get(), proposal);
    }
    int generation = session.fold().step(key).map(StepRecord::generation).orElse(0);
    String id = generation == 0 ? key : key + "~" + generation; // asked anew after a retry
    return ApprovalRequest.newBuilder(id, NAME, proposal);
  }

  private static Json.Obj result(Approval approval) {
    JsonObjectBuilder result =
        Json.object()
            .put("outcome", approval.status().word().toLowerCase(Locale.ROOT))
            .put("approved", approval.granted().isPresent())
            .put("round", approval.request().round());
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
