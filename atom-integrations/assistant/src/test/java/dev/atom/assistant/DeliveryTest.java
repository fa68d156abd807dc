package dev.atom.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atom.CallContext;
import dev.atom.assistant.ConversationView.Outcome;
import dev.atom.conversation.Conversation;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final Conversation OTHER = new Conversation("acme", "c2", "web");

  private final Bank bank = new Bank();

  /** A channel that does something before it takes a message. */
  private record Interrupted(Channel channel, Consumer<Outbound> before) implements Channel {
    @Override
    public String name() {
      return channel.name();
    }

    @Override
    public Effect effect() {
      return channel.effect();
    }

    @Override
    public String send(Outbound message, CallContext context) {
      before.accept(message);
      return channel.send(message, context);
    }
  }

  private void twoReplies() {
    Assistant assistant = bank.assistant();
    assistant.accept(Bank.says("m-1", "Send $250"));
    assistant.process(Bank.CHAT, Bank.CONTEXT);
    assistant.accept(Incoming.text(OTHER, "m-2", "bob", "Send $300"));
    assistant.process(OTHER, Bank.CONTEXT);
  }

  private static List<Outcome> outcomes(Assistant assistant, Conversation conversation) {
    return assistant.view(conversation).ledger().deliveries().stream()
        .map(ConversationView.Delivery::outcome)
        .toList();
  }

  @Test
  void aCrashWhileOneMessageIsSentLeavesTheOthersUntouched() {
    twoReplies();
    Bank.RecordingChannel blind = new Bank.RecordingChannel(Effect.BLIND);
    Channel dying =
        new Interrupted(
            blind,
            message -> {
              throw new AssertionError("the process dies");
            });
    catchThrowable(() -> bank.builder().channel(dying).build().deliverDue(Bank.CONTEXT));

    bank.clock.advance(Duration.ofMinutes(3));
    Assistant heir = bank.builder().channel(blind).build();
    heir.deliverDue(Bank.CONTEXT);

    assertThat(outcomes(heir, Bank.CHAT)).containsExactly(Outcome.UNKNOWN);
    assertThat(outcomes(heir, OTHER)).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void aFaultInAChannelDoesNotHoldUpOtherMessages() {
    twoReplies();
    Channel faulty =
        new Interrupted(
            bank.channel,
            message -> {
              if (message.conversation().equals("c1")) {
                throw new IllegalStateException("a bug");
              }
            });
    Assistant assistant = bank.builder().channel(faulty).build();

    assistant.deliverDue(Bank.CONTEXT);

    assertThat(outcomes(assistant, Bank.CHAT)).containsExactly(Outcome.FAILED);
    assertThat(outcomes(assistant, OTHER)).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void aMessageThatWasSentIsNotFailedBecauseTheStoreIs() {
    twoReplies();
    BrokenOnce store = new BrokenOnce(bank.store);
    catchThrowable(() -> bank.builder(store).build().deliverDue(Bank.CONTEXT));
    bank.clock.advance(Duration.ofMinutes(3));
    Assistant heir = bank.assistant();
    heir.deliverDue(Bank.CONTEXT);

    assertThat(outcomes(heir, Bank.CHAT)).containsExactly(Outcome.DELIVERED);
    assertThat(outcomes(heir, OTHER)).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void anAssistantLeavesTheMessagesOfAChannelThatOnlyAnotherHas() {
    twoReplies();
    Assistant mail = Assistant.newBuilder(bank.store, Bank.SCHEMA).clock(bank.clock).build();

    assertThat(mail.deliverDue(Bank.CONTEXT)).isZero();

    Assistant web = bank.assistant();
    assertThat(web.deliverDue(Bank.CONTEXT)).isEqualTo(2);
    assertThat(outcomes(web, OTHER)).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void aCancelledDeliveryIsTakenUpLater() {
    twoReplies();
    CallContext context = CallContext.create();
    Channel cancelled =
        new Interrupted(
            bank.channel,
            message -> {
              context.cancel();
              throw new Refused();
            });
    assertThat(bank.builder().channel(cancelled).build().deliverDue(context)).isEqualTo(1);

    bank.clock.advance(Duration.ofMinutes(3));
    Assistant assistant = bank.assistant();
    assistant.deliverDue(Bank.CONTEXT);
    assertThat(outcomes(assistant, Bank.CHAT)).containsExactly(Outcome.DELIVERED);
    assertThat(outcomes(assistant, OTHER)).containsExactly(Outcome.DELIVERED);
  }

  /** A failure that trying again can't cure. */
  private static final class Refused extends dev.atom.AtomException {
    private static final long serialVersionUID = 1L;

    Refused() {
      super("refused", false, "the receiver refused it");
    }
  }

  /** A store whose first append fails. */
  private static final class BrokenOnce extends ForwardingStore {
    private boolean broken = true;

    BrokenOnce(Store store) {
      super(store);
    }

    @Override
    public long append(Append append) {
      if (broken) {
        broken = false;
        throw new StoreException("the disk is full");
      }
      return store.append(append);
    }
  }
}
