package dev.atom.approval;

import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What waits for people in a tenant. Read from the timers that every waiting approval has, so that it
 * costs what waits and not what has happened. Immutable and thread-safe.
 *
 * <p>By tenant, subject and handler the store looks up; what else is asked for is picked from those.
 * An approval that is stale, and of which nobody has written that down, is still listed; a decision on
 * it is answered with what superseded it.
 */
public final class Inbox {
  private static final int PAGE = 100;

  private final Store store;
  private final JobQuery query;
  private final Predicate<InboxEntry> wanted;

  private Inbox(Store store, JobQuery query, Predicate<InboxEntry> wanted) {
    this.store = store;
    this.query = query;
    this.wanted = wanted;
  }

  static Inbox of(Store store, String tenant, Set<String> jobKinds) {
    return new Inbox(store, JobQuery.of(tenant).kinds(jobKinds).limit(PAGE), entry -> true);
  }

  /**
   * Narrows it down to a subject.
   *
   * @param subject of the same tenant
   * @return a copy
   * @throws IllegalArgumentException if the subject is another tenant's
   */
  public Inbox subject(Subject subject) {
    if (!query.tenant().filter(subject.tenant()::equals).isPresent()) {
      throw new IllegalArgumentException("subject " + subject + " is of another tenant");
    }
    JobQuery ofSubject = JobQuery.of(subject).kinds(query.kinds()).limit(PAGE);
    return new Inbox(store, ofSubject, wanted);
  }

  /**
   * Narrows it down to what kind of thing is approved.
   *
   * @param kind the kind
   * @return a copy
   */
  public Inbox kind(String kind) {
    return where(entry -> entry.kind().equals(kind));
  }

  /**
   * Narrows it down to what is for a role.
   *
   * @param role a role that may decide
   * @return a copy
   */
  public Inbox role(String role) {
    return where(entry -> entry.deciders().roles().contains(role));
  }

  /**
   * Narrows it down to what waits for a person's word: the person may decide, has not asked for it,
   * and has not approved yet.
   *
   * @param person the person's id
   * @param roles the person's roles
   * @return a copy
   */
  public Inbox person(String person, Set<String> roles) {
    return where(entry -> entry.waitsFor(person, roles));
  }

  private Inbox where(Predicate<InboxEntry> more) {
    return new Inbox(store, query, wanted.and(more));
  }

  /**
   * Some of what waits.
   *
   * @param entries in the order in which they were asked, or last voted on
   * @param next from where to go on; empty if there is nothing more
   */
  public record Page(List<InboxEntry> entries, OptionalLong next) {
    /** Copies the list. */
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Returns the first that wait.
   *
   * @param limit the most, 1 or more
   * @return the page
   */
  public Page first(int limit) {
    return after(0, limit);
  }

  /**
   * Returns more that wait.
   *
   * @param next where the page before ended
   * @param limit the most, 1 or more
   * @return the page
   */
  public Page after(long next, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has 1 entry or more, not " + limit);
    }
    List<InboxEntry> found = new ArrayList<>();
    long last = next;
    List<Job> jobs = store.jobs(query.after(last));
    while (!jobs.isEmpty()) {
      for (Job timer : jobs) {
        if (found.size() == limit) {
          return new Page(found, OptionalLong.of(last));
        }
        last = timer.number();
        InboxEntry entry = InboxEntry.of(timer);
        if (wanted.test(entry)) {
          found.add(entry);
        }
      }
      jobs = jobs.size() < PAGE ? List.of() : store.jobs(query.after(last));
    }
    return new Page(found, OptionalLong.empty());
  }
}
