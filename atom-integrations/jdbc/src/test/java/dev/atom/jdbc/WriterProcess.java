package dev.atom.jdbc;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.JobLost;
import dev.atom.store.JobType;
import dev.atom.store.NewEvent;
import dev.atom.store.NewJob;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that appends from three threads and does jobs on a fourth, and prints what was
 * acknowledged: {@code ack} an append's id, subject and version; {@code ran} a job before it counts
 * as done, {@code done} after. Each append is whole only with its one to four events, its effect,
 * timer and unique key. An effect is done together with an event that says so, a timer by itself.
 */
final class WriterProcess {
  static final int THREADS = 3;
  static final String END = "end";

  private final Store store;
  private volatile boolean appended;

  private WriterProcess(Store store) {
    this.store = store;
  }

  /** Arguments: the file or the server's URL, a name for this process, how many appends each thread makes. */
  public static void main(String[] arguments) throws Exception {
    int appends = Integer.parseInt(arguments[2]);
    try (Store store = open(arguments[0])) {
      new WriterProcess(store).run(arguments[1], appends);
    }
    say(END);
  }

  private static Store open(String database) {
    return database.startsWith("jdbc:")
        ? JdbcStore.on(TestPool.of(database, THREADS + 1), Clock.systemUTC())
        : SqliteStore.open(Path.of(database), Clock.systemUTC());
  }

  private void run(String name, int appends) throws InterruptedException {
    Thread worker = Thread.ofPlatform().start(this::work);
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < THREADS; t++) {
      String prefix = name + "-" + t + "-";
      threads[t] = Thread.ofPlatform().start(() -> append(prefix, appends));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    appended = true;
    worker.join();
  }

  private void append(String prefix, int appends) {
    Random random = new Random(prefix.hashCode());
    for (int i = 0; i < appends; i++) {
      append(prefix + i, random);
    }
  }

  private void append(String id, Random random) {
    Subject subject = new Subject("acme", "case", "s" + random.nextInt(4));
    int events = 1 + random.nextInt(4);
    while (true) {
      Append.Builder append = Append.to(subject).expect(version(subject));
      for (int i = 0; i < events; i++) {
        Json.Obj data =
            Json.object()
                .put("append", id)
                .put("index", Json.of(i))
                .put("of", Json.of(events))
                .put("text", "x".repeat(random.nextInt(2000)))
                .build();
        append.event(new NewEvent("noted", data, "writer", Optional.empty()));
      }
      append
          .plan(NewJob.effect(id, "reply", Json.Obj.EMPTY))
          .plan(NewJob.timer(id, "reminder", Instant.now()))
          .unique(new UniqueKey("acme", "append", id), subject.id());
      try {
        long version = store.append(append.build());
        say("ack " + id + " " + subject.id() + " " + version + " .");
        return;
      } catch (VersionConflict conflict) {
        // another thread or process was first: read again
      } catch (UniqueKeyTaken taken) {
        return; // written before the server died, though nobody was told
      } catch (StoreException e) {
        afterFailure(e);
      }
    }
  }

  private long version(Subject subject) {
    while (true) {
      try {
        return store.version(subject);
      } catch (StoreException e) {
        afterFailure(e);
      }
    }
  }

  /** A server that was killed comes back; anything else ends the process. */
  private static void afterFailure(StoreException e) {
    if (!e.retryable()) {
      throw e;
    }
    LockSupport.parkNanos(5_000_000);
  }

  /** Does jobs until none is left and nobody appends any more. */
  private void work() {
    // Short, so that the next process finds the claims of one that was killed over.
    JobClaim claim = JobClaim.of("worker", Set.of("reply", "reminder"), 10, Duration.ofMillis(300));
    List<Job> jobs;
    do {
      try {
        jobs = store.claim(claim).jobs();
        jobs.forEach(job -> say("ran " + job.name() + " " + job.kind() + " ."));
        jobs.forEach(this::done);
      } catch (JobLost lost) {
        throw lost;
      } catch (StoreException e) {
        afterFailure(e);
        jobs = List.of();
      }
    } while (!appended || !jobs.isEmpty());
  }

  private void done(Job job) {
    boolean made;
    if (job.plan().type() == JobType.TIMER) {
      made = store.change(List.of(JobChange.done(job))).getFirst();
    } else {
      made = doneWithEvent(job);
    }
    if (made) {
      say("done " + job.name() + " " + job.kind() + " .");
    }
  }

  private boolean doneWithEvent(Job job) {
    Json.Obj data = Json.object().put("append", job.name()).build();
    try {
      store.append(
          Append.to(new Subject("acme", "done", job.subject().id()))
              .change(JobChange.done(job))
              .event(new NewEvent("replied", data, "worker", Optional.empty()))
              .build());
      return true;
    } catch (JobLost lost) {
      return false; // it took longer than the claim, and another has it
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
