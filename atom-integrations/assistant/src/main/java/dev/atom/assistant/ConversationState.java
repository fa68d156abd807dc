package dev.atom.assistant;

import dev.atom.approval.ApprovalLedger;
import dev.atom.assistant.ConversationView.Delivery;
import dev.atom.conversation.Author;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.schema.Document;
import dev.atom.schema.Schema;
import dev.atom.store.Event;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Folds a conversation's events into what they have come to. Events of unknown types are skipped. */
final class ConversationState {
  private static final int PAGE = 500;

  private final List<Message> messages = new ArrayList<>();
  private final Map<String, Message> waiting = new LinkedHashMap<>();
  private final ApprovalLedger approvals;
  private final Map<EventForms.MemoKey, Json.Obj> memo = new HashMap<>();
  private final Map<String, Failed> failures = new HashMap<>();
  private final List<TurnReport> turns = new ArrayList<>();
  private final List<ModelUse> uses = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private Document document;
  private long version;

  private ConversationState(Subject subject, Document empty) {
    approvals = ApprovalLedger.of(subject, ReplyApprovals::staleBy);
    document = empty;
  }

  static ConversationState read(Store store, Subject subject, Schema schema) {
    ConversationState state = new ConversationState(subject, Document.empty(subject.id(), schema));
    List<Event> page = store.read(subject, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(state::fold);
      page = page.size() < PAGE ? List.of() : store.read(subject, state.version, PAGE);
    }
    return state;
  }

  private void fold(Event event) {
    version = event.version();
    approvals.fold(event);
    Json.Obj data = event.data();
    switch (event.type()) {
      case EventForms.MESSAGE_RECEIVED -> received(message(data));
      case EventForms.MESSAGE_SENT -> messages.add(message(data));
      case EventForms.ANALYSIS_RECORDED -> analysed(data);
      case EventForms.TURN_FAILED -> failed(data);
      case EventForms.TURN_COMMITTED -> committed(data);
      case EventForms.DELIVERY_SETTLED -> deliveries.add(delivery(data));
      default -> {
        // A newer version's event: kept in the store, of no meaning here.
      }
    }
  }

  private static Message message(Json.Obj data) {
    return Message.fromJson(object(data, "message"));
  }

  private static Json.Obj object(Json.Obj data, String name) {
    return data.get(name).map(o -> (Json.Obj) o).orElse(Json.Obj.EMPTY);
  }

  private void received(Message message) {
    messages.add(message);
    if (message.author().kind() == Author.Kind.CUSTOMER) {
      waiting.put(message.id(), message);
    } else {
      waiting.clear();
    }
  }

  private void analysed(Json.Obj data) {
    String name = data.text("name").orElse("");
    String input = data.text("input").orElse("");
    memo.put(new EventForms.MemoKey(name, input), object(data, "result"));
    Texts.objects(data, "uses").stream().map(ModelUse::fromJson).forEach(uses::add);
  }

  private void failed(Json.Obj data) {
    Instant retryAt = Instant.parse(data.text("retryAt").orElseThrow());
    failures.put(
        data.text("turn").orElse(""),
        new Failed((int) number(data, "attempt"), retryAt, data.text("code").orElse("unknown")));
  }

  private static long number(Json.Obj data, String name) {
    return data.get(name).map(n -> ((Json.Num) n).value()).orElse(BigDecimal.ZERO).longValue();
  }

  private void committed(Json.Obj data) {
    TurnReport report = TurnReport.fromJson(data);
    turns.add(report);
    report.messages().forEach(waiting::remove);
    for (Json.Obj change : Texts.objects(data, "changes")) {
      document = document.apply(change);
    }
  }

  private static Delivery delivery(Json.Obj data) {
    String name = data.text("outcome").orElse("");
    ConversationView.Outcome outcome =
        Stream.of(ConversationView.Outcome.values())
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElse(ConversationView.Outcome.UNKNOWN);
    return new Delivery(data.text("message").orElse(""), outcome);
  }

  long version() {
    return version;
  }

  Document document() {
    return document;
  }

  List<Message> waiting() {
    return List.copyOf(waiting.values());
  }

  /** Returns what was said, without what still waits: a reply may be younger than the next turn. */
  List<Message> history() {
    return messages.stream().filter(message -> !waiting.containsKey(message.id())).toList();
  }

  Optional<Json.Obj> recorded(EventForms.MemoKey key) {
    return Optional.ofNullable(memo.get(key));
  }

  Optional<Failed> failure(String turn) {
    return Optional.ofNullable(failures.get(turn));
  }

  ConversationView view() {
    return new ConversationView(
        version,
        messages,
        document,
        approvals.all(),
        new ConversationView.Ledger(turns, uses, waiting(), deliveries));
  }

  /**
   * How often a turn has failed.
   *
   * @param attempts how often
   * @param retryAt when it is tried again
   * @param code what went wrong last
   */
  record Failed(int attempts, Instant retryAt, String code) {}
}
