package dev.atom.approval;

import dev.atom.json.Json;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The events of approvals: their names, and how they are written and read. */
final class ApprovalEvents {
  static final String REQUESTED = "approval_requested";
  static final String VOTED = "approval_voted";
  static final String DECIDED = "approval_decided";
  static final String REMINDED = "approval_reminded";
  static final String OVERDUE = "approval_overdue";
  static final String EXPIRED = "approval_expired";
  static final String SUPERSEDED = "approval_superseded";
  static final String WITHDRAWN = "approval_withdrawn";
  static final String EXECUTED = "approval_executed";
  static final String FAILED = "approval_failed";

  /** Who acts where nobody does. */
  static final String TIMER = "timer";

  private ApprovalEvents() {}

  static String id(Event event) {
    return Form.text(event.data(), "approval");
  }

  static NewEvent requested(ApprovalRequest request, Approval.Times times) {
    var data =
        Json.object()
            .put("approval", request.id())
            .put("handler", request.handler())
            .put("kind", request.kind())
            .put("title", request.title())
            .put("proposal", request.proposal().value())
            .put("hash", request.proposal().hash())
            .put("requestedBy", request.requestedBy())
            .put("reasons", Form.texts(request.reasons()))
            .put("deciders", request.deciders().toJson())
            .put("dueIn", request.due().toJson())
            .put("due", times.due().toString())
            .put("reminders", reminders(request, times))
            .put("onExpiry", request.onExpiry().name())
            .put("keepFor", request.keepFor().toString())
            .put("revisions", request.revisions())
            .put("round", request.round())
            .put("revisionOf", request.revisionOf())
            .put("channels", Form.texts(request.channels()))
            .put("data", request.data());
    request.madeOn().ifPresent(version -> data.put("madeOn", version));
    return new NewEvent(REQUESTED, data.build(), request.requestedBy(), request.revisionOf());
  }

  private static List<Json.Obj> reminders(ApprovalRequest request, Approval.Times times) {
    return java.util.stream.IntStream.range(0, request.reminders().size())
        .mapToObj(
            i ->
                Json.object()
                    .put("name", request.reminders().get(i).name())
                    .put("dueIn", request.reminders().get(i).due().toJson())
                    .put("due", times.reminders().get(i).toString())
                    .build())
        .toList();
  }

  /** Reads what was asked. */
  static ApprovalRequest request(Json.Obj data) {
    var builder =
        ApprovalRequest.newBuilder(
                Form.text(data, "approval"),
                Form.text(data, "handler"),
                data.get("proposal").orElse(Json.NULL))
            .kind(Form.text(data, "kind"))
            .title(Form.text(data, "title"))
            .requestedBy(Form.text(data, "requestedBy"))
            .reasons(Form.texts(data, "reasons"))
            .deciders(Deciders.fromJson(Form.object(data, "deciders")))
            .due(Due.fromJson(Form.object(data, "dueIn")))
            .keepFor(Duration.parse(Form.text(data, "keepFor")))
            .onExpiry(OnExpiry.named(Form.text(data, "onExpiry")))
            .revisions((int) Form.number(data, "revisions", 0))
            .round((int) Form.number(data, "round", 1), data.text("revisionOf"))
            .channels(Form.texts(data, "channels"))
            .data(Form.object(data, "data"));
    for (Json.Obj reminder : Form.objects(data, "reminders")) {
      builder.remind(Form.text(reminder, "name"), Due.fromJson(Form.object(reminder, "dueIn")));
    }
    long madeOn = Form.number(data, "madeOn", -1);
    return (madeOn < 0 ? builder : builder.madeOn(madeOn)).build();
  }

  static Approval.Times times(Event event) {
    return new Approval.Times(
        event.version(),
        event.at(),
        Form.instant(event.data(), "due"),
        Form.objects(event.data(), "reminders").stream()
            .map(reminder -> Form.instant(reminder, "due"))
            .toList());
  }

  /** A vote that does not decide yet. */
  static NewEvent voted(String id, Decision decision) {
    return event(VOTED, spoken(id, decision).build(), decision.person(), id);
  }

  static NewEvent decided(Approval approval, Decision decision) {
    var data = spoken(approval.id(), decision).put("verdict", decision.verdict().word());
    switch (decision.verdict()) {
      case Verdict.Approve approve -> {}
      case Verdict.Edit edit ->
          data.put("value", edit.value())
              .put(
                  "edit",
                  ProposalEdit.between(approval.request().proposal().value(), edit.value())
                      .toJson());
      case Verdict.Reject reject -> data.put("reason", reject.reason());
      case Verdict.Revise revise -> data.put("feedback", revise.feedback());
      case Verdict.TakeOver takeOver -> {}
    }
    return event(DECIDED, data.build(), decision.person(), approval.id());
  }

  private static dev.atom.json.JsonObjectBuilder spoken(String id, Decision decision) {
    return Json.object()
        .put("approval", id)
        .put("by", decision.person())
        .put("hash", decision.hash())
        .put("channel", decision.channel());
  }

  static Vote vote(Event event) {
    return new Vote(Form.text(event.data(), "by"), event.at(), Form.text(event.data(), "channel"));
  }

  static NewEvent reminded(String id, String name) {
    return about(REMINDED, id, "name", name, TIMER);
  }

  static NewEvent overdue(String id) {
    return event(OVERDUE, Json.object().put("approval", id).build(), TIMER, id);
  }

  static NewEvent expired(String id, OnExpiry then) {
    return about(EXPIRED, id, "then", then.name(), TIMER);
  }

  static NewEvent superseded(String id, String by, String actor) {
    return about(SUPERSEDED, id, "by", by, actor);
  }

  static NewEvent withdrawn(String id, String reason, String actor) {
    return about(WITHDRAWN, id, "reason", reason, actor);
  }

  static NewEvent executed(String id, String detail, String actor) {
    return about(EXECUTED, id, "detail", detail, actor);
  }

  static NewEvent failed(String id, String error, String actor) {
    return about(FAILED, id, "error", error, actor);
  }

  private static NewEvent about(String type, String id, String name, String value, String actor) {
    Json.Obj data = Json.object().put("approval", id).put(name, value).build();
    return event(type, data, actor, id);
  }

  private static NewEvent event(String type, Json.Obj data, String actor, String cause) {
    return new NewEvent(type, data, actor, Optional.of(cause));
  }

  /** Kept to the microsecond, as every store keeps it. */
  static Instant micros(Instant at) {
    return at.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }
}
