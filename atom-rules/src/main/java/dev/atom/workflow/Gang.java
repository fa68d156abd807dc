package dev.atom.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Branches and iterations that go on at the same time, on virtual threads. */
final class Gang {
  private Gang() {}

  static List<Flow> all(Session session, boolean inTurn, int count, IntFunction<Flow> work) {
    return some(session, inTurn, count, count, work);
  }

  /**
   * Does so many at a time. What is blocked keeps its place, so that no more than that are under way.
   *
   * @return a flow for each, stopped for those that were not begun
   */
  static List<Flow> some(
      Session session, boolean inTurn, int count, int atATime, IntFunction<Flow> work) {
    AtomicReferenceArray<Flow> flows = new AtomicReferenceArray<>(Math.max(count, 1));
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            flows.set(i, work.apply(i));
            if (!inTurn && !(flows.get(i) instanceof Flow.Done)) {
              return;
            }
          }
        };
    int threads = Math.min(count, atATime);
    if (inTurn || threads <= 1) {
      worker.run();
    } else {
      run(session, worker, threads);
    }
    List<Flow> found = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Flow flow = flows.get(i);
      found.add(flow == null ? new Flow.Stopped() : flow);
    }
    return found;
  }

  private static void run(Session session, Runnable worker, int count) {
    List<Thread> threads = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      threads.add(
          Thread.ofVirtual()
              .name("atom-workflow-branch")
              .start(
                  () -> {
                    try {
                      worker.run();
                    } catch (Throwable e) { // told to the thread that waits for all
                      session.breakOff(e);
                    }
                  }));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    session.check();
  }

  /** How several stand together. */
  static Flow together(List<Flow> flows, boolean failFast) {
    Optional<Flow> failed = flows.stream().filter(f -> f instanceof Flow.Failed).findFirst();
    boolean compensate =
        flows.stream().anyMatch(f -> f instanceof Flow.Failed one && one.compensate());
    Optional<Flow.Blocked> blocked =
        flows.stream()
            .filter(f -> f instanceof Flow.Blocked)
            .map(f -> (Flow.Blocked) f)
            .reduce(Flow.Blocked::and);
    if (failed.isPresent() && (failFast || blocked.isEmpty())) {
      Flow.Failed first = (Flow.Failed) failed.get();
      return new Flow.Failed(first.step(), first.error(), compensate);
    }
    if (blocked.isPresent()) {
      return blocked.get();
    }
    return flows.stream().filter(f -> !(f instanceof Flow.Done)).findFirst().orElse(Flow.NOTHING);
  }
}
