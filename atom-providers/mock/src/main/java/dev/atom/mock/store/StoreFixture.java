package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  static final Duration MICRO = Duration.of(1, ChronoUnit.MICROS);
  static final Subject CASE = new Subject("acme", "case", "4711");

  // Nanoseconds that no store keeps.
  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00.123456789Z");
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
   * @param time how far; negative sets it back
   */
  protected final void advance(Duration time) {
    if (time.isNegative()) {
      clock.setBack(time.negated());
    } else {
      clock.advance(time);
    }
  }

  final void reopen() {
    store().close();
    openStore();
  }

  /** Closes and opens the store where that loses nothing. */
  void reopenIfDurable() {}

  /** The store's time: to the microsecond. */
  final Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  final Instant in(Duration time) {
    return now().plus(time);
  }

  static Subject subject(String id) {
    return new Subject("acme", "case", id);
  }

  static Subject of(String tenant, String id) {
    return new Subject(tenant, "case", id);
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

  final List<String> texts(Subject subject) {
    return texts(store().read(subject, EventRange.after(0, Integer.MAX_VALUE)));
  }

  static List<String> texts(List<Event> events) {
    return events.stream().map(StoreFixture::text).toList();
  }

  static String text(Event event) {
    return event.data().text("text").orElseThrow();
  }

  static NewJob effect(String key) {
    return NewJob.effect(key, "reply", data(key));
  }

  final NewJob timer(String name) {
    return NewJob.timer(name, "reply", now()).payload(data(name));
  }

  /** Plans jobs of one subject, an append each. */
  final void plan(Subject subject, NewJob... jobs) {
    for (NewJob job : jobs) {
      store().append(Append.to(subject).plan(job).build());
    }
  }

  /** Claims what is due of the kind "reply". */
  final List<Job> claim() {
    return claim("w", 1000).jobs();
  }

  final Claimed claim(String worker, int limit, String... kinds) {
    Set<String> handled = kinds.length == 0 ? Set.of("reply") : Set.of(kinds);
    return store().claim(JobClaim.of(worker, handled, limit, MINUTE));
  }

  final Job claimOne() {
    List<Job> jobs = claim();
    assertEquals(1, jobs.size(), () -> "claimed " + jobs);
    return jobs.getFirst();
  }

  static List<String> names(List<Job> jobs) {
    return jobs.stream().map(Job::name).toList();
  }

  /** All jobs of the store. */
  final List<Job> jobs() {
    return store().jobs(JobQuery.all().limit(100_000));
  }

  final Job job(String name) {
    List<Job> found = store().jobs(JobQuery.all().name(name));
    assertEquals(1, found.size(), () -> "named " + name + ": " + found);
    return found.getFirst();
  }

  final boolean change(JobChange change) {
    return store().change(List.of(change)).getFirst();
  }

  final <T extends StoreException> T refused(Class<T> why, Append.Builder append) {
    Append built = append.build();
    return Assertions.assertThrows(why, () -> store().append(built));
  }
}
