package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atom.approval.Decision;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Lease;
import dev.atom.store.Store;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that dies right before or right after any of its writes. */
class CrashTest {
  @Test
  void aCrashAtAnyWriteLosesNothingAndRepeatsNothing() {
    int writes = undisturbed();
    assertThat(writes).isGreaterThan(8);
    for (int at = 1; at <= writes; at++) {
      crash(at, true);
      crash(at, false);
    }
  }

  private static int undisturbed() {
    Bank bank = new Bank();
    DyingStore store = new DyingStore(bank.store, Integer.MAX_VALUE, true);
    work(bank.builder(store).build());
    check(bank, bank.assistant());
    assertThat(bank.readings.get()).isEqualTo(2);
    assertThat(bank.writings.get()).isEqualTo(2);
    return store.writes;
  }

  private static void crash(int at, boolean before) {
    Bank bank = new Bank();
    DyingStore store = new DyingStore(bank.store, at, before);
    Throwable death = catchThrowable(() -> work(bank.builder(store).build()));
    assertThat(death).as("write %s", at).isInstanceOf(Death.class);

    bank.clock.advance(Duration.ofMinutes(3));
    Assistant heir = bank.assistant();
    heir.runDue();
    heir.deliverDue(Bank.CONTEXT);
    work(heir);
    check(bank, heir);
    // A call whose answer was not recorded yet is made again; no other is.
    assertThat(bank.readings.get() + bank.writings.get()).isBetween(4, 5);
  }

  /** What a host does, and does again after a crash: webhooks are delivered until answered. */
  private static void work(Assistant assistant) {
    assistant.handle(Bank.says("m-1", "Send $250 to Bob"), Bank.CONTEXT);
    assistant.handle(Bank.says("m-2", "No, make it $5,000"), Bank.CONTEXT);
    assistant
        .view(Bank.CHAT)
        .pendingApproval()
        .ifPresent(
            held -> assistant.decide(Bank.CHAT, held.id(), Decision.approve("eve", held.hash())));
    assistant.deliverDue(Bank.CONTEXT);
  }

  private static void check(Bank bank, Assistant assistant) {
    ConversationView view = assistant.view(Bank.CHAT);
    assertThat(view.messages()).hasSize(4);
    assertThat(view.document().values().toString())
        .isEqualTo("{\"amount\":5000,\"priority\":\"high\"}");
    assertThat(view.ledger().turns()).hasSize(2);
    assertThat(view.ledger().waiting()).isEmpty();
    assertThat(view.ledger().uses()).hasSize(4);
    assertThat(view.approvals()).hasSize(1);
    assertThat(view.ledger().deliveries()).hasSize(2);
    assertThat(bank.channel.sent).hasSize(2);
  }

  @Test
  void aMessageOnABlindChannelIsNeverSentAgainSilently() {
    Bank bank = new Bank();
    Bank.RecordingChannel blind = new Bank.RecordingChannel(Effect.BLIND);
    DyingStore store = new DyingStore(bank.store, Integer.MAX_VALUE, true);
    Assistant assistant = bank.builder(store).channel(blind).build();
    assistant.accept(Bank.says("m-1", "Send $250"));
    assistant.process(Bank.CHAT, Bank.CONTEXT);
    store.dieAt(store.writes + 1);
    assertThat(catchThrowable(() -> assistant.deliverDue(Bank.CONTEXT))).isInstanceOf(Death.class);
    assertThat(blind.sends.get()).isEqualTo(1);

    bank.clock.advance(Duration.ofMinutes(3));
    Assistant heir = bank.builder().channel(blind).build();
    heir.deliverDue(Bank.CONTEXT);
    bank.clock.advance(Duration.ofMinutes(3));
    heir.deliverDue(Bank.CONTEXT);

    assertThat(blind.sends.get()).isEqualTo(1);
    assertThat(heir.view(Bank.CHAT).ledger().deliveries())
        .extracting(ConversationView.Delivery::outcome)
        .containsExactly(ConversationView.Outcome.UNKNOWN);
  }

  /** The end of a process. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A store whose process dies at its n-th write, before or after it is durable. */
  private static final class DyingStore extends ForwardingStore {
    private final boolean before;
    private int dieAt;
    private int writes;

    DyingStore(Store store, int dieAt, boolean before) {
      super(store);
      this.dieAt = dieAt;
      this.before = before;
    }

    void dieAt(int write) {
      dieAt = write;
    }

    @Override
    public long append(Append append) {
      writes++;
      if (writes == dieAt && before) {
        throw new Death();
      }
      if (writes > dieAt) {
        throw new Death();
      }
      long version = store.append(append);
      if (writes == dieAt) {
        throw new Death();
      }
      return version;
    }

    @Override
    public void release(Lease lease) {
      if (writes < dieAt) {
        store.release(lease);
      }
    }
  }
}
