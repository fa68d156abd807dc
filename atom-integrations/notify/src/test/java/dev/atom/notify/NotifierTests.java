package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.notify.Delivery.Outcome;
import dev.atom.operation.Channel.Outbound;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.JobClaim;
import dev.atom.store.NewJob;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inbox, preferences and the way out when nothing goes wrong; run on each store. */
abstract class NotifierTests extends NotifyFixture {
  private final TestChannel mail = new TestChannel("mail", Effect.KEYED);
  private final TestChannel chat = new TestChannel("chat", Effect.KEYED);

  @Test
  void noticeIsInTheInboxAndGoesOverEachChannelOnce() {
    prefers("anna", "mail", "chat");
    Notifier notifier = notifier(mail, chat);
    Notice notice = notice("n-1").link(URI.create("https://host.example/cases/4711"));
    assertThat(notifier.notify(notice)).isTrue();
    assertThat(notifier.inbox().unread(TENANT, "anna"))
        .containsExactly(new InApp.Entry(notice, clock.instant(), false));
    assertThat(outcomes(notifier.deliverDue()))
        .containsExactly(Outcome.DELIVERED, Outcome.DELIVERED);
    String text = "A reply waits for your approval.\nhttps://host.example/cases/4711";
    assertThat(mail.tries).containsExactly(new Outbound("anna@mail", text, "notice:mail:n-1"));
    assertThat(chat.tries).containsExactly(new Outbound("anna@chat", text, "notice:chat:n-1"));
    assertThat(mail.contexts.get(0).tenant()).isEqualTo(TENANT);
    assertThat(mail.contexts.get(0).deadline().remaining()).contains(Duration.ofMinutes(1));
    nothingIsEverDue(notifier);
  }

  @Test
  void noticeGivenTwiceHappensOnce() {
    prefers("anna", "mail");
    Notifier notifier = notifier(mail);
    assertThat(notifier.notify(notice("n-1"))).isTrue();
    assertThat(notifier.notify(notice("n-1"))).isFalse();
    notifier.deliverDue();
    assertThat(notifier.notify(notice("n-1"))).isFalse();
    assertThat(notifier.deliverDue()).isEmpty();
    assertThat(mail.tries).hasSize(1);
    assertThat(notifier.inbox().all(TENANT, "anna")).hasSize(1);
  }

  @Test
  void idOfANoticeToSomebodyElseIsRefused() {
    Notifier notifier = notifier();
    notifier.notify(notice("n-1"));
    Notice other = Notice.of("n-1", "bert", "approval", "Secret text", CASE);
    assertThatThrownBy(() -> notifier.notify(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n-1")
        .hasMessageContaining("anna")
        .hasMessageNotContaining("Secret");
    assertThat(notifier.inbox().all(TENANT, "bert")).isEmpty();
  }

  @Test
  void readNoticesStayReadAfterARestart() {
    InApp inbox = InApp.on(store);
    inbox.add(notice("n-1"));
    inbox.add(notice("n-2"));
    assertThat(inbox.add(notice("n-2"))).isFalse();
    assertThat(inbox.markRead(TENANT, "anna", "n-1")).isTrue();
    assertThat(inbox.markRead(TENANT, "anna", "n-1")).isFalse();
    store = open(clock);
    InApp again = InApp.on(store);
    assertThat(again.unread(TENANT, "anna"))
        .extracting(e -> e.notice().id())
        .containsExactly("n-2");
    assertThat(again.all(TENANT, "anna"))
        .extracting(InApp.Entry::read)
        .containsExactly(true, false);
    assertThat(again.unread("other", "anna")).isEmpty();
    assertThat(again.unread(TENANT, "bert")).isEmpty();
  }

  @Test
  void noticeOfSomebodyElseCannotBeRead() {
    InApp inbox = InApp.on(store);
    inbox.add(notice("n-1"));
    assertThatThrownBy(() -> inbox.markRead(TENANT, "bert", "n-1"))
        .isInstanceOf(NoticeMissing.class)
        .hasMessageContaining("n-1");
    assertThatThrownBy(() -> inbox.markRead("other", "anna", "n-1"))
        .isInstanceOf(NoticeMissing.class);
    assertThat(inbox.unread(TENANT, "anna")).hasSize(1);
  }

  @Test
  void longInboxIsListedWhole() {
    InApp inbox = InApp.on(store);
    for (int i = 0; i < 501; i++) {
      inbox.add(notice("n-" + i));
    }
    inbox.markRead(TENANT, "anna", "n-0");
    assertThat(inbox.unread(TENANT, "anna")).hasSize(500);
    assertThat(inbox.unread(TENANT, "anna").get(499).notice().id()).isEqualTo("n-500");
  }

  @Test
  void kindDecidesOnTheChannels() {
    people.put(
        "anna",
        Preferences.newBuilder()
            .channel("mail", "anna@example.org")
            .channel("chat", "@anna")
            .kind("approval", "chat")
            .kind("digest")
            .build());
    Notifier notifier = notifier(mail, chat);
    notifier.notify(notice("n-1"));
    notifier.notify(Notice.of("n-2", "anna", "digest", "Ten things happened.", CASE));
    notifier.deliverDue();
    assertThat(chat.tries).extracting(Outbound::conversation).containsExactly("@anna");
    assertThat(mail.tries).isEmpty();
    assertThat(notifier.inbox().unread(TENANT, "anna")).hasSize(2);
  }

  @Test
  void noticeInQuietHoursIsDueAtTheirEnd() {
    quiet(NIGHT);
    Notifier notifier = notifier(mail);
    clock.advanceTo(Instant.parse("2026-01-10T21:30:00Z"));
    notifier.notify(notice("n-1"));
    assertThat(notifier.inbox().unread(TENANT, "anna")).hasSize(1);
    clock.advanceTo(Instant.parse("2026-01-11T05:59:59Z"));
    assertThat(notifier.deliverDue()).isEmpty();
    clock.advanceTo(Instant.parse("2026-01-11T06:00:00Z"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void noticeThatWasLeftOverWaitsForTheEndOfQuietHoursToo() {
    quiet(NIGHT);
    Notifier notifier = notifier(mail);
    notifier.notify(notice("n-1"));
    clock.advanceTo(Instant.parse("2026-01-10T23:00:00Z"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DEFERRED);
    assertThat(notifier.deliverDue()).isEmpty();
    clock.advanceTo(Instant.parse("2026-01-11T06:00:00Z"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void urgentKindComesInQuietHours() {
    people.put(
        "anna",
        Preferences.newBuilder()
            .channel("mail", "anna@example.org")
            .quietHours(NIGHT)
            .urgent("approval")
            .build());
    Notifier notifier = notifier(mail);
    clock.advanceTo(Instant.parse("2026-01-10T23:00:00Z"));
    notifier.notify(notice("n-1"));
    assertThat(outcomes(notifier.deliverDue())).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void noticeThatIsNoLongerWantedIsNotSent() {
    prefers("anna", "mail");
    Notifier notifier = notifier(mail);
    notifier.notify(notice("n-1"));
    people.put("anna", Preferences.INBOX_ONLY);
    Delivery delivery = notifier.deliverDue().get(0);
    assertThat(delivery.outcome()).isEqualTo(Outcome.DEAD);
    assertThat(delivery.reason()).contains("not_wanted");
    assertThat(mail.tries).isEmpty();
    nothingIsEverDue(notifier);
  }

  @Test
  void itemsOfOthersAndOfChannelsElsewhereAreLeftAlone() {
    store.append(Append.to(CASE).plan(NewJob.effect("r-1", "reply", Json.Obj.EMPTY)).build());
    prefers("anna", "mail", "chat");
    notifier(mail, chat).notify(notice("n-1"));
    assertThat(notifier().deliverDue()).isEmpty();
    assertThat(notifier(chat).deliverDue()).extracting(Delivery::channel).containsExactly("chat");
    assertThat(
            store
                .claim(JobClaim.of("w", Set.of("reply"), 9, Duration.ofMinutes(1)))
                .jobs()
                .get(0)
                .status())
        .returns(1, status -> status.attempts());
    assertThat(notifier(mail).deliverDue()).extracting(Delivery::channel).containsExactly("mail");
  }

  @Test
  void preferenceForAChannelThatIsNotThereIsRefusedBeforeAnythingHappens() {
    prefers("anna", "mail", "pager");
    Notifier notifier = notifier(mail);
    assertThatThrownBy(() -> notifier.notify(notice("n-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pager");
    assertThat(notifier.inbox().all(TENANT, "anna")).isEmpty();
    assertThat(notifier.deliverDue()).isEmpty();
  }

  @Test
  void channelThatCannotBeUsedIsRefused() {
    assertThatThrownBy(() -> notifier(new TestChannel("a:b", Effect.KEYED)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notifier(new TestChannel("mail", Effect.READ)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notifier(mail, mail)).isInstanceOf(IllegalArgumentException.class);
  }

  private void quiet(QuietHours hours) {
    people.put(
        "anna",
        Preferences.newBuilder().channel("mail", "anna@example.org").quietHours(hours).build());
  }
}
