package dev.atom.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.mock.VirtualClock;
import dev.atom.notify.Delivery.Outcome;
import dev.atom.operation.Channel;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store, its clock, some people with preferences, and the words of the tests. */
abstract class NotifyFixture {
  static final String TENANT = "acme";
  static final Subject CASE = new Subject(TENANT, "case", "4711");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final QuietHours NIGHT = new QuietHours(BERLIN, LocalTime.of(22, 0), LocalTime.of(7, 0));

  /** 13:00 in Berlin. */
  final VirtualClock clock = VirtualClock.at("2026-01-10T12:00:00Z");

  final Map<String, Preferences> people = new HashMap<>();
  Store store;

  /** Opens the store, or opens it again with all that was in it. */
  abstract Store open(Clock clock);

  @BeforeEach
  final void openStore() {
    store = open(clock);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  final Notifier notifier(Channel... channels) {
    Notifier.Builder builder =
        Notifier.newBuilder(store, clock)
            .preferences((tenant, person) -> people.getOrDefault(person, Preferences.INBOX_ONLY))
            .attempts(3, Duration.ofMinutes(1), Duration.ofMinutes(90));
    for (Channel channel : channels) {
      builder.channel(channel);
    }
    return builder.build();
  }

  final void prefers(String person, String... channels) {
    Preferences.Builder builder = Preferences.newBuilder();
    for (String channel : channels) {
      builder.channel(channel, person + "@" + channel);
    }
    people.put(person, builder.build());
  }

  static Notice notice(String id) {
    return Notice.of(id, "anna", "approval", "A reply waits for your approval.", CASE);
  }

  static List<Outcome> outcomes(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::outcome).toList();
  }

  /** Runs a pass that may deliver nothing more however late it is. */
  final void nothingIsEverDue(Notifier notifier) {
    clock.advance(Duration.ofDays(1000));
    assertThat(notifier.deliverDue()).isEmpty();
  }
}
