package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
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
import dev.atom.store.Lease;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Eight threads at once: nothing lost, nothing doubled, nothing reordered, one winner. */
abstract class ConcurrencyTests extends HostileTests {
  private static final int THREADS = 8;
  private static final int ROUNDS = 40;

  /** What one of the threads does. */
  private interface Work<T> {
    T run(int thread) throws Exception;
  }

  @Test
  void expectedVersionsUnderEightThreadsLoseAndDoubleNothing() throws Exception {
    List<Subject> subjects = List.of(subject("x"), subject("y"), subject("z"));
    together(
        thread -> {
          Random random = new Random(thread);
          for (int round = 0; round < ROUNDS; round++) {
            appendWithRetry(subjects.get(random.nextInt(3)), thread + "/" + round, random);
          }
          return thread;
        });
    List<String> all = new ArrayList<>();
    for (Subject subject : subjects) {
      List<Event> events = store().read(subject, 0, Integer.MAX_VALUE);
      List<Long> versions = events.stream().map(Event::version).toList();
      assertEquals(LongStream.rangeClosed(1, events.size()).boxed().toList(), versions);
      // what an append wrote together stands together
      for (int i = 0; i < events.size(); i += 2) {
        assertEquals(text(events.get(i)), text(events.get(i + 1)));
        all.add(text(events.get(i)));
      }
      inOrderPerThread(texts(events));
    }
    assertEquals(THREADS * ROUNDS, all.size());
    assertEquals(THREADS * ROUNDS, new HashSet<>(all).size());
  }

  private void appendWithRetry(Subject subject, String text, Random random) {
    while (true) {
      long version = store().version(subject);
      // a gap of random length between reading and writing, for others to get in
      for (int i = random.nextInt(4); i > 0; i--) {
        store().read(subject, version, 1);
      }
      try {
        Append append =
            Append.to(subject).expect(version).event(event(text)).event(event(text)).build();
        assertEquals(version + 2, store().append(append));
        return;
      } catch (VersionConflict conflict) {
        assertEquals(version, conflict.expected());
        assertTrue(conflict.actual() > version);
      }
    }
  }

  private static void inOrderPerThread(List<String> texts) {
    int[] last = new int[THREADS];
    for (String text : texts) {
      String[] parts = text.split("/", -1);
      int thread = Integer.parseInt(parts[0]);
      int round = Integer.parseInt(parts[1]);
      assertTrue(round >= last[thread], "a thread's own order was changed");
      last[thread] = round;
    }
  }

  @Test
  void appendsWithoutExpectationUnderEightThreadsAllHappenInOrder() throws Exception {
    List<List<Long>> versions =
        together(
            thread ->
                IntStream.range(0, ROUNDS).mapToObj(i -> append(CASE, thread + "/" + i)).toList());
    List<Long> all = versions.stream().flatMap(List::stream).sorted().toList();
    assertEquals(LongStream.rangeClosed(1, THREADS * ROUNDS).boxed().toList(), all);
    assertEquals(THREADS * ROUNDS, new HashSet<>(texts(CASE)).size());
    inOrderPerThread(texts(CASE));
  }

  @Test
  void readersSeeAppendsWholeAndInOrder() throws Exception {
    together(
        thread -> {
          for (int round = 0; round < ROUNDS; round++) {
            if (thread % 2 == 0) {
              append(CASE, thread + "/" + round, thread + "/" + round);
            } else {
              List<Event> last = store().read(CASE, EventRange.last(4));
              assertEquals(0, last.size() % 2);
              for (int i = 0; i < last.size(); i += 2) {
                assertEquals(text(last.get(i)), text(last.get(i + 1)));
              }
            }
          }
          return thread;
        });
    assertEquals(THREADS * ROUNDS, store().version(CASE));
  }

  @Test
  void sameUniqueKeyFromEightThreadsHasOneWinnerAndTheOthersLearnTheHolder() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      UniqueKey key = new UniqueKey("acme", "message:email", "m-" + round);
      String effect = "effect-" + round;
      List<String> holders =
          together(
              thread -> {
                String mine = "message of " + thread;
                try {
                  store().append(Append.to(CASE).event(event(mine)).unique(key, mine).build());
                  return mine;
                } catch (UniqueKeyTaken taken) {
                  return taken.holder();
                }
              });
      assertEquals(1, new HashSet<>(holders).size());
      assertEquals(Optional.of(holders.get(0)), store().find(key));
      assertEquals(round + 1, store().version(CASE));
      List<Boolean> planned = together(thread -> planned(subject("s" + thread), effect));
      assertEquals(1, planned.stream().filter(mine -> mine).count());
    }
    assertEquals(ROUNDS, jobs().size());
  }

  private boolean planned(Subject subject, String key) {
    try {
      store().append(Append.to(subject).event(event(key)).plan(effect(key)).build());
      return true;
    } catch (UniqueKeyTaken taken) {
      assertEquals(
          0,
          store().read(subject, EventRange.last(1)).stream()
              .filter(event -> text(event).equals(key))
              .count());
      return false;
    }
  }

  @Test
  void eightWorkersClaimEachJobOnceAndDoItOnce() throws Exception {
    for (int i = 0; i < THREADS * ROUNDS; i++) {
      Subject subject = subject("s" + i);
      store().append(Append.to(subject).plan(effect("k" + i)).plan(timer("t" + i)).build());
    }
    List<List<String>> done =
        together(
            thread -> {
              List<String> mine = new ArrayList<>();
              List<Job> claimed = claim("w" + thread, 7).jobs();
              while (!claimed.isEmpty()) {
                claimed.forEach(job -> mine.add(job.name()));
                List<Boolean> made = store().change(claimed.stream().map(JobChange::done).toList());
                assertEquals(Set.of(true), Set.copyOf(made));
                claimed = claim("w" + thread, 7).jobs();
              }
              return mine;
            });
    List<String> all = done.stream().flatMap(List::stream).toList();
    assertEquals(2 * THREADS * ROUNDS, all.size());
    assertEquals(2 * THREADS * ROUNDS, new HashSet<>(all).size());
    assertEquals(THREADS * ROUNDS, store().jobs(doneOnes()).size());
    assertEquals(THREADS * ROUNDS, jobs().size());
  }

  private static JobQuery doneOnes() {
    return JobQuery.all().states(JobState.DONE).limit(100_000);
  }

  @Test
  void noMoreThanTheLimitRunHoweverManyClaim() throws Exception {
    for (int i = 0; i < THREADS * ROUNDS / 2; i++) {
      plan(of(i % 3 == 0 ? "loud" : "tenant" + i % 5, "s"), effect("k" + i));
    }
    JobLimit limit = new JobLimit(5, 2);
    JobClaim claim = new JobClaim("w", Set.of("reply"), 3, MINUTE, Map.of("reply", limit));
    AtomicInteger running = new AtomicInteger();
    Map<String, AtomicInteger> perTenant = new ConcurrentHashMap<>();
    List<Integer> done =
        together(
            thread -> {
              int mine = 0;
              // Others' claims end, so what is left over is found in some later round.
              while (store().jobs(doneOnes()).size() < THREADS * ROUNDS / 2) {
                List<Job> jobs = store().claim(claim).jobs();
                for (Job job : jobs) {
                  assertTrue(running.incrementAndGet() <= 5, "more than 5 ran");
                  assertTrue(count(perTenant, job).incrementAndGet() <= 2, "more than 2 ran");
                }
                for (Job job : jobs) {
                  count(perTenant, job).decrementAndGet();
                  running.decrementAndGet();
                  assertTrue(change(JobChange.done(job)));
                  mine++;
                }
              }
              return mine;
            });
    assertEquals(THREADS * ROUNDS / 2, done.stream().mapToInt(n -> n).sum());
  }

  private static AtomicInteger count(Map<String, AtomicInteger> counts, Job job) {
    return counts.computeIfAbsent(job.subject().tenant(), tenant -> new AtomicInteger());
  }

  @Test
  void ofEightChangesOfTheSameJobOneIsMade() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      plan(CASE, effect("k" + round));
      Job job = claimOne();
      List<Boolean> made =
          together(thread -> thread % 2 == 0 ? change(JobChange.done(job)) : appended(job));
      assertEquals(1, made.stream().filter(mine -> mine).count());
    }
    assertEquals(ROUNDS, store().jobs(doneOnes()).size());
  }

  private boolean appended(Job job) {
    try {
      store().append(Append.to(job.subject()).change(JobChange.done(job)).build());
      return true;
    } catch (JobLost lost) {
      return false;
    }
  }

  @Test
  void eightThreadsThatMoveOneTimerLeaveOne() throws Exception {
    together(
        thread -> {
          for (int round = 0; round < ROUNDS; round++) {
            plan(CASE, timer("t"));
            claim("w" + thread, 1).jobs().forEach(job -> change(JobChange.retry(job, MINUTE, "")));
          }
          return thread;
        });
    assertEquals(List.of("t"), names(jobs()));
  }

  @Test
  void oneOfEightGetsTheLeaseAndOnlyItsAppendsHappen() throws Exception {
    long lastFence = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Optional<Lease>> leases =
          together(
              thread -> {
                Optional<Lease> lease = store().acquire("acme", "case", "node-" + thread, MINUTE);
                lease.ifPresent(
                    held -> store().append(Append.to(CASE).fence(held).event(event("x")).build()));
                return lease;
              });
      List<Lease> held = leases.stream().flatMap(Optional::stream).toList();
      assertEquals(1, held.size());
      assertTrue(held.get(0).fence() > lastFence);
      lastFence = held.get(0).fence();
      assertEquals(round + 1, store().version(CASE));
      advance(MINUTE);
      refused(FenceLost.class, Append.to(CASE).fence(held.get(0)));
    }
  }

  /** Runs the work in all threads, let go at the same moment; their failures fail the test. */
  private static <T> List<T> together(Work<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<T>> futures =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            start.await();
                            return work.run(thread);
                          }))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
    }
  }
}
