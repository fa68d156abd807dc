package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.conversation.Author;
import dev.atom.conversation.Conversation;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import dev.atom.schema.Cell;
import dev.atom.schema.Source;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final Bank bank = new Bank();
  private final Assistant assistant = bank.assistant();

  // @start region="turn"
  @Test
  void aMessageIsUnderstoodRecordedAndAnswered() {
    List<TurnReport> reports =
        assistant.handle(Bank.says("m-1", "Please send $250 to Bob"), Bank.CONTEXT);

    TurnReport turn = reports.get(0);
    assertThat(turn.findings().steps().get(0).field()).isEqualTo("amount");
    assertThat(turn.findings().passages().get(0).source()).isEqualTo("fees.md");
    assertThat(turn.decision()).isInstanceOf(TurnDecision.Send.class);

    ConversationView view = assistant.view(Bank.CHAT);
    assertThat(view.document().value("amount")).contains(Json.of(250));
    assertThat(view.messages()).hasSize(2);
    assertThat(view.cost()).isEqualTo(new Cost.Known(new BigDecimal("0.00036")));
  }

  // @end

  @Test
  void theCellQuotesTheWordsItRestsOn() {
    assistant.handle(Bank.says("m-1", "Please send $250 to Bob"), Bank.CONTEXT);

    Cell cell = assistant.view(Bank.CHAT).document().cell("amount").orElseThrow();
    assertThat(cell.provenance().source()).isEqualTo(Source.CUSTOMER_STATED);
    assertThat(cell.evidence().get(0).quote()).isEqualTo("250");
    assertThat(cell.evidence().get(0).author()).isEqualTo("customer");
  }

  @Test
  void theReplyIsDeliveredOnce() {
    assistant.handle(Bank.says("m-1", "Please send $250"), Bank.CONTEXT);
    assistant.deliverDue(Bank.CONTEXT);

    assertThat(bank.channel.sends.get()).isEqualTo(1);
    assertThat(assistant.view(Bank.CHAT).ledger().deliveries())
        .extracting(ConversationView.Delivery::outcome)
        .containsExactly(ConversationView.Outcome.DELIVERED);
  }

  @Test
  void aSecondDeliveryOfTheSameMessageDoesNothing() {
    Accepted first = assistant.accept(Bank.says("m-1", "Please send $250"));
    assistant.handle(Bank.says("m-1", "Please send $250"), Bank.CONTEXT);
    List<TurnReport> again = assistant.handle(Bank.says("m-1", "Please send $250"), Bank.CONTEXT);

    assertThat(again).isEmpty();
    assertThat(assistant.accept(Bank.says("m-1", "other text")))
        .isEqualTo(new Accepted(first.messageId(), true));
    assertThat(assistant.view(Bank.CHAT).messages()).hasSize(2);
    assertThat(bank.readings.get()).isEqualTo(1);
  }

  @Test
  void theSameWebhookFromEightThreadsIsOneMessageOneReplyOneCostLine() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    Callable<List<TurnReport>> call =
        () -> {
          start.await();
          return assistant.handle(Bank.says("m-1", "Please send $250"), Bank.CONTEXT);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<TurnReport>>> futures =
          IntStream.range(0, 8).mapToObj(i -> threads.submit(call)).toList();
      start.countDown();
      int reports = 0;
      for (Future<List<TurnReport>> future : futures) {
        reports += future.get().size();
      }
      assertThat(reports).isEqualTo(1);
    }

    assistant.runDue();
    assistant.deliverDue(Bank.CONTEXT);
    ConversationView view = assistant.view(Bank.CHAT);
    assertThat(view.messages()).hasSize(2);
    assertThat(view.ledger().uses())
        .extracting(ModelUse::purpose)
        .containsExactly("amounts/1", "reply");
    assertThat(bank.channel.sends.get()).isEqualTo(1);
  }

  @Test
  void messagesOfOneConversationFromManyThreadsAreAllAnsweredInTheirOrder() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<List<TurnReport>>> calls =
          IntStream.range(0, 40)
              .<Callable<List<TurnReport>>>mapToObj(
                  i -> () -> assistant.handle(Bank.says("m-" + i, "$" + (i + 1)), Bank.CONTEXT))
              .toList();
      for (Future<List<TurnReport>> future : threads.invokeAll(calls)) {
        future.get();
      }
    }

    ConversationView view = assistant.view(Bank.CHAT);
    assertThat(view.ledger().waiting()).isEmpty();
    assertThat(view.ledger().turns()).hasSize(40);
    List<String> customer =
        view.messages().stream()
            .filter(message -> message.author().kind() == Author.Kind.CUSTOMER)
            .map(message -> message.id())
            .toList();
    assertThat(view.ledger().turns().stream().flatMap(t -> t.messages().stream()))
        .containsExactlyElementsOf(customer);
    assertThat(bank.readings.get()).isEqualTo(40);
  }

  @Test
  void waitingMessagesAreAnsweredInOneTurnIfTheHostSaysSo() {
    Assistant coalescing = bank.builder().waiting(Assistant.Waiting.COALESCE).build();
    coalescing.accept(Bank.says("m-1", "Please send"));
    coalescing.accept(Bank.says("m-2", "$250 to Bob"));

    List<TurnReport> reports = coalescing.process(Bank.CHAT, Bank.CONTEXT);

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).messages()).hasSize(2);
  }

  @Test
  void aRuleHandsOverAndTheAssistantSaysNothing() {
    List<TurnReport> reports =
        assistant.handle(Bank.says("m-1", "I want to complain!"), Bank.CONTEXT);

    assertThat(reports.get(0).decision())
        .isEqualTo(new TurnDecision.HandOver("the customer complains"));
    assertThat(reports.get(0).findings().rules().get(0).why()).contains("complain");
    assertThat(bank.writings.get()).isZero();
    assertThat(bank.channel.sends.get()).isZero();
  }

  @Test
  void aRuleSetsACellAsASystem() {
    assistant.handle(Bank.says("m-1", "Send $5,000"), Bank.CONTEXT);

    Cell priority = assistant.view(Bank.CHAT).document().cell("priority").orElseThrow();
    assertThat(priority.provenance().source()).isEqualTo(Source.SYSTEM);
    assertThat(priority.provenance().actor()).isEqualTo("rule:large-transfer");
  }

  @Test
  void aPersonsMessageGoesOutAndTakesTheConversationOver() {
    assistant.accept(Bank.says("m-1", "Please send $250"));
    Author eve = new Author(Author.Kind.PERSON, "eve");
    assistant.accept(new Incoming(Bank.CHAT, "p-1", eve, List.of(Part.text("I'll do it."))));

    assertThat(assistant.process(Bank.CHAT, Bank.CONTEXT)).isEmpty();
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(bank.channel.sent.values()).containsExactly("I'll do it.");
  }

  @Test
  void refusesAChannelItDoesNotHaveAndAnotherTenant() {
    Conversation fax = new Conversation("acme", "c2", "fax");
    assertThatThrownBy(() -> assistant.accept(Incoming.text(fax, "m-1", "ann", "hello")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fax")
        .hasMessageContaining("web");
    CallContext other = CallContext.create().tenant("other");
    assertThatThrownBy(() -> assistant.process(Bank.CHAT, other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsAndViewsShowNoContentInTheirText() {
    List<TurnReport> reports =
        assistant.handle(Bank.says("m-1", "CANARY sends $250"), Bank.CONTEXT);

    assertThat(reports.get(0).toString()).doesNotContain("CANARY");
    assertThat(assistant.view(Bank.CHAT).toString()).doesNotContain("CANARY");
    assertThat(Bank.says("m-1", "CANARY").toString()).doesNotContain("CANARY");
  }

  @Test
  void aQueuedMessageIsReadWithTheReplyToTheOneBeforeIt() {
    List<List<String>> histories = new ArrayList<>();
    Analyser reader =
        new Analyser() {
          @Override
          public String name() {
            return "histories/1";
          }

          @Override
          public Analysis analyse(TurnInput input) {
            histories.add(input.history().stream().map(Message::text).toList());
            return Analysis.of(Json.Obj.EMPTY);
          }
        };
    Assistant reading = bank.builder().analyser(reader).build();
    reading.accept(Bank.says("m-1", "Send $250"));
    reading.accept(Bank.says("m-2", "Hello?"));

    reading.process(Bank.CHAT, Bank.CONTEXT);

    assertThat(histories.get(0)).isEmpty();
    assertThat(histories.get(1))
        .containsExactly("Send $250", "Known: {\"amount\":250}, see fees.md");
  }

  @Test
  void twoConversationsOfAChannelMayUseTheSameNativeId() {
    Conversation other = new Conversation("acme", "c2", "web");
    assistant.handle(Bank.says("17", "Send $250"), Bank.CONTEXT);

    Accepted accepted = assistant.accept(Incoming.text(other, "17", "bob", "Send $300"));

    assertThat(accepted.duplicate()).isFalse();
    assertThat(assistant.process(other, Bank.CONTEXT)).hasSize(1);
    assertThat(assistant.view(other).messages()).hasSize(2);
  }

  @Test
  void aRetrieverThatNeverFindsTheSameTwiceCostsOneReply() {
    AtomicInteger searches = new AtomicInteger();
    Retriever changing =
        (question, limit, context) ->
            List.of(
                new Passage(
                    "news.md",
                    "News",
                    "as of search " + searches.incrementAndGet(),
                    new Passage.Range(0, 5),
                    1.0));
    Assistant informed = bank.builder().retriever(changing, 3).build();

    List<TurnReport> reports = informed.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT);

    assertThat(bank.writings.get()).isEqualTo(1);
    assertThat(reports.get(0).findings().passages())
        .extracting(Passage::text)
        .containsExactly("as of search 1");
  }
}
