package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.mock.VirtualClock;
import dev.atom.operation.Channel;
import dev.atom.operation.Effect;
import dev.atom.store.MemoryStore;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotifyDocTest {
  private final VirtualClock clock = VirtualClock.at("2026-01-10T21:30:00Z");
  private final TestChannel email = new TestChannel("email", Effect.KEYED);

  @Test
  void tellsAPersonAfterTheirQuietHours() {
    Store store = MemoryStore.create(clock);
    Notifier notifier = notifier(store, clock, email);
    Subject conversation = new Subject("acme", "conversation", "c-1");
    // @start region="notify"
    Template text = Template.parse("{customer} asks for {amount} back: a reply waits for you.");
    Notice notice =
        Notice.of(
                "approval-4711", // the same notice is never given twice
                "anna",
                "approval",
                text.render(Map.of("customer", "Mr Maier", "amount", "20 €")),
                conversation)
            .link(URI.create("https://desk.example.org/approvals/4711"));
    notifier.notify(notice);

    List<Delivery> deliveries = notifier.deliverDue(); // again and again, from your scheduler
    // @end
    assertThat(deliveries).isEmpty();
    clock.advanceTo(Instant.parse("2026-01-11T06:00:00Z"));
    assertThat(notifier.deliverDue()).hasSize(1);
    assertThat(email.tries.get(0).text())
        .isEqualTo(
            "Mr Maier asks for 20 € back: a reply waits for you.\n"
                + "https://desk.example.org/approvals/4711");
    // @start region="inbox"
    for (InApp.Entry entry : notifier.inbox().unread("acme", "anna")) {
      notifier.inbox().markRead("acme", "anna", entry.notice().id());
    }
    // @end
    assertThat(notifier.inbox().unread("acme", "anna")).isEmpty();
  }

  private static Notifier notifier(Store store, Clock clock, Channel email) {
    // @start region="wire"
    QuietHours night =
        new QuietHours(ZoneId.of("Europe/Berlin"), LocalTime.of(22, 0), LocalTime.of(7, 0));
    Preferences anna =
        Preferences.newBuilder()
            .channel("email", "anna@example.org")
            .kind("digest") // only into the inbox
            .quietHours(night)
            .urgent("outage")
            .build();
    Notifier notifier =
        Notifier.newBuilder(store, clock)
            .channel(email) // any dev.atom.operation.Channel
            .preferences((tenant, person) -> anna) // from your own user table
            .build();
    // @end
    return notifier;
  }
}
