package dev.atom.assistant;

import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.operation.Passage;
import dev.atom.schema.Delta;
import dev.atom.store.Append;
import dev.atom.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One turn over one state of a conversation. {@link #missing()} asks models for what is not recorded
 * yet; when nothing is missing, {@link #outcome()} is a pure function of what is recorded.
 */
final class TurnPipeline {
  private static final String PASSAGES = "passages";

  private final Parts parts;
  private final Conversation conversation;
  private final ConversationState state;
  private final TurnInput input;
  private @Nullable Draft prepared;

  TurnPipeline(Parts parts, Conversation conversation, ConversationState state, TurnInput input) {
    this.parts = parts;
    this.conversation = conversation;
    this.state = state;
    this.input = input;
  }

  /** A turn is named by the first message that it answers, so that a second try finds its past. */
  String turn() {
    return "turn:" + input.messages().get(0).id();
  }

  /**
   * New results.
   *
   * @param events ready to be stored
   * @param failure why another result is still missing
   */
  record Results(List<NewEvent> events, Optional<RuntimeException> failure) {}

  /** What is to be written, and what is reported of it. */
  record Outcome(Append.Builder append, TurnReport report) {}

  /** Asks for what is not recorded yet: all analyses first, then the reply. */
  Results missing() {
    List<Analyser> open =
        parts.analysers.stream()
            .filter(analyser -> state.recorded(key(analyser)).isEmpty())
            .toList();
    if (!open.isEmpty()) {
      return sideBySide(open);
    }
    Draft draft = draft();
    if (parts.writer.isEmpty() || !draft.written() || state.recorded(draft.key()).isPresent()) {
      return new Results(List.of(), Optional.empty());
    }
    Analysis written = parts.writer.get().write(draft.input(), draft.grounds());
    // What it rests on is kept with it: another search may find something else.
    Json.Obj result =
        written.result().toBuilder()
            .put(PASSAGES, TurnReport.json(draft.grounds().passages()))
            .build();
    Analysis reply = new Analysis(result, written.calls());
    return new Results(List.of(recorded(draft.key(), "reply", reply)), Optional.empty());
  }

  /** One analyser's failure costs nothing of what the others found. */
  private Results sideBySide(List<Analyser> analysers) {
    List<NewEvent> events = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<NewEvent>> futures =
          analysers.stream().map(analyser -> threads.submit(() -> analyse(analyser))).toList();
      for (Future<NewEvent> future : futures) {
        try {
          events.add(future.get());
        } catch (ExecutionException e) {
          failure = failure.or(() -> Optional.of(failure(e)));
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while analysers ran", e);
        }
      }
    }
    return new Results(events, failure);
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException known
        ? known
        : new IllegalStateException("an analyser failed", e.getCause());
  }

  private NewEvent analyse(Analyser analyser) {
    return recorded(key(analyser), analyser.name(), analyser.analyse(input));
  }

  private NewEvent recorded(EventForms.MemoKey key, String purpose, Analysis analysis) {
    Instant now = parts.clock.instant();
    List<ModelUse> uses =
        analysis.calls().stream()
            .map(
                call ->
                    new ModelUse(
                        purpose,
                        call.model(),
                        call.usage(),
                        parts.prices.cost(call.model(), call.usage(), now)))
            .toList();
    return EventForms.analysed(turn(), key, analysis.result(), uses);
  }

  private EventForms.MemoKey key(Analyser analyser) {
    return new EventForms.MemoKey(analyser.name(), digest(input, List.of()));
  }

  /**
   * What is known before the reply is written.
   *
   * @param assessment the document after merge and rules
   * @param input the turn with that document
   * @param grounds what the reply may rest on
   * @param key by which a recorded reply is found
   */
  private record Draft(
      Assessment assessment, TurnInput input, ReplyWriter.Grounds grounds, EventForms.MemoKey key) {
    /** Whether a writer is needed: no rule has settled what is said. */
    boolean written() {
      return assessment.first("hand_over", "reason").isEmpty()
          && assessment.first("be_silent", "reason").isEmpty()
          && assessment.first("ask", "question").isEmpty()
          && assessment.first("reply", "text").isEmpty();
    }
  }

  /** Worked out once per pipeline, so that the reply and what is reported rest on the same. */
  private Draft draft() {
    Draft known = prepared;
    if (known == null) {
      known = prepare(assess());
      prepared = known;
    }
    return known;
  }

  private Draft prepare(Assessment assessment) {
    TurnInput after =
        new TurnInput(input.history(), input.messages(), assessment.document(), input.context());
    String name = parts.writer.map(ReplyWriter::name).orElse("none");
    EventForms.MemoKey key = new EventForms.MemoKey(name, digest(after, assessment.instructions()));
    List<Passage> passages =
        state
            .recorded(key)
            .map(reply -> TurnReport.passages(reply, PASSAGES))
            .orElseGet(
                () -> parts.retriever.retrieve(input.text(), parts.passages, input.context()));
    ReplyWriter.Grounds grounds = new ReplyWriter.Grounds(passages, assessment.instructions());
    return new Draft(assessment, after, grounds, key);
  }

  private Assessment assess() {
    List<Delta> deltas = new ArrayList<>();
    var analysis = Json.object();
    for (Analyser analyser : parts.analysers) {
      Json.Obj result = state.recorded(key(analyser)).orElse(Json.Obj.EMPTY);
      deltas.addAll(DeltaForm.read(result.get("changes").orElse(Json.NULL)));
      result
          .members()
          .forEach(
              (name, value) -> {
                if (!name.equals("changes")) {
                  analysis.put(name, value);
                }
              });
    }
    Instant now = input.messages().get(input.messages().size() - 1).at();
    Assessment.Found found = new Assessment.Found(deltas, analysis.build());
    return Assessment.of(parts.schema, parts.rules, input, now, found);
  }

  /** Works out what the turn comes to; everything it needs is recorded. */
  Outcome outcome() {
    Draft draft = draft();
    Assessment assessment = draft.assessment();
    Optional<String> text =
        assessment
            .first("reply", "text")
            .or(() -> state.recorded(draft.key()).flatMap(result -> result.text("text")))
            .filter(reply -> !reply.isBlank());
    TurnReport.Findings findings =
        new TurnReport.Findings(
            assessment.analysis(),
            assessment.steps(),
            assessment.fired(),
            draft.grounds().passages());
    return write(findings, assessment.changes(), decide(assessment, text));
  }

  private TurnDecision decide(Assessment assessment, Optional<String> text) {
    Optional<String> handOver = assessment.first("hand_over", "reason");
    if (handOver.isPresent()) {
      return new TurnDecision.HandOver(handOver.get());
    }
    Optional<String> silent = assessment.first("be_silent", "reason");
    if (silent.isPresent()) {
      return new TurnDecision.Nothing(silent.get());
    }
    Optional<String> question = assessment.first("ask", "question");
    if (question.isPresent()) {
      return new TurnDecision.AskCustomer(question.get());
    }
    if (text.isEmpty()) {
      return new TurnDecision.Nothing("there is nothing to say");
    }
    List<String> reasons = assessment.approvalReasons();
    return reasons.isEmpty()
        ? new TurnDecision.Send(text.get())
        : new TurnDecision.AskApproval("approval:" + turn(), text.get(), reasons);
  }

  /** Ends the turn without any model: a person takes over. */
  Outcome giveUp(String reason) {
    TurnReport.Findings nothing =
        new TurnReport.Findings(Json.Obj.EMPTY, List.of(), List.of(), List.of());
    return write(nothing, List.of(), new TurnDecision.HandOver(reason));
  }

  private Outcome write(
      TurnReport.Findings findings, List<Json.Obj> changes, TurnDecision decision) {
    List<String> answered = input.messages().stream().map(Message::id).toList();
    TurnReport report = new TurnReport(turn(), answered, findings, decision);
    Append.Builder append =
        Append.to(conversation.subject())
            .expect(state.version())
            .event(EventForms.committed(report, changes));
    switch (decision) {
      case TurnDecision.Send send -> say(append, send.text());
      case TurnDecision.AskCustomer ask -> say(append, ask.question());
      case TurnDecision.AskApproval ask ->
          parts.replies(conversation).hold(append, ask, state, answered);
      case TurnDecision.HandOver handOver -> {}
      case TurnDecision.Nothing nothing -> {}
    }
    if (state.waiting().size() == answered.size()) {
      append.cancel(DueWork.turn(conversation));
    }
    return new Outcome(append, report);
  }

  private void say(Append.Builder append, String text) {
    Message reply = Message.of(parts.ids.next(), Parts.author(), parts.clock.instant(), text);
    append.event(EventForms.sent(reply, turn()));
    Outgoing.effect(append, conversation, reply);
  }

  /** Digests what an analysis depends on. */
  private static String digest(TurnInput input, List<String> more) {
    StringBuilder text = new StringBuilder(input.document().toJson().toString());
    input.episode().forEach(message -> text.append('\n').append(message.id()));
    more.forEach(line -> text.append('\n').append(line));
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
