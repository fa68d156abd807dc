package dev.atom.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The jobs of a {@link MemoryStore}, which guards it. */
final class MemoryJobs {
  private final TreeMap<Long, Job> jobs = new TreeMap<>();
  private final Map<Name, Long> numbers = new HashMap<>();
  private final Map<Queue, NavigableMap<Due, Job>> queues = new HashMap<>();
  private final Map<String, Map<Long, Job>> running = new HashMap<>();
  private long lastNumber;

  /** What a job is found by: an effect's key in its tenant, a timer's name in its subject. */
  private record Name(String tenant, @Nullable Subject subject, String name) {
    static Name of(Subject subject, NewJob job) {
      boolean timer = job.type() == JobType.TIMER;
      return new Name(subject.tenant(), timer ? subject : null, job.name());
    }
  }

  /** The order of a queue. */
  private record Due(Instant at, long number) implements Comparable<Due> {
    static Due of(Job job) {
      return new Due(job.status().dueAt().orElseThrow(), job.number());
    }

    @Override
    public int compareTo(Due other) {
      int order = at.compareTo(other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /** The jobs that are due at some time, apart by what a claim looks for. */
  private record Queue(Priority priority, String kind) {}

  Optional<Job> find(Subject subject, NewJob job) {
    return Optional.ofNullable(numbers.get(Name.of(subject, job))).map(jobs::get);
  }

  /** Tells whether a job is still as somebody has read it. */
  boolean isCurrent(Job read) {
    Job job = jobs.get(read.number());
    return job != null && job.status().fence() == read.status().fence();
  }

  void plan(Subject subject, NewJob plan, Instant now) {
    Optional<Job> last = find(subject, plan);
    last.ifPresent(this::remove);
    long fence = last.map(job -> job.status().fence() + 1).orElse(0L);
    Instant at = plan.at().orElse(now);
    Job.Status status =
        new Job.Status(
            JobState.WAITING,
            Optional.of(at),
            0,
            0,
            fence,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    add(new Job(++lastNumber, subject, plan.at(at), status));
  }

  void cancel(Subject subject, String name) {
    Optional.ofNullable(numbers.get(new Name(subject.tenant(), subject, name)))
        .map(jobs::get)
        .ifPresent(this::remove);
  }

  void change(JobChange change, Instant now) {
    Job old = jobs.get(change.job().number());
    if (old != null) {
      change.after(now).ifPresentOrElse(changed -> replace(old, changed), () -> remove(old));
    }
  }

  List<Job> query(JobQuery query) {
    return jobs.tailMap(query.after(), false).values().stream()
        .filter(job -> query.tenant().filter(t -> !t.equals(job.subject().tenant())).isEmpty())
        .filter(job -> query.subject().filter(s -> !s.equals(job.subject())).isEmpty())
        .filter(job -> query.name().filter(n -> !n.equals(job.name())).isEmpty())
        .filter(job -> query.kinds().isEmpty() || query.kinds().contains(job.kind()))
        .filter(job -> query.states().isEmpty() || query.states().contains(job.status().state()))
        .limit(query.limit())
        .toList();
  }

  Claimed claim(JobClaim claim, Instant now) {
    Room room = new Room(claim.limits(), now);
    List<Job> chosen = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      choose(claim, priority, room, chosen);
    }
    List<Job> claimed = new ArrayList<>(chosen.size());
    Instant until = now.plus(claim.time());
    for (Job job : chosen) {
      Job held = job.claimed(claim.worker(), until);
      replace(job, held);
      claimed.add(held);
    }
    boolean enough = claimed.size() == claim.limit(); // then nobody asks when the next is due
    return new Claimed(claimed, enough ? Optional.empty() : nextDue(claim, now));
  }

  /** Merges the queues of one priority by when their jobs are due. */
  private void choose(JobClaim claim, Priority priority, Room room, List<Job> chosen) {
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::due));
    for (String kind : claim.kinds()) {
      push(heads, queue(priority, kind).entrySet().iterator(), room.now);
    }
    while (chosen.size() < claim.limit() && !heads.isEmpty()) {
      Head head = heads.remove();
      if (room.take(head.job())) {
        chosen.add(head.job());
      }
      push(heads, head.rest(), room.now);
    }
  }

  private record Head(Due due, Job job, Iterator<Map.Entry<Due, Job>> rest) {}

  private static void push(
      PriorityQueue<Head> heads, Iterator<Map.Entry<Due, Job>> rest, Instant now) {
    if (rest.hasNext()) {
      Map.Entry<Due, Job> next = rest.next();
      if (!next.getKey().at().isAfter(now)) {
        heads.add(new Head(next.getKey(), next.getValue(), rest));
      }
    }
  }

  private Optional<Instant> nextDue(JobClaim claim, Instant now) {
    Due last = new Due(now, Long.MAX_VALUE);
    Due next = null;
    for (Priority priority : Priority.values()) {
      for (String kind : claim.kinds()) {
        Due due = queue(priority, kind).higherKey(last);
        next = next == null || (due != null && due.compareTo(next) < 0) ? due : next;
      }
    }
    return Optional.ofNullable(next).map(Due::at);
  }

  /** How many more may run, where a claim knows limits. */
  private final class Room {
    final Instant now;
    private final Map<String, JobLimit> limits;
    private final Map<String, Integer> total = new HashMap<>();
    private final Map<String, Map<String, Integer>> perTenant = new HashMap<>();

    Room(Map<String, JobLimit> limits, Instant now) {
      this.limits = limits;
      this.now = now;
      for (String kind : limits.keySet()) {
        for (Job job : running.getOrDefault(kind, Map.of()).values()) {
          if (job.status().dueAt().orElseThrow().isAfter(now)) {
            count(job);
          }
        }
      }
    }

    boolean take(Job job) {
      JobLimit limit = limits.get(job.kind());
      if (limit == null) {
        return true;
      }
      int running = total.getOrDefault(job.kind(), 0);
      int ofTenant =
          perTenant.getOrDefault(job.kind(), Map.of()).getOrDefault(job.subject().tenant(), 0);
      if (running >= limit.running() || ofTenant >= limit.runningPerTenant()) {
        return false;
      }
      count(job);
      return true;
    }

    private void count(Job job) {
      total.merge(job.kind(), 1, Integer::sum);
      perTenant
          .computeIfAbsent(job.kind(), k -> new HashMap<>())
          .merge(job.subject().tenant(), 1, Integer::sum);
    }
  }

  private NavigableMap<Due, Job> queue(Priority priority, String kind) {
    return queues.computeIfAbsent(new Queue(priority, kind), q -> new TreeMap<>());
  }

  private void add(Job job) {
    jobs.put(job.number(), job);
    numbers.put(Name.of(job.subject(), job.plan()), job.number());
    enqueue(job);
  }

  private void remove(Job job) {
    jobs.remove(job.number());
    numbers.remove(Name.of(job.subject(), job.plan()));
    dequeue(job);
  }

  /** The same job, by number and name, as it is now. */
  private void replace(Job job, Job changed) {
    dequeue(job);
    jobs.put(job.number(), changed);
    enqueue(changed);
  }

  private void enqueue(Job job) {
    if (job.status().dueAt().isPresent()) {
      queue(job.plan().priority(), job.kind()).put(Due.of(job), job);
    }
    if (job.status().state() == JobState.RUNNING) {
      running.computeIfAbsent(job.kind(), k -> new HashMap<>()).put(job.number(), job);
    }
  }

  private void dequeue(Job job) {
    if (job.status().dueAt().isPresent()) {
      queue(job.plan().priority(), job.kind()).remove(Due.of(job));
    }
    if (job.status().state() == JobState.RUNNING) {
      running.getOrDefault(job.kind(), Map.of()).remove(job.number());
    }
  }
}
