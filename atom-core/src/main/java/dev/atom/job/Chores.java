package dev.atom.job;

import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.Lease;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a host does beside running jobs: registers recurring ones, looks for those left lying. */
final class Chores {
  private static final String LEASE = "atom.jobs.schedules";
  private static final Duration LEASE_TIME = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int PAGE = 200;

  private final Store store;
  private final Clock clock;
  private final Runner runner;
  private final Set<String> kinds;
  private final ConcurrentLinkedQueue<Recurring> unregistered;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Instant nextLook = Instant.MIN;
  private long lastSeen;

  /** A recurring job as the application wants it. */
  record Recurring(Subject subject, String name, String kind, JobSchedule schedule, NewJob like) {
    boolean isPlanned(Job job) {
      return job.kind().equals(kind)
          && job.plan().schedule().equals(Optional.of(schedule.toString()))
          && job.payload().equals(like.payload())
          && job.plan().priority() == like.priority();
    }

    NewJob plan(Instant now) {
      return schedule.timer(name, kind, now).payload(like.payload()).priority(like.priority());
    }
  }

  Chores(Store store, Clock clock, Runner runner, Set<String> kinds, List<Recurring> recurring) {
    this.store = store;
    this.clock = clock;
    this.runner = runner;
    this.kinds = Set.copyOf(kinds);
    unregistered = new ConcurrentLinkedQueue<>(recurring);
  }

  void run() {
    if (unregistered.isEmpty() && nextLook.isAfter(clock.instant())) {
      return;
    }
    if (busy.compareAndSet(false, true)) {
      try {
        while (!unregistered.isEmpty() && register(unregistered.element())) {
          unregistered.remove();
        }
        look(clock.instant());
      } finally {
        busy.set(false);
      }
    }
  }

  /** Returns false while another host registers; then it is looked at again. */
  private boolean register(Recurring wanted) {
    if (find(wanted).filter(wanted::isPlanned).isPresent()) {
      return true;
    }
    String tenant = wanted.subject().tenant();
    Optional<Lease> lease = store.acquire(tenant, LEASE, runner.worker(), LEASE_TIME);
    if (lease.isEmpty()) {
      return false;
    }
    try {
      // Looked at again: who had the lease before may have done it.
      if (find(wanted).filter(wanted::isPlanned).isEmpty()) {
        store.append(
            Append.to(wanted.subject())
                .fence(lease.get())
                .plan(wanted.plan(clock.instant()))
                .build());
      }
      return true;
    } finally {
      store.release(lease.get());
    }
  }

  private Optional<Job> find(Recurring wanted) {
    return store.jobs(JobQuery.of(wanted.subject()).name(wanted.name())).stream()
        .filter(job -> job.plan().type() == dev.atom.store.JobType.TIMER)
        .findFirst();
  }

  /** Looks through a page of what waits, once a minute, from the beginning again at the end. */
  private void look(Instant now) {
    if (nextLook.isAfter(now)) {
      return;
    }
    List<Job> page =
        store.jobs(JobQuery.all().states(JobState.WAITING).after(lastSeen).limit(PAGE));
    Instant overdue = now.minus(MINUTE);
    for (Job job : page) {
      boolean late = job.status().dueAt().filter(overdue::isAfter).isPresent();
      if (late && !kinds.contains(job.kind()) && reported.add(job.kind())) {
        runner.listener().on(new JobEvent.Unhandled(job.kind(), job));
      }
    }
    lastSeen = page.size() < PAGE ? 0 : page.getLast().number();
    nextLook = now.plus(MINUTE);
  }
}
