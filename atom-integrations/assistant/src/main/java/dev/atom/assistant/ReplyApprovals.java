package dev.atom.assistant;

import dev.atom.approval.Approval;
import dev.atom.approval.ApprovalHandler;
import dev.atom.approval.ApprovalRequest;
import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Event;
import java.util.List;
import java.util.Optional;

/** Proposed replies of one channel: what makes them stale, and that they are sent when granted. */
final class ReplyApprovals implements ApprovalHandler {
  static final String KIND = "reply";
  private static final String PREFIX = "reply:";

  private final Parts parts;
  private final String channel;

  ReplyApprovals(Parts parts, String channel) {
    this.parts = parts;
    this.channel = channel;
  }

  /** One handler per channel: an assistant leaves alone what another one has the channel for. */
  static String name(String channel) {
    return PREFIX + channel;
  }

  @Override
  public String name() {
    return name(channel);
  }

  /** Whatever is said makes a pending proposal stale. */
  static Optional<String> staleBy(Approval approval, Event event) {
    boolean said =
        event.type().equals(EventForms.MESSAGE_RECEIVED)
            || event.type().equals(EventForms.MESSAGE_SENT);
    return said && event.version() > approval.madeOn()
        ? event.data().at("/message/id").map(id -> ((Json.Str) id).value())
        : Optional.empty();
  }

  @Override
  public Optional<String> supersededBy(Approval approval, Event event) {
    return staleBy(approval, event);
  }

  @Override
  public Optional<String> obstacle(Approval approval, Json value) {
    boolean text = value instanceof Json.Str reply && !reply.value().isBlank();
    return text ? Optional.empty() : Optional.of("a reply is a text; reject to send nothing");
  }

  @Override
  public void settled(Approval approval, Append.Builder append) {
    approval
        .granted()
        .ifPresent(
            value -> {
              String text = ((Json.Str) value).value();
              Message reply =
                  Message.of(parts.ids.next(), Parts.author(), parts.clock.instant(), text);
              append.event(EventForms.sent(reply, approval.id()));
              Conversation conversation =
                  new Conversation(approval.subject().tenant(), approval.subject().id(), channel);
              Outgoing.effect(append, conversation, reply, Optional.of(approval.id()));
            });
  }

  /** Also if it is stale already, as a message waits: the ledger shows what was proposed. */
  void hold(
      Append.Builder append,
      TurnDecision.AskApproval ask,
      ConversationState state,
      List<String> answered) {
    ApprovalRequest request =
        ApprovalRequest.newBuilder(ask.approval(), name(), Json.of(ask.text()))
            .kind(KIND)
            .title("A reply over " + channel)
            .requestedBy(EventForms.ASSISTANT)
            .madeOn(state.version())
            .reasons(ask.reasons())
            .deciders(parts.approvers)
            .due(parts.approvalDue)
            .build();
    Optional<Message> unread =
        state.waiting().stream().filter(message -> !answered.contains(message.id())).findFirst();
    unread.ifPresentOrElse(
        message -> request.addStaleTo(append, parts.clock.instant(), message.id()),
        () -> request.addTo(append, parts.clock.instant()));
  }
}
