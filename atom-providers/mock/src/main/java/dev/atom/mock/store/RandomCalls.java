package dev.atom.mock.store;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Priority;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Calls of a store by chance, always the same for a seed. Tenants and kinds are those of the seed, so
 * that many sequences fit into one store.
 */
final class RandomCalls {
  private static final List<JobChange.Kind> KINDS = List.of(JobChange.Kind.values());
  private static final List<JobState> STATES = List.of(JobState.values());
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final Random random;
  private final Clock clock;
  private final String mark;
  private final List<Lease> leases = new ArrayList<>();
  private final List<ModelTests.Twin> twins = new ArrayList<>();
  private Optional<Duration> time = Optional.empty();

  RandomCalls(int seed, Clock clock) {
    random = new Random(seed);
    this.clock = clock;
    mark = Integer.toString(seed);
  }

  /** The outcome of a look at jobs. */
  record Looked(List<Job> jobs) {}

  /** How far the clock is moved after this call; negative sets it back. */
  Optional<Duration> time() {
    Optional<Duration> moved = time;
    time = Optional.empty();
    return moved;
  }

  boolean reopens() {
    return random.nextInt(40) == 0;
  }

  void learn(List<ModelTests.Twin> jobs, Object outcome) {
    twins.addAll(jobs);
    if (outcome instanceof Optional<?> found && found.orElse(null) instanceof Lease lease) {
      leases.add(lease);
    }
  }

  ModelTests.Call next() {
    return switch (random.nextInt(16)) {
      case 0 -> {
        time = Optional.of(Duration.ofSeconds(random.nextInt(50) - 10));
        yield (store, engine) -> "time passes";
      }
      case 1, 2, 3 -> claim();
      case 4 -> changes();
      case 5 -> {
        JobQuery query = query();
        yield (store, engine) -> new Looked(store.jobs(query));
      }
      case 6 -> acquire();
      case 7 -> release();
      case 8 -> {
        Subject subject = subject();
        EventRange range =
            new EventRange(
                random.nextInt(5), 1 + random.nextInt(9), 1 + random.nextInt(4), chance(2));
        yield (store, engine) -> store.read(subject, range);
      }
      case 9 -> {
        Subject subject = subject();
        Instant at = at();
        yield (store, engine) -> store.asOf(subject, at);
      }
      case 10 -> {
        UniqueKey key = key();
        String after = chance(2) ? "" : "s" + random.nextInt(3);
        String tenant = tenant();
        yield (store, engine) -> List.of(store.find(key), store.subjects(tenant, "case", after, 2));
      }
      default -> append();
    };
  }

  private ModelTests.Call claim() {
    Set<String> kinds = chance(2) ? Set.of(kind(0)) : Set.of(kind(0), kind(1));
    Map<String, JobLimit> limits = new HashMap<>();
    for (String kind : List.of(kind(0), kind(1))) {
      if (chance(3)) {
        limits.put(kind, new JobLimit(1 + random.nextInt(4), 1 + random.nextInt(2)));
      }
    }
    Duration lasts = Duration.ofNanos(1000 + random.nextLong(20_000_000_000L));
    int limit = 1 + random.nextInt(4);
    JobClaim claim = new JobClaim("w" + random.nextInt(2), kinds, limit, lasts, limits);
    return (store, engine) -> {
      Claimed claimed = store.claim(claim);
      // What is next is unspecified where there may be more to claim now.
      return claimed.jobs().size() < limit
          ? claimed
          : new Claimed(claimed.jobs(), Optional.empty());
    };
  }

  private ModelTests.Call changes() {
    Map<Long, Change> changes = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      change().ifPresent(change -> changes.put(change.twin().model().number(), change));
    }
    return (store, engine) ->
        store.change(changes.values().stream().map(change -> change.on(engine)).toList());
  }

  /** A change of a job that was seen once, lately or long ago. */
  private record Change(ModelTests.Twin twin, JobChange model) {
    JobChange on(boolean engine) {
      return engine
          ? new JobChange(
              twin.engine(),
              model.kind(),
              model.at(),
              model.delay(),
              model.error(),
              model.progress())
          : model;
    }
  }

  private Optional<Change> change() {
    if (twins.isEmpty()) {
      return Optional.empty();
    }
    int from = chance(4) ? 0 : Math.max(0, twins.size() - 6);
    ModelTests.Twin twin = twins.get(from + random.nextInt(twins.size() - from));
    JobChange.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    try {
      JobChange change =
          new JobChange(
              twin.model(),
              kind,
              kind == JobChange.Kind.AGAIN ? Optional.of(at()) : Optional.empty(),
              Duration.ofNanos(random.nextLong(20_000_000_000L)),
              chance(2) ? Optional.of("e" + random.nextInt(9)) : Optional.empty(),
              chance(2) ? Optional.of(data()) : Optional.empty());
      return Optional.of(new Change(twin, change));
    } catch (IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  private JobQuery query() {
    JobQuery query = chance(2) ? JobQuery.of(subject()) : JobQuery.of(tenant());
    if (chance(3)) {
      query = query.name(name());
    }
    if (chance(3)) {
      query = query.kinds(Set.of(kind(random.nextInt(2))));
    }
    if (chance(3)) {
      query = query.states(STATES.get(random.nextInt(STATES.size())), JobState.DEAD);
    }
    return query.limit(1 + random.nextInt(20));
  }

  private ModelTests.Call acquire() {
    String tenant = tenant();
    String name = "lease" + random.nextInt(2);
    String owner = "node" + random.nextInt(2);
    Duration lasts = Duration.ofSeconds(1 + random.nextInt(30));
    return (store, engine) -> store.acquire(tenant, name, owner, lasts);
  }

  private ModelTests.Call release() {
    Optional<Lease> lease = lease();
    return (store, engine) -> {
      lease.ifPresent(store::release);
      return "released";
    };
  }

  private Optional<Lease> lease() {
    return leases.isEmpty()
        ? Optional.empty()
        : Optional.of(leases.get(random.nextInt(leases.size())));
  }

  private ModelTests.Call append() {
    Append.Builder append = Append.to(subject());
    Optional<Lease> lease = lease();
    lease.filter(held -> chance(4)).ifPresent(append::fence);
    if (chance(4)) {
      append.expect(random.nextInt(6));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      append.event(new NewEvent("noted", data(), "tester", Optional.empty()));
    }
    if (chance(12)) {
      append.forget(random.nextInt(8));
    }
    keys(append);
    for (int i = random.nextInt(3); i > 0; i--) {
      append.plan(job());
    }
    if (chance(6)) {
      append.cancel(name());
    }
    Optional<Change> change = chance(3) ? change() : Optional.empty();
    // A removal in the append that plans again under the same key is left to the engines.
    Optional<Change> safe = change.filter(c -> c.model().kind() != JobChange.Kind.REMOVE);
    return (store, engine) -> {
      Append.Builder own = copy(append.build());
      safe.ifPresent(c -> own.change(c.on(engine)));
      return store.append(own.build());
    };
  }

  private void keys(Append.Builder append) {
    if (chance(5)) {
      append.free(key());
    }
    if (chance(4)) {
      append.unique(key(), "v" + random.nextInt(9));
    }
    if (chance(4)) {
      append.unique(key(), "v" + random.nextInt(9), at());
    }
  }

  /** The changes of jobs differ between the model and the engine, the rest does not. */
  private static Append.Builder copy(Append append) {
    Append.Builder copy = Append.to(append.subject());
    append.expectedVersion().ifPresent(copy::expect);
    append.fence().ifPresent(copy::fence);
    append.events().forEach(copy::event);
    copy.forget(append.forgotten());
    append.cancelled().forEach(copy::cancel);
    append.jobs().forEach(copy::plan);
    append.freed().forEach(copy::free);
    for (Append.Taking taken : append.taken()) {
      taken
          .until()
          .ifPresentOrElse(
              until -> copy.unique(taken.key(), taken.value(), until),
              () -> copy.unique(taken.key(), taken.value()));
    }
    return copy;
  }

  private NewJob job() {
    boolean timer = chance(2);
    Optional<Instant> at = timer || chance(2) ? Optional.of(at()) : Optional.empty();
    return new NewJob(
        timer ? JobType.TIMER : JobType.EFFECT,
        name(),
        kind(random.nextInt(2)),
        data(),
        at,
        PRIORITIES.get(random.nextInt(PRIORITIES.size())),
        timer && chance(2) ? Optional.of("daily") : Optional.empty());
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private Instant at() {
    return clock.instant().plusMillis(random.nextInt(40_000) - 10_000);
  }

  private Json.Obj data() {
    return Json.object().put("n", Json.of(random.nextInt())).build();
  }

  private String name() {
    return "n" + random.nextInt(12);
  }

  private String kind(int number) {
    return "kind-" + mark + "-" + number;
  }

  private String tenant() {
    return "tenant-" + mark + "-" + random.nextInt(2);
  }

  private Subject subject() {
    return new Subject(tenant(), "case", "s" + random.nextInt(3));
  }

  private UniqueKey key() {
    return new UniqueKey(tenant(), "message", "m" + random.nextInt(6));
  }
}
