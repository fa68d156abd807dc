package dev.atom.mock.store;

import dev.atom.store.Append;
import dev.atom.store.Claimed;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.FenceLost;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLimit;
import dev.atom.store.JobLost;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.JobType;
import dev.atom.store.Lease;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.SubjectHead;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The contract as plainly as it can be said, for comparison: copies everything, looks through
 * everything, one thread, ASCII ids.
 */
final class StoreModel implements Store {
  private static final Comparator<Job> CLAIM_ORDER =
      Comparator.comparing((Job job) -> job.plan().priority())
          .thenComparing(job -> job.status().dueAt().orElseThrow())
          .thenComparingLong(Job::number);

  private final Clock clock;
  private State state = new State();
  private final Map<String, Lease> leases = new LinkedHashMap<>();
  private long lastNumber;

  StoreModel(Clock clock) {
    this.clock = clock;
  }

  /** Replaced as a whole by an append that succeeds, forgotten by one that does not. */
  private static final class State {
    final TreeMap<String, List<Event>> events = new TreeMap<>();
    final Map<String, Subject> subjects = new LinkedHashMap<>();
    final Map<String, Long> forgotten = new LinkedHashMap<>();
    final Map<UniqueKey, Append.Taking> keys = new LinkedHashMap<>();
    final TreeMap<Long, Job> jobs = new TreeMap<>();

    State copy() {
      State copy = new State();
      events.forEach((subject, list) -> copy.events.put(subject, new ArrayList<>(list)));
      copy.subjects.putAll(subjects);
      copy.forgotten.putAll(forgotten);
      copy.keys.putAll(keys);
      copy.jobs.putAll(jobs);
      return copy;
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public long append(Append append) {
    State next = state.copy();
    Subject subject = append.subject();
    if (append.fence().isPresent() && !held(append.fence().get())) {
      throw new FenceLost(append.fence().get());
    }
    List<Event> events = next.events.computeIfAbsent(subject.toString(), s -> new ArrayList<>());
    next.subjects.put(subject.toString(), subject);
    long version = events.size();
    if (append.expectedVersion().orElse(version) != version) {
      throw new VersionConflict(subject, append.expectedVersion().getAsLong(), version);
    }
    append.freed().forEach(next.keys::remove);
    for (Append.Taking taking : append.taken()) {
      if (next.keys.containsKey(taking.key()) && holds(next.keys.get(taking.key()))) {
        throw new UniqueKeyTaken(taking.key(), next.keys.get(taking.key()).value());
      }
      next.keys.put(taking.key(), taking);
    }
    refuseTakenEffects(append, next);
    for (JobChange change : append.changes()) {
      if (!made(change, next.jobs)) {
        throw new JobLost(change.job());
      }
    }
    append.cancelled().forEach(name -> next.jobs.values().removeIf(named(subject, name)));
    append.jobs().forEach(job -> plan(subject, job, next.jobs));
    Instant at = events.isEmpty() ? now() : later(events.getLast().at(), now());
    append.events().forEach(event -> events.add(new Event(events.size() + 1L, at, event)));
    next.forgotten.merge(
        subject.toString(), Math.min(append.forgotten(), events.size() - 1L), Math::max);
    state = next;
    return events.size();
  }

  private static void refuseTakenEffects(Append append, State next) {
    String tenant = append.subject().tenant();
    Set<String> own = new LinkedHashSet<>();
    for (NewJob job : append.jobs()) {
      Optional<Subject> holder =
          next.jobs.values().stream()
              .filter(j -> j.plan().type() == JobType.EFFECT)
              .filter(j -> j.subject().tenant().equals(tenant) && j.name().equals(job.name()))
              .map(Job::subject)
              .findAny();
      boolean effect = job.type() == JobType.EFFECT;
      if (effect && (holder.isPresent() || !own.add(job.name()))) {
        throw new UniqueKeyTaken(
            new UniqueKey(tenant, UniqueKeyTaken.EFFECTS, job.name()),
            holder.orElse(append.subject()).toString());
      }
    }
  }

  private void plan(Subject subject, NewJob job, Map<Long, Job> jobs) {
    if (job.type() == JobType.TIMER) {
      jobs.values().removeIf(named(subject, job.name()));
    }
    Instant at = job.at().orElse(now());
    jobs.put(++lastNumber, new Job(lastNumber, subject, job.at(at), PlanTests.waiting(at)));
  }

  private static Predicate<Job> named(Subject subject, String name) {
    return job ->
        job.plan().type() == JobType.TIMER
            && job.subject().equals(subject)
            && job.name().equals(name);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private boolean made(JobChange change, Map<Long, Job> jobs) {
    Job job = jobs.get(change.job().number());
    if (job == null || job.status().fence() != change.job().status().fence()) {
      return false;
    }
    jobs.remove(job.number());
    change.after(now()).ifPresent(after -> jobs.put(after.number(), after));
    return true;
  }

  private boolean holds(Append.Taking taking) {
    return taking.until().isEmpty() || taking.until().get().isAfter(now());
  }

  @Override
  public List<Event> read(Subject subject, EventRange range) {
    List<Event> found =
        state.events.getOrDefault(subject.toString(), List.of()).stream()
            .filter(event -> event.version() > state.forgotten.getOrDefault(subject.toString(), 0L))
            .filter(event -> event.version() > range.after() && event.version() < range.before())
            .toList();
    int left = Math.max(0, found.size() - range.limit());
    return range.newest()
        ? found.subList(left, found.size())
        : found.subList(0, found.size() - left);
  }

  @Override
  public List<SubjectHead> subjects(String tenant, String kind, String after, int limit) {
    return state.events.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                head(Objects.requireNonNull(state.subjects.get(entry.getKey())), entry.getValue()))
        .filter(head -> head.subject().tenant().equals(tenant))
        .filter(head -> head.subject().kind().equals(kind))
        .filter(head -> head.subject().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  private static SubjectHead head(Subject subject, List<Event> events) {
    return new SubjectHead(subject, events.size(), events.getLast().at());
  }

  @Override
  public Optional<String> find(UniqueKey key) {
    return Optional.ofNullable(state.keys.get(key)).filter(this::holds).map(Append.Taking::value);
  }

  @Override
  public Optional<Lease> acquire(String tenant, String name, String owner, Duration time) {
    Lease last = leases.get(tenant + "#" + name);
    long fence = ChronoUnit.MICROS.between(Instant.EPOCH, now());
    Instant until = now().plus(time);
    if (last != null && last.until().isAfter(now())) {
      if (!last.owner().equals(owner)) {
        return Optional.empty();
      }
      fence = last.fence();
      until = later(last.until(), until);
    } else if (last != null) {
      fence = Math.max(last.fence() + 1, fence);
    }
    Lease lease = new Lease(tenant, name, owner, fence, until);
    leases.put(tenant + "#" + name, lease);
    return Optional.of(lease);
  }

  private boolean held(Lease lease) {
    Lease last = leases.get(lease.tenant() + "#" + lease.name());
    return last != null
        && last.fence() == lease.fence()
        && last.owner().equals(lease.owner())
        && last.until().isAfter(now());
  }

  @Override
  public void release(Lease lease) {
    if (held(lease)) {
      leases.put(
          lease.tenant() + "#" + lease.name(),
          new Lease(lease.tenant(), lease.name(), lease.owner(), lease.fence(), Instant.MIN));
    }
  }

  @Override
  public Claimed claim(JobClaim claim) {
    List<Job> claimed = new ArrayList<>();
    List<Job> due =
        state.jobs.values().stream()
            .filter(job -> claim.kinds().contains(job.kind()))
            .filter(job -> job.status().dueAt().filter(at -> !at.isAfter(now())).isPresent())
            .sorted(CLAIM_ORDER)
            .toList();
    for (Job job : due) {
      if (claimed.size() < claim.limit() && hasRoom(job, claim.limits())) {
        Job held = job.claimed(claim.worker(), now().plus(claim.time()));
        state.jobs.put(held.number(), held);
        claimed.add(held);
      }
    }
    Optional<Instant> next =
        state.jobs.values().stream()
            .filter(job -> claim.kinds().contains(job.kind()))
            .flatMap(job -> job.status().dueAt().stream())
            .filter(at -> at.isAfter(now()))
            .min(Comparator.naturalOrder());
    return new Claimed(claimed, next);
  }

  private boolean hasRoom(Job job, Map<String, JobLimit> limits) {
    JobLimit limit = limits.get(job.kind());
    List<Job> running =
        state.jobs.values().stream()
            .filter(other -> other.kind().equals(job.kind()))
            .filter(other -> other.status().state() == JobState.RUNNING)
            .filter(other -> other.status().dueAt().orElseThrow().isAfter(now()))
            .toList();
    long ofTenant =
        running.stream()
            .filter(other -> other.subject().tenant().equals(job.subject().tenant()))
            .count();
    return limit == null
        || (running.size() < limit.running() && ofTenant < limit.runningPerTenant());
  }

  @Override
  public List<Boolean> change(List<JobChange> changes) {
    return changes.stream().map(change -> made(change, state.jobs)).toList();
  }

  @Override
  public List<Job> jobs(JobQuery query) {
    return state.jobs.values().stream()
        .filter(job -> job.number() > query.after())
        .filter(job -> query.tenant().map(job.subject().tenant()::equals).orElse(true))
        .filter(job -> query.subject().map(job.subject()::equals).orElse(true))
        .filter(job -> query.name().map(job.name()::equals).orElse(true))
        .filter(job -> query.kinds().isEmpty() || query.kinds().contains(job.kind()))
        .filter(job -> query.states().isEmpty() || query.states().contains(job.status().state()))
        .limit(query.limit())
        .toList();
  }

  @Override
  public void close() {}
}
