package dev.atom.examples.quickstart;

import dev.atom.CallContext;
import dev.atom.approval.Approval;
import dev.atom.approval.Decision;
import dev.atom.assistant.Assistant;
import dev.atom.assistant.ConversationView;
import dev.atom.assistant.Incoming;
import dev.atom.assistant.ModelAnalyser;
import dev.atom.assistant.ModelReplyWriter;
import dev.atom.assistant.TurnDecision;
import dev.atom.assistant.TurnReport;
import dev.atom.conversation.Author;
import dev.atom.conversation.Conversation;
import dev.atom.examples.quickstart.Dialogues.Dialogue;
import dev.atom.examples.quickstart.Dialogues.Line;
import dev.atom.model.Part;
import dev.atom.rules.RuleSet;
import java.util.List;
import java.util.Optional;

/**
 * Says the customers' lines to the assistant, one after the other, and brings each to its end before
 * the next. Every step is safe to repeat, so that going on after a crash is the same as beginning.
 */
final class Replay {
  private static final int PASSAGES = 2;
  private static final long WAIT_MILLIS = 50;

  private final Assistant assistant;
  private final Dialogues dialogues;
  private final Clerk clerk;
  private final Screen screen;

  Replay(Assistant assistant, Dialogues dialogues, Clerk clerk, Screen screen) {
    this.assistant = assistant;
    this.dialogues = dialogues;
    this.clerk = clerk;
    this.screen = screen;
  }

  // @start region="assistant"
  static Assistant assistant(Home home, Dialogues dialogues, RuleSet rules, ModelChoice choice) {
    return Assistant.newBuilder(home.store(), dialogues.schema())
        .analyser(ModelAnalyser.of(choice.model(), dialogues.schema(), dialogues.intents()))
        .rules(rules)
        .retriever(home.knowledge().retriever(), PASSAGES)
        .replyWriter(
            ModelReplyWriter.of(choice.model(), dialogues.schema(), dialogues.instructions()))
        .channel(home.channel())
        .prices(choice.prices())
        .leaseTime(choice.lease())
        .build();
  }

  // @end

  static Conversation conversation(Dialogue dialogue) {
    return new Conversation(Home.TENANT, dialogue.id(), FolderChannel.NAME);
  }

  void run() throws InterruptedException {
    for (Dialogue dialogue : dialogues.conversations()) {
      screen.conversation(dialogue);
      for (int i = 0; i < dialogue.lines().size(); i++) {
        if (dialogue.lines().get(i).byCustomer()) {
          say(dialogue, i);
        }
      }
    }
  }

  /** Says one line and brings it to its end. */
  private void say(Dialogue dialogue, int index) throws InterruptedException {
    Conversation conversation = conversation(dialogue);
    Line line = dialogue.lines().get(index);
    long start = System.nanoTime();
    ConversationView before = assistant.view(conversation);
    Incoming incoming =
        Incoming.text(conversation, nativeId(dialogue, line), dialogue.customer(), line.text());
    String message = assistant.accept(incoming).messageId();
    TurnReport turn = answered(conversation, message);
    Screen.Ending ending = settle(dialogue, index, turn);
    deliver(conversation);
    ConversationView after = assistant.view(conversation);
    if (after.version() > before.version()) {
      screen.turn(dialogue.customer(), line.text(), turn, ending, before, after);
      screen.time(System.nanoTime() - start);
    }
  }

  private static String nativeId(Dialogue dialogue, Line line) {
    return dialogue.id() + "/" + line.id();
  }

  /** Runs turns until one has answered the message, also if a killed run still holds the lease. */
  private TurnReport answered(Conversation conversation, String message)
      throws InterruptedException {
    while (true) {
      Optional<TurnReport> turn = turnOf(assistant.view(conversation), message);
      if (turn.isPresent()) {
        return turn.get();
      }
      if (assistant.process(conversation, context()).isEmpty()) {
        Thread.sleep(WAIT_MILLIS);
      }
    }
  }

  private static Optional<TurnReport> turnOf(ConversationView view, String message) {
    return view.ledger().turns().stream()
        .filter(turn -> turn.messages().contains(message))
        .findFirst();
  }

  /** Lets the clerk do what is left to a person. */
  private Screen.Ending settle(Dialogue dialogue, int index, TurnReport turn) {
    Conversation conversation = conversation(dialogue);
    return switch (turn.decision()) {
      case TurnDecision.AskApproval ask -> decide(conversation, ask.approval());
      case TurnDecision.HandOver handOver -> takeOver(dialogue, index);
      case TurnDecision.Send send -> Screen.Ending.NONE;
      case TurnDecision.AskCustomer ask -> Screen.Ending.NONE;
      case TurnDecision.Nothing nothing -> Screen.Ending.NONE;
    };
  }

  private Screen.Ending decide(Conversation conversation, String id) {
    Approval approval =
        assistant.view(conversation).approvals().stream()
            .filter(a -> a.id().equals(id))
            .findFirst()
            .orElseThrow();
    Optional<Decision> decision = approval.pending() ? clerk.decide(approval) : Optional.empty();
    Approval now =
        decision.map(d -> assistant.decide(conversation, id, d).approval()).orElse(approval);
    return new Screen.Ending(Optional.of(now), Optional.empty());
  }

  /** A person's answer is recognised by its id, so that the clerk says it once. */
  private Screen.Ending takeOver(Dialogue dialogue, int index) {
    Conversation conversation = conversation(dialogue);
    String nativeId = nativeId(dialogue, dialogue.lines().get(index)) + "/answer";
    Optional<String> said =
        assistant.view(conversation).messages().stream()
            .filter(message -> message.nativeId().equals(Optional.of(nativeId)))
            .map(message -> message.text())
            .findFirst();
    if (said.isEmpty()) {
      said = clerk.answer(dialogue.answerTo(index));
      Author author = new Author(Author.Kind.PERSON, clerk.name());
      said.map(text -> new Incoming(conversation, nativeId, author, List.of(Part.text(text))))
          .ifPresent(assistant::accept);
    }
    return new Screen.Ending(Optional.empty(), said);
  }

  /** Delivers until all that was said has arrived, or is known not to. */
  private void deliver(Conversation conversation) throws InterruptedException {
    while (!delivered(assistant.view(conversation))) {
      if (assistant.deliverDue(context()) == 0) {
        Thread.sleep(WAIT_MILLIS);
      }
    }
  }

  static boolean delivered(ConversationView view) {
    return Totals.sent(view) <= view.ledger().deliveries().size();
  }

  private static CallContext context() {
    return CallContext.create().tenant(Home.TENANT);
  }
}
