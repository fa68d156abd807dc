package dev.atom.mock.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atom.job.JobAdmin;
import dev.atom.job.JobEvent;
import dev.atom.job.JobHandler;
import dev.atom.job.JobKind;
import dev.atom.job.Jobs;
import dev.atom.job.RetryPolicy;
import dev.atom.json.Json;
import dev.atom.mock.VirtualClock;
import dev.atom.operation.Effect;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobClaim;
import dev.atom.store.JobQuery;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One store per test, its clock, hosts that run jobs on it, and the words of the tests. */
abstract class JobsFixture {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Subject CASE = new Subject("acme", "case", "4711");

  /** Waits of a second, two, four, without chance. */
  static final RetryPolicy RETRIES = new RetryPolicy(3, SECOND, 2, MINUTE, 0);

  final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
  final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());

  /** What handlers have done, in their order. */
  final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private final List<Jobs> hosts = new ArrayList<>();
  private @Nullable Store store;

  /**
   * Opens the engine under test: called once per test for a new, empty store.
   *
   * @param clock what the store takes the time from
   * @return the open store, closed by the suite
   */
  protected abstract Store open(Clock clock);

  /** Opens the test's store; runs after the subclass's own fields are set. */
  @BeforeEach
  final void openStore() {
    store = open(clock);
  }

  /** Closes what the test opened. */
  @AfterEach
  final void closeAll() {
    hosts.forEach(Jobs::close);
    store().close();
  }

  final Store store() {
    return Objects.requireNonNull(store, "opened before each test");
  }

  final JobAdmin admin() {
    return JobAdmin.of(store());
  }

  final Instant now() {
    return clock.instant();
  }

  final Instant in(Duration time) {
    return now().plus(time);
  }

  /** A host with the store's clock, whose events are kept. */
  final Jobs.Builder host() {
    return host(clock);
  }

  final Jobs.Builder host(Clock own) {
    return Jobs.newBuilder(store(), own, new Random(7))
        .worker("host-" + hosts.size())
        .grace(Duration.ZERO)
        .listener(events::add);
  }

  final Jobs open(Jobs.Builder builder) {
    Jobs jobs = builder.build();
    hosts.add(jobs);
    return jobs;
  }

  /** A host that handles one kind with {@link #RETRIES}. */
  final Jobs open(String kind, Effect effect, JobHandler handler) {
    return open(host().handle(kind(kind, effect, handler).build()));
  }

  static JobKind.Builder kind(String kind, Effect effect, JobHandler handler) {
    return JobKind.newBuilder(kind, effect, handler).retries(RETRIES);
  }

  /** Notes what it has done: the job's name and the minute of its time. */
  final JobHandler noting() {
    return run -> done.add(run.job().name());
  }

  /** Notes for what time it was run. */
  final JobHandler notingTimes() {
    return run -> done.add(run.job().at().toString().substring(11, 16));
  }

  final void plan(NewJob job) {
    store().append(Append.to(CASE).plan(job).build());
  }

  final void planTimer(String name, Instant at) {
    plan(NewJob.timer(name, "call", at));
  }

  final void planEffect(String key) {
    plan(NewJob.effect(key, "call", Json.Obj.EMPTY));
  }

  /** A worker claims all that is due and dies. */
  final List<Job> claimAndDie(String... kinds) {
    return store().claim(JobClaim.of("dead", Set.of(kinds), 100, Duration.ofSeconds(15))).jobs();
  }

  final Job timer(String name) {
    return admin().timer(CASE, name).orElseThrow();
  }

  final Job effect(String key) {
    return admin().effect("acme", key).orElseThrow();
  }

  final int count() {
    return store().jobs(JobQuery.all()).size();
  }

  final <T extends JobEvent> List<T> events(Class<T> type) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  final void assertDone(String... names) {
    assertEquals(List.of(names), List.copyOf(done));
  }
}
