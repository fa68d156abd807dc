package dev.atom.jdbc;

import dev.atom.store.Job;
import dev.atom.store.JobChange;
import dev.atom.store.JobClaim;
import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A program that does jobs until it is killed, and prints each: {@code ran} the job's name, the
 * claim's fence and until when it has it; {@code done} the name and fence, when that was written.
 */
final class JobWorkerProcess {
  static final Duration CLAIM = Duration.ofMillis(200);

  static final String READY = "ready";

  private JobWorkerProcess() {}

  /** Arguments: the server's URL, a name for this process. */
  public static void main(String[] arguments) throws Exception {
    try (TestPool pool = TestPool.of(arguments[0], 1);
        Store store = PostgresStore.on(pool, Clock.systemUTC())) {
      JobClaim claim = JobClaim.of(arguments[1], Set.of("work", "more"), 5, CLAIM);
      System.out.println(READY);
      while (true) {
        for (Job job : store.claim(claim).jobs()) {
          say("ran", job, " " + Micros.of(job.status().dueAt().orElseThrow()));
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
