package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.notify.Delivery.Outcome;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a notice when a send fails or the process ends in its midst. */
abstract class FailureTests extends NotifierTests {
  private static final Duration CLAIM = Duration.ofMinutes(2);

  @ParameterizedTest
  @EnumSource(names = {"KEYED", "CHECKABLE", "BLIND"})
  void sendThatSurelyFailedIsRepeatedWithLongerWaitsUntilItIsDead(Effect effect) {
    TestChannel mail = channel(effect);
    mail.before = refuse(true);
    Notifier notifier = given(mail);
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.RETRYING);
    clock.advance(Duration.ofSeconds(59));
    assertThat(notifier.deliverDue()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.RETRYING);
    clock.advance(Duration.ofSeconds(119));
    assertThat(notifier.deliverDue()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    Delivery last = notifier.deliverDue().get(0);
    assertThat(last.outcome()).isEqualTo(Outcome.DEAD);
    assertThat(last.reason()).contains("not_sent");
    assertThat(mail.tries).hasSize(3);
    nothingIsEverDue(notifier);
  }

  @Test
  void failureThatCannotPassIsDeadAtOnce() {
    TestChannel mail = channel(Effect.KEYED);
    mail.before = refuse(false);
    Notifier notifier = given(mail);
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DEAD);
    nothingIsEverDue(notifier);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void keyedSendIsRepeatedWithTheSameKeyAfterAnyFailure() {
    TestChannel mail = channel(Effect.KEYED);
    mail.after = fault();
    Notifier notifier = given(mail);
    Delivery first = notifier.deliverDue().get(0);
    assertThat(first.outcome()).isEqualTo(Outcome.RETRYING);
    assertThat(first.reason()).contains("java.lang.IllegalStateException");
    mail.after = message -> {};
    clock.advance(Duration.ofMinutes(1));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
    assertThat(mail.tries).hasSize(2);
    assertThat(mail.received).hasSize(1);
  }

  @Test
  void blindSendWithAnUnclearFailureIsUnknownAndNotRepeated() {
    TestChannel mail = channel(Effect.BLIND);
    mail.after = fault();
    Notifier notifier = given(mail);
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.UNKNOWN);
    nothingIsEverDue(notifier);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void keyedSendIsRepeatedAfterACrash() {
    TestChannel mail = channel(Effect.KEYED);
    crashIn(mail);
    Notifier again = notifier(mail);
    assertThat(outcomes(again.deliverDue())).containsExactly(Outcome.DELIVERED);
    assertThat(mail.tries).hasSize(2);
    assertThat(mail.received).hasSize(1);
  }

  @Test
  void blindSendIsUnknownAfterACrashAndNeverSilentlyRepeated() {
    TestChannel mail = channel(Effect.BLIND);
    crashIn(mail);
    Notifier again = notifier(mail);
    Delivery delivery = again.deliverDue().get(0);
    assertThat(delivery.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(delivery.reason()).contains("interrupted");
    nothingIsEverDue(again);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void blindSendThatWasClaimedButNotBegunIsSentAfterACrash() {
    TestChannel mail = channel(Effect.BLIND);
    Notifier notifier = given(mail);
    people.put("anna", null);
    assertThatThrownBy(notifier::deliverDue).isInstanceOf(NullPointerException.class);
    prefers("anna", "mail");
    clock.advance(CLAIM);
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void checkableSendIsNotRepeatedAfterACrashIfTheReceiverHasIt() {
    TestChannel.Checkable mail = new TestChannel.Checkable("mail");
    crashIn(mail);
    Notifier again = notifier(mail);
    assertThat(outcomes(again.deliverDue())).containsExactly(Outcome.DELIVERED);
    assertThat(mail.asked).isEqualTo(1);
    assertThat(mail.tries).hasSize(1);
    nothingIsEverDue(again);
  }

  @Test
  void checkableSendIsRepeatedIfTheReceiverDoesNotHaveIt() {
    TestChannel.Checkable mail = new TestChannel.Checkable("mail");
    crashIn(mail);
    mail.received.clear();
    assertThat(outcomes(notifier(mail).deliverDue())).containsExactly(Outcome.DELIVERED);
    assertThat(mail.asked).isEqualTo(1);
    assertThat(mail.tries).hasSize(2);
  }

  @Test
  void receiverThatDoesNotAnswerIsAskedAgainUntilTheDeliveryIsDead() {
    TestChannel.Checkable mail = new TestChannel.Checkable("mail");
    crashIn(mail);
    mail.asking =
        () -> {
          throw new IllegalStateException("no answer");
        };
    Notifier again = notifier(mail);
    assertThat(outcomes(again.deliverDue())).containsExactly(Outcome.RETRYING);
    clock.advance(Duration.ofMinutes(2));
    assertThat(outcomes(again.deliverDue())).containsExactly(Outcome.DEAD);
    assertThat(mail.tries).hasSize(1);
    assertThat(mail.asked).isEqualTo(2);
    nothingIsEverDue(again);
  }

  @Test
  void checkableChannelThatCannotBeAskedIsTreatedAsBlind() {
    TestChannel mail = new TestChannel("mail", Effect.CHECKABLE);
    crashIn(mail);
    assertThat(outcomes(notifier(mail).deliverDue())).containsExactly(Outcome.UNKNOWN);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void sendThatCrashesEachTimeIsDeadAfterItsAttempts() {
    TestChannel mail = channel(Effect.KEYED);
    Notifier notifier = given(mail);
    mail.before = crash();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(notifier::deliverDue).isInstanceOf(TestChannel.Crash.class);
      clock.advance(CLAIM);
    }
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DEAD);
    assertThat(mail.tries).hasSize(3);
  }

  @Test
  void personHasAnUnknownNoticeSentAgain() {
    TestChannel mail = channel(Effect.BLIND);
    crashIn(mail);
    Notifier notifier = notifier(mail);
    notifier.deliverDue();
    assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "bert")).isTrue();
    assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "carl")).isFalse();
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
    assertThat(mail.tries).hasSize(2);
    assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "bert")).isFalse();
    nothingIsEverDue(notifier);
  }

  @Test
  void personCannotHaveANoticeSentAgainWhileItIsBeingSent() {
    TestChannel mail = channel(Effect.BLIND);
    Notifier notifier = given(mail);
    assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "bert")).isFalse();
    mail.after =
        message -> {
          assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "bert")).isFalse();
          assertThat(notifier.deliverDue()).isEmpty();
        };
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
    nothingIsEverDue(notifier);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void personHasADeadNoticeSentAgainWithAllItsAttempts() {
    TestChannel mail = channel(Effect.KEYED);
    mail.before = refuse(false);
    Notifier notifier = given(mail);
    notifier.deliverDue();
    assertThat(notifier.sendAgain(TENANT, "n-1", "mail", "bert")).isTrue();
    mail.before = refuse(true);
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.RETRYING);
    assertThatThrownBy(() -> notifier.sendAgain(TENANT, "n-1", "chat", "bert"))
        .isInstanceOf(NoticeMissing.class);
  }

  @Test
  void workerThatWasAwayBeforeItLookedDoesNotSendTwice() {
    TestChannel mail = channel(Effect.BLIND);
    Notifier quick = given(mail);
    Runnable absence = once(() -> deliverAfterTheClaim(quick));
    Preferences wishes = people.get("anna");
    Notifier away =
        Notifier.newBuilder(store, clock)
            .channel(mail)
            .preferences(
                (tenant, person) -> {
                  absence.run();
                  return wishes;
                })
            .build();
    assertThat(away.deliverDue()).isEmpty();
    nothingIsEverDue(quick);
    assertThat(mail.tries).hasSize(1);
  }

  @Test
  void workerThatWasAwayAfterItLookedDoesNotSendTwice() {
    TestChannel mail = channel(Effect.BLIND);
    Notifier quick = given(mail);
    Runnable absence = once(() -> deliverAfterTheClaim(quick));
    Preferences wishes = people.get("anna");
    Clock late =
        new Clock() {
          @Override
          public Instant instant() {
            absence.run();
            return clock.instant();
          }

          @Override
          public ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    Notifier away =
        Notifier.newBuilder(store, late)
            .channel(mail)
            .preferences((tenant, person) -> wishes)
            .build();
    assertThat(away.deliverDue()).isEmpty();
    nothingIsEverDue(quick);
    assertThat(mail.tries).hasSize(1);
  }

  private void deliverAfterTheClaim(Notifier other) {
    clock.advance(CLAIM);
    assertThat(outcomes(other.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  private static Runnable once(Runnable work) {
    boolean[] first = {true};
    return () -> {
      if (first[0]) {
        first[0] = false;
        work.run();
      }
    };
  }

  @Test
  void repeatThatWouldFallIntoQuietHoursComesAfterThem() {
    TestChannel mail = channel(Effect.KEYED);
    Notifier notifier = given(mail);
    people.put(
        "anna", Preferences.newBuilder().channel("mail", "a@mail").quietHours(NIGHT).build());
    mail.before = refuse(true);
    clock.advanceTo(Instant.parse("2026-01-10T20:59:30Z"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.RETRYING);
    clock.advanceTo(Instant.parse("2026-01-11T05:59:59Z"));
    assertThat(notifier.deliverDue()).isEmpty();
    mail.before = message -> {};
    clock.advanceTo(Instant.parse("2026-01-11T06:00:00Z"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void oneFailingNoticeDoesNotHoldUpTheOthers() {
    TestChannel mail = channel(Effect.KEYED);
    Notifier notifier = given(mail);
    notifier.notify(notice("n-2"));
    mail.before =
        message -> {
          if (message.idempotencyKey().endsWith("n-1")) {
            throw new NotSent(true, "refused");
          }
        };
    assertThat(outcomes(notifier.deliverDue()))
        .containsExactly(Outcome.RETRYING, Outcome.DELIVERED);
  }

  private TestChannel channel(Effect effect) {
    return effect == Effect.CHECKABLE
        ? new TestChannel.Checkable("mail")
        : new TestChannel("mail", effect);
  }

  private Notifier given(Channel channel) {
    prefers("anna", "mail");
    Notifier notifier = notifier(channel);
    notifier.notify(notice("n-1"));
    return notifier;
  }

  /** The process ends when the receiver has the message and nobody knows yet; then all is new. */
  private void crashIn(TestChannel channel) {
    Notifier notifier = given(channel);
    channel.after = crash();
    assertThatThrownBy(notifier::deliverDue).isInstanceOf(TestChannel.Crash.class);
    assertThat(channel.tries).hasSize(1);
    channel.after = message -> {};
    store = open(clock);
    clock.advance(CLAIM.minusSeconds(1));
    assertThat(notifier(channel).deliverDue()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
  }

  private static Consumer<Channel.Outbound> refuse(boolean retryable) {
    return message -> {
      throw new NotSent(retryable, "the server refused the connection");
    };
  }

  private static Consumer<Channel.Outbound> fault() {
    return message -> {
      throw new IllegalStateException("the connection broke");
    };
  }

  private static Consumer<Channel.Outbound> crash() {
    return message -> {
      throw new TestChannel.Crash();
    };
  }
}
