package dev.atom.mock.store;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.NewEvent;
import dev.atom.store.OutboxItem;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;

/** One store per test, its clock, and the words in which the tests are written. */
abstract class StoreFixture {
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** The kind of the effects that the tests write. */
  static final Set<String> REPLY = Set.of("reply");

  /** The purposes of the timers that the tests set. */
  static final Set<String> PURPOSES =
      Set.of("reminder", "a", "b", "first", "second", "third", "again", "done", "claimed", "later");

  static final Subject CASE = new Subject("acme", "case", "4711");

  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00.123456Z");
  private final List<Store> opened = new ArrayList<>();
  private @Nullable Store store;

  /**
   * Opens the engine under test. Called once per test for a new, empty store; a durable engine gives
   * the same data again when it is called a second time in the same test.
   *
   * @param clock what the store takes the time from
   * @return the open store, closed by the suite
   */
  protected abstract Store open(Clock clock);

  /** Opens the test's store; runs after the subclass's own fields are set. */
  @BeforeEach
  final void openStore() {
    Store fresh = open(clock);
    opened.add(fresh);
    store = fresh;
  }

  /** Closes what the test opened. */
  @AfterEach
  final void closeStores() {
    opened.forEach(Store::close);
  }

  /**
   * Returns the store under test.
   *
   * @return open until the test ends
   */
  protected final Store store() {
    return Objects.requireNonNull(store, "opened before each test");
  }

  /**
   * Returns the clock of the store under test.
   *
   * @return stands still unless {@link #advance} moves it
   */
  protected final Clock clock() {
    return clock;
  }

  /**
   * Moves the store's clock.
   *
   * @param time how far
   */
  protected final void advance(Duration time) {
    clock.advance(time);
  }

  final Instant now() {
    return clock.instant();
  }

  final void reopen() {
    store().close();
    openStore();
  }

  static Subject subject(String id) {
    return new Subject("acme", "case", id);
  }

  static Json.Obj data(String text) {
    return Json.object().put("text", text).build();
  }

  static NewEvent event(String text) {
    return new NewEvent("noted", data(text), "tester", Optional.of("cause-1"));
  }

  final long append(Subject subject, String... texts) {
    Append.Builder append = Append.to(subject);
    for (String text : texts) {
      append.event(event(text));
    }
    return store().append(append.build());
  }

  final void send(String... keys) {
    for (String key : keys) {
      store().append(Append.to(CASE).effect(key, "reply", data(key)).build());
    }
  }

  final void settle(String key, Append.Outcome outcome) {
    store().append(Append.to(CASE).settle(key, outcome).build());
  }

  final void timer(Subject subject, String purpose, Instant at) {
    store().append(Append.to(subject).timer(purpose, at, data(purpose)).build());
  }

  final List<String> texts(Subject subject) {
    return store().read(subject, 0, Integer.MAX_VALUE).stream().map(StoreFixture::text).toList();
  }

  static String text(Event event) {
    return event.data().text("text").orElseThrow();
  }

  final List<String> claimedKeys() {
    return store().claimOutbox("w", REPLY, 100, MINUTE).stream().map(OutboxItem::key).toList();
  }

  final List<String> claimedPurposes() {
    return store().claimTimers("w", PURPOSES, 100, MINUTE).stream().map(Timer::purpose).toList();
  }

  final <T extends StoreException> T refused(Class<T> why, Append append) {
    return Assertions.assertThrows(why, () -> store().append(append));
  }
}
