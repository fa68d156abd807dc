package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.conversation.Conversation;
import dev.atom.json.Json;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.Overloaded;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailureTest {
  private final Bank bank = new Bank();
  private final AtomicInteger calls = new AtomicInteger();

  private Assistant failing(int times, Supplier<RuntimeException> failure) {
    Analyser shaky =
        new Analyser() {
          @Override
          public String name() {
            return "shaky/1";
          }

          @Override
          public Analysis analyse(TurnInput input) {
            if (calls.incrementAndGet() <= times) {
              throw failure.get();
            }
            return Analysis.of(dev.atom.json.Json.Obj.EMPTY);
          }
        };
    return bank.builder().analyser(shaky).build();
  }

  private static Overloaded overloaded() {
    return new Overloaded(Failure.at(Bank.MODEL).status(529).build());
  }

  @Test
  void aFailedTurnIsTriedAgainLaterAndNotBefore() {
    Assistant assistant = failing(1, FailureTest::overloaded);

    assertThat(assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT)).isEmpty();
    assertThat(assistant.process(Bank.CHAT, Bank.CONTEXT)).isEmpty();
    assertThat(calls.get()).isEqualTo(1);

    bank.clock.advance(Duration.ofMinutes(3));
    assistant.runDue();
    assertThat(assistant.view(Bank.CHAT).ledger().turns()).hasSize(1);
  }

  @Test
  void afterTheLastTryAPersonTakesOver() {
    Assistant assistant = failing(100, FailureTest::overloaded);
    assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT);
    for (int i = 0; i < 5; i++) {
      bank.clock.advance(Duration.ofMinutes(10));
      assistant.runDue();
    }

    List<TurnReport> turns = assistant.view(Bank.CHAT).ledger().turns();
    assertThat(turns.get(0).decision())
        .isEqualTo(new TurnDecision.HandOver("the model failed: overloaded"));
    assertThat(calls.get()).isEqualTo(3);
  }

  @Test
  void whatTryingAgainCannotCureIsNotTriedAgain() {
    Assistant assistant =
        failing(100, () -> new KeyRejected(Failure.at(Bank.MODEL).status(401).build()));
    List<TurnReport> reports = assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT);

    assertThat(reports.get(0).decision())
        .isEqualTo(new TurnDecision.HandOver("the model failed: key_rejected"));
    assertThat(calls.get()).isEqualTo(1);
  }

  @Test
  void aFaultInAnAnalyserDoesNotBlockTheConversation() {
    Assistant assistant = failing(100, () -> new NullPointerException("a bug"));
    List<TurnReport> reports = assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT);

    assertThat(reports.get(0).decision())
        .isEqualTo(new TurnDecision.HandOver("the model failed: internal_error"));
  }

  @Test
  void analysesThatSucceededBesideAFailedOneAreNotLostWhenTheyWereRecorded() {
    Assistant assistant = failing(1, FailureTest::overloaded);
    assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT);
    bank.clock.advance(Duration.ofMinutes(3));
    assistant.runDue();
    assertThat(bank.readings.get()).isEqualTo(1);
  }

  @Test
  void aPassageThatCannotBeStoredDoesNotBlockTheConversation() {
    Retriever broken =
        (question, limit, context) ->
            List.of(new Passage("a.md", "A", "a", new Passage.Range(0, 1), Double.NaN));
    Assistant assistant = bank.builder().retriever(broken, 3).build();

    List<TurnReport> reports =
        assistant.handle(Bank.says("m-1", "I want to complain!"), Bank.CONTEXT);

    assertThat(reports.get(0).decision())
        .isEqualTo(new TurnDecision.HandOver("the model failed: internal_error"));
  }

  @Test
  void aConversationThatCannotBeReadDoesNotHoldUpTheOthers() {
    Assistant assistant = bank.assistant();
    assistant.accept(Bank.says("m-1", "Send $250"));
    bank.store.append(
        Append.to(Bank.CHAT.subject())
            .event(
                new NewEvent(
                    EventForms.MESSAGE_RECEIVED, Json.Obj.EMPTY, "broken", Optional.empty()))
            .build());
    Conversation other = new Conversation("acme", "c2", "web");
    assistant.accept(Incoming.text(other, "m-1", "bob", "Send $300"));

    assertThatThrownBy(assistant::runDue).isInstanceOf(RuntimeException.class);

    assertThat(assistant.view(other).ledger().turns()).hasSize(1);
  }

  @Test
  void aDeliveryOutcomeOfANewerVersionIsUnknown() {
    bank.store.append(
        Append.to(Bank.CHAT.subject())
            .event(
                new NewEvent(
                    EventForms.DELIVERY_SETTLED,
                    Json.object().put("message", "m").put("outcome", "BOUNCED").build(),
                    "newer",
                    Optional.empty()))
            .build());

    assertThat(bank.assistant().view(Bank.CHAT).ledger().deliveries())
        .containsExactly(new ConversationView.Delivery("m", ConversationView.Outcome.UNKNOWN));
  }

  @Test
  void aWorkerThatOthersHaveOvertakenRecordsNoFailure() {
    Assistant other = bank.assistant();
    Analyser slow =
        new Analyser() {
          @Override
          public String name() {
            return "amounts/1";
          }

          @Override
          public Analysis analyse(TurnInput input) {
            bank.clock.advance(Duration.ofMinutes(3));
            assertThat(other.process(Bank.CHAT, Bank.CONTEXT)).hasSize(1);
            throw overloaded();
          }
        };
    Assistant late =
        Assistant.newBuilder(bank.store, Bank.SCHEMA)
            .analyser(slow)
            .channel(bank.channel)
            .clock(bank.clock)
            .ids(bank.ids)
            .build();
    late.accept(Bank.says("m-1", "Send $250"));

    assertThat(late.process(Bank.CHAT, Bank.CONTEXT)).isEmpty();

    assertThat(bank.store.read(Bank.CHAT.subject(), 0, 100))
        .extracting(Event::type)
        .doesNotContain(EventForms.TURN_FAILED);
  }

  @Test
  @Timeout(10)
  void anInterruptEndsTheAnalysers() {
    Analyser endless =
        new Analyser() {
          @Override
          public String name() {
            return "endless/1";
          }

          @Override
          public Analysis analyse(TurnInput input) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              calls.incrementAndGet();
            }
            return Analysis.of(Json.Obj.EMPTY);
          }
        };
    Assistant assistant = bank.builder().analyser(endless).build();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> assistant.handle(Bank.says("m-1", "Send $250"), Bank.CONTEXT))
        .isInstanceOf(IllegalStateException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls.get()).isEqualTo(1);
    assertThat(assistant.view(Bank.CHAT).ledger().waiting()).hasSize(1);
  }
}
