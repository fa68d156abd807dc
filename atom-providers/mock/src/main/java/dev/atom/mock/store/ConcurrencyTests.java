package dev.atom.mock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.FenceLost;
import dev.atom.store.Lease;
import dev.atom.store.OutboxItem;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import dev.atom.store.VersionConflict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Eight threads at once: nothing lost, nothing doubled, one winner. */
abstract class ConcurrencyTests extends TimerTests {
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
      inOrderPerThread(events);
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

  private static void inOrderPerThread(List<Event> events) {
    int[] last = new int[THREADS];
    for (Event event : events) {
      String[] parts = text(event).split("/", -1);
      int thread = Integer.parseInt(parts[0]);
      int round = Integer.parseInt(parts[1]);
      assertTrue(round >= last[thread], "a thread's own order was changed");
      last[thread] = round;
    }
  }

  @Test
  void appendsWithoutExpectationUnderEightThreadsAllHappen() throws Exception {
    List<List<Long>> versions =
        together(
            thread ->
                IntStream.range(0, ROUNDS).mapToObj(i -> append(CASE, thread + "/" + i)).toList());
    List<Long> all = versions.stream().flatMap(List::stream).sorted().toList();
    assertEquals(LongStream.rangeClosed(1, THREADS * ROUNDS).boxed().toList(), all);
    assertEquals(THREADS * ROUNDS, new HashSet<>(texts(CASE)).size());
  }

  @Test
  void sameUniqueKeyFromEightThreadsHasOneWinnerAndTheOthersLearnTheHolder() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      UniqueKey key = new UniqueKey("acme", "message:email", "m-" + round);
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
    }
  }

  @Test
  void eightWorkersClaimEachItemAndTimerOnce() throws Exception {
    for (int i = 0; i < THREADS * ROUNDS; i++) {
      store()
          .append(
              Append.to(subject("s" + i))
                  .effect("k" + i, "reply", data("x"))
                  .timer("reminder", now(), data("x"))
                  .build());
    }
    List<List<String>> claimed =
        together(
            thread -> {
              List<String> mine = new ArrayList<>();
              while (claimOutbox(thread, mine)) {
                assertTrue(mine.size() <= THREADS * ROUNDS);
              }
              while (claimTimers(thread, mine)) {
                assertTrue(mine.size() <= 2 * THREADS * ROUNDS);
              }
              return mine;
            });
    List<String> all = claimed.stream().flatMap(List::stream).toList();
    assertEquals(2 * THREADS * ROUNDS, all.size());
    assertEquals(2 * THREADS * ROUNDS, new HashSet<>(all).size());
  }

  private boolean claimOutbox(int thread, List<String> claimed) {
    List<OutboxItem> items = store().claimOutbox("w" + thread, REPLY, 7, MINUTE);
    items.forEach(item -> claimed.add(item.key()));
    return !items.isEmpty();
  }

  private boolean claimTimers(int thread, List<String> claimed) {
    List<Timer> timers = store().claimTimers("w" + thread, PURPOSES, 7, MINUTE);
    timers.forEach(timer -> claimed.add(timer.subject().id()));
    return !timers.isEmpty();
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
      refused(FenceLost.class, Append.to(CASE).fence(held.get(0)).build());
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
