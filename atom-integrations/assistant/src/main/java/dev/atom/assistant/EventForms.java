package dev.atom.assistant;

import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.store.NewEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The events of a conversation: their names, and how they are written. */
final class EventForms {
  static final String MESSAGE_RECEIVED = "message_received";
  static final String ANALYSIS_RECORDED = "analysis_recorded";
  static final String TURN_FAILED = "turn_failed";
  static final String TURN_COMMITTED = "turn_committed";
  static final String MESSAGE_SENT = "message_sent";
  static final String DELIVERY_SETTLED = "delivery_settled";

  static final String ASSISTANT = "assistant";

  private EventForms() {}

  static NewEvent received(Message message) {
    Json.Obj data = Json.object().put("message", message.toJson()).build();
    return event(MESSAGE_RECEIVED, data, message.author().id(), message.id());
  }

  static NewEvent analysed(String turn, MemoKey key, Json.Obj result, List<ModelUse> uses) {
    Json.Obj data =
        Json.object()
            .put("turn", turn)
            .put("name", key.name())
            .put("input", key.input())
            .put("result", result)
            .put("uses", uses.stream().map(ModelUse::toJson).toList())
            .build();
    return event(ANALYSIS_RECORDED, data, ASSISTANT, turn);
  }

  static NewEvent failed(String turn, int attempt, String code, Instant retryAt) {
    Json.Obj data =
        Json.object()
            .put("turn", turn)
            .put("attempt", attempt)
            .put("code", code)
            .put("retryAt", retryAt.toString())
            .build();
    return event(TURN_FAILED, data, ASSISTANT, turn);
  }

  static NewEvent committed(TurnReport report, List<Json.Obj> changes) {
    Json.Obj data = report.toJson().toBuilder().put("changes", changes).build();
    return event(TURN_COMMITTED, data, ASSISTANT, report.turn());
  }

  static NewEvent sent(Message message, String cause) {
    Json.Obj data = Json.object().put("message", message.toJson()).build();
    return event(MESSAGE_SENT, data, message.author().id(), cause);
  }

  static NewEvent settled(String message, ConversationView.Outcome outcome, String detail) {
    Json.Obj data =
        Json.object()
            .put("message", message)
            .put("outcome", outcome.name())
            .put("detail", detail)
            .build();
    return event(DELIVERY_SETTLED, data, ASSISTANT, message);
  }

  private static NewEvent event(String type, Json.Obj data, String actor, String cause) {
    return new NewEvent(type, data, actor, Optional.of(cause));
  }

  /**
   * By what a recorded analysis is found again.
   *
   * @param name the analyser's name and version
   * @param input a digest of all it was given
   */
  record MemoKey(String name, String input) {}
}
