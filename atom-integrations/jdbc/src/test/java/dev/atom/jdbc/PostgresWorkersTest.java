package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Job;
import dev.atom.store.JobQuery;
import dev.atom.store.JobState;
import dev.atom.store.NewJob;
import dev.atom.store.Subject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two workers, one of them killed again and again: every job runs, none twice within its claim. */
class PostgresWorkersTest {
  /** How often a worker is killed; {@code -Datom.kills=200} asks for more. */
  private static final int KILLS = Integer.getInteger("atom.kills", 4);

  private static final int JOBS = 100 * KILLS;
  private static final long SEED = Long.getLong("atom.seed", new Random().nextLong());

  private final Map<String, List<Run>> runs = new HashMap<>();
  private final List<String> done = new ArrayList<>();
  private long takenOver;

  /** One claim of a job: its fence and until when it lasted, in microseconds. */
  private record Run(long fence, long until) {}

  @Test
  void everyJobRunsAndNoneTwiceWithinItsClaim() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String url = server.url(server.newDatabase());
    try (TestPool pool = TestPool.of(url, 2);
        PostgresStore store = PostgresStore.on(pool, Clock.systemUTC());
        ChildJvm steady = ChildJvm.start(JobWorkerProcess.class, url, "steady", "1")) {
      killAgainAndAgain(store, url);
      while (isAnyOpen(store)) {
        LockSupport.parkNanos(20_000_000); // a look scans all jobs: leave the server to the workers
      }
      steady.kill().forEach(this::add);
      takenOver = takenOver(store);
    }
    assertThat(runs).hasSize(JOBS);
    assertThat(done).doesNotHaveDuplicates();
    long again = 0;
    for (List<Run> each : runs.values()) {
      each.sort(Comparator.comparingLong(Run::fence));
      again += each.size() - 1;
      for (int i = 1; i < each.size(); i++) {
        assertThat(each.get(i).fence()).isGreaterThan(each.get(i - 1).fence());
        long claimedAt = each.get(i).until() - JobWorkerProcess.CLAIM.toNanos() / 1_000;
        assertThat(claimedAt).as("seed %d", SEED).isGreaterThanOrEqualTo(each.get(i - 1).until());
      }
    }
    System.out.printf(
        "workers: %d kills, %d jobs, %d acknowledged as done, %d taken over, %d ran again after a"
            + " lapse, seed %d%n",
        KILLS, JOBS, done.size(), takenOver, again, SEED);
    // A kill leaves the claim of what was being worked on, unless it comes between two jobs.
    assertThat(takenOver).isGreaterThan(KILLS / 2);
    assertThat(again).isGreaterThan(KILLS / 2);
  }

  private void killAgainAndAgain(PostgresStore store, String url) throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      Append.Builder append = Append.to(new Subject("acme", "case", "s" + kill));
      for (int i = 0; i < JOBS / KILLS; i++) {
        String kind = random.nextBoolean() ? "work" : "more";
        append.plan(NewJob.effect("k" + kill + "-" + i, kind, Json.Obj.EMPTY));
      }
      try (ChildJvm worker = ChildJvm.start(JobWorkerProcess.class, url, "killed" + kill, "30")) {
        assertThat(worker.line()).isEqualTo(JobWorkerProcess.READY);
        store.append(append.build());
        // Of the five that it has claimed it is at work on one, and has perhaps done some.
        for (int ran = 1 + random.nextInt(3); ran > 0; ) {
          String line = worker.line();
          add(line);
          ran -= line.startsWith("ran") ? 1 : 0;
        }
        worker.kill().forEach(this::add);
      }
    }
  }

  /** How many jobs are done by another claim than their first. */
  private static long takenOver(PostgresStore store) {
    List<Job> all = store.jobs(JobQuery.all().states(JobState.DONE).limit(JOBS + 1));
    assertThat(all).hasSize(JOBS);
    return all.stream().filter(job -> job.status().attempts() > 1).count();
  }

  private static boolean isAnyOpen(PostgresStore store) {
    return !store
        .jobs(JobQuery.of("acme").states(JobState.WAITING, JobState.RUNNING).limit(1))
        .isEmpty();
  }

  private void add(String line) {
    String[] parts = line.split(" ", -1);
    if (!parts[parts.length - 1].equals(".")) {
      return; // "ready", or the last line of a killed worker may be cut off
    }
    if (parts[0].equals("ran")) {
      runs.computeIfAbsent(parts[1], name -> new ArrayList<>())
          .add(new Run(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
    } else {
      done.add(parts[1]);
    }
  }
}
