package dev.atom.mock.simulation;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobQuery;
import dev.atom.store.JobType;
import dev.atom.store.Lease;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the books on what the engine has said to be done, and finds out where it was not true: what
 * was acknowledged is kept, versions have no gaps, nothing is held by two.
 */
final class Ledger {
  private final Map<Subject, List<NewEvent>> events = new LinkedHashMap<>();
  private final Map<Subject, Long> forgotten = new HashMap<>();
  private final Map<UniqueKey, String> keys = new LinkedHashMap<>();
  private final Set<Effect> effects = new LinkedHashSet<>();
  private final Map<Long, Held> held = new HashMap<>();
  private final Map<List<String>, Lease> leases = new HashMap<>();

  private record Effect(Subject subject, String key) {}

  /** Who has claimed a job, and until when. */
  private record Held(Job job, String host, Instant until) {}

  void appended(Append append, long version, Instant now) {
    Subject subject = append.subject();
    append.fence().ifPresent(lease -> fenced(append, lease, now));
    List<NewEvent> all = events.computeIfAbsent(subject, s -> new ArrayList<>());
    all.addAll(append.events());
    if (version != all.size()) {
      throw new Violation(
          subject + " has " + all.size() + " events and the store says version " + version);
    }
    forgotten.merge(subject, append.forgotten(), Math::max);
    append.freed().forEach(keys::remove);
    for (Append.Taking taken : append.taken()) {
      if (taken.until().isEmpty()) {
        keys.put(taken.key(), taken.value());
      }
    }
    append.changes().forEach(change -> changed(change, now));
    append.cancelled().forEach(name -> ended(subject, name));
    for (NewJob job : append.jobs()) {
      if (job.type() == JobType.EFFECT) {
        effects.add(new Effect(subject, job.name()));
      } else {
        ended(subject, job.name());
      }
    }
  }

  private void fenced(Append append, Lease lease, Instant now) {
    Lease last = leases.get(List.of(lease.tenant(), lease.name()));
    if (last == null || last.fence() != lease.fence() || !last.until().isAfter(now)) {
      throw new Violation(
          append.subject() + " was written to under " + lease + ", which was lost: " + last);
    }
  }

  private void ended(Subject subject, String timer) {
    held.values()
        .removeIf(
            h ->
                h.job().plan().type() == JobType.TIMER
                    && h.job().subject().equals(subject)
                    && h.job().name().equals(timer));
  }

  void claimed(List<Job> jobs, String host, Instant now) {
    for (Job job : jobs) {
      Held other = held.get(job.number());
      if (other != null && other.until().isAfter(now)) {
        throw new Violation(
            host
                + " has claimed "
                + job
                + ", which "
                + other.host()
                + " holds until "
                + other.until());
      }
      held.put(job.number(), new Held(job, host, job.status().dueAt().orElseThrow()));
    }
  }

  void changed(JobChange change, Instant now) {
    Job job = change.job();
    Held holder = held.get(job.number());
    if (holder != null && holder.job().status().fence() != job.status().fence()) {
      throw new Violation(
          change + " was made although " + holder.host() + " has claimed the job since");
    }
    held.remove(job.number());
    if (change.kind() == JobChange.Kind.EXTEND) {
      String host = job.status().worker().orElseThrow();
      held.put(job.number(), new Held(job, host, now.plus(change.delay())));
    }
    if (change.kind() == JobChange.Kind.REMOVE) {
      effects.remove(new Effect(job.subject(), job.name()));
    }
  }

  void acquired(Lease lease, Instant now) {
    Lease last = leases.put(List.of(lease.tenant(), lease.name()), lease);
    if (last != null && last.until().isAfter(now) && !last.owner().equals(lease.owner())) {
      throw new Violation(lease + " was given while it was held: " + last);
    }
    if (last != null && last.fence() > lease.fence()) {
      throw new Violation(lease + " has a lower fence than " + last);
    }
  }

  void released(Lease lease) {
    leases.computeIfPresent(
        List.of(lease.tenant(), lease.name()),
        (name, last) ->
            last.fence() == lease.fence() && last.owner().equals(lease.owner())
                ? new Lease(last.tenant(), last.name(), last.owner(), last.fence(), Instant.MIN)
                : last);
  }

  /** Looks whether the store still has everything. */
  void verify(Store store) {
    events.forEach((subject, written) -> verify(subject, written, store));
    keys.forEach(
        (key, value) -> {
          if (!store.find(key).filter(value::equals).isPresent()) {
            throw new Violation(key + " was taken and is lost");
          }
        });
    for (Effect effect : effects) {
      if (store.jobs(JobQuery.of(effect.subject()).name(effect.key())).isEmpty()) {
        throw new Violation("effect " + effect.key() + " of " + effect.subject() + " is lost");
      }
    }
  }

  private void verify(Subject subject, List<NewEvent> written, Store store) {
    List<Event> kept = store.read(subject, EventRange.after(0, Integer.MAX_VALUE));
    long first = Math.min(forgotten.getOrDefault(subject, 0L), Math.max(0, written.size() - 1));
    Instant last = Instant.MIN;
    for (Event event : kept) {
      int version = (int) event.version();
      if (version != first + 1
          || version > written.size()
          || !event.event().equals(written.get(version - 1))
          || event.at().isBefore(last)) {
        throw new Violation(
            subject + " has " + event + " behind version " + first + ", which nobody has written");
      }
      last = event.at();
      first = version;
    }
    if (first != written.size()) {
      throw new Violation(
          subject + " has lost events behind version " + first + " of " + written.size());
    }
  }
}
