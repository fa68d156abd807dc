package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.Overloaded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

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
}
