package dev.atom.jdbc;

import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that does jobs until it is killed, and prints each: {@code ran} the job's name, the
 * claim's fence and until when it has it; {@code done} the name and fence, when that was written. In
 * between it works for a while, so that it can be killed with claims in its hands.
 */
final class JobWorkerProcess {
  static final Duration CLAIM = Duration.ofMillis(200);

  static final String READY = "ready";

  private JobWorkerProcess() {}

  /** Arguments: the server's URL, a name for this process, how long a job takes in milliseconds. */
  public static void main(String[] arguments) throws Exception {
    try (TestPool pool = TestPool.of(arguments[0], 1);
        Store store = PostgresStore.on(pool, Clock.systemUTC())) {
      JobClaim claim = JobClaim.of(arguments[1], Set.of("work", "more"), 5, CLAIM);
      long work = Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
      System.out.println(READY);
      while (true) {
        for (Job job : store.claim(claim).jobs()) {
          say("ran", job, " " + Micros.of(job.status().dueAt().orElseThrow()));
          LockSupport.parkNanos(work);
          if (store.change(List.of(JobChange.done(job))).getFirst()) {
            say("done", job, "");
          }
        }
      }
    }
  }

  private static void say(String what, Job job, String more) {
    System.out.println(what + " " + job.name() + " " + job.status().fence() + more + " .");
    System.out.flush();
  }
}
