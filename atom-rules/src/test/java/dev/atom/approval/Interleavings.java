package dev.atom.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Runs two actors in every order in which their steps can follow one another. One moves at a time; at
 * each step of either is chosen who makes the next one, like the way through a maze, depth first.
 */
final class Interleavings {
  private final List<Integer> choices = new ArrayList<>();
  private int step;

  /** What an actor calls before each step. */
  final class Pace implements Gated.Gate {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore finished;
    private Pace other = this;
    private boolean chosen;
    private volatile boolean done;

    private Pace(Semaphore finished) {
      this.finished = finished;
    }

    @Override
    public void before(boolean append) {
      if (chosen) {
        chosen = false; // it began because it was to make this step
        return;
      }
      if (!other.done && choose() == 1) {
        other.chosen = !other.begun();
        other.go.release();
        go.acquireUninterruptibly();
      }
    }

    private boolean begun() {
      return thread != null;
    }

    private @org.jspecify.annotations.Nullable Thread thread;

    private void run(Runnable work) {
      Thread.ofVirtual()
          .start(
              () -> {
                go.acquireUninterruptibly();
                thread = Thread.currentThread();
                try {
                  work.run();
                } finally {
                  done = true;
                  other.go.release();
                  finished.release();
                }
              });
    }
  }

  /** Runs the two once, in the next order. */
  void run(
      java.util.function.Function<Pace, Runnable> a,
      java.util.function.Function<Pace, Runnable> b) {
    step = 0;
    Semaphore finished = new Semaphore(0);
    Pace first = new Pace(finished);
    Pace second = new Pace(finished);
    first.other = second;
    second.other = first;
    first.run(a.apply(first));
    second.run(b.apply(second));
    first.go.release();
    finished.acquireUninterruptibly(2);
  }

  /** 0 to go on, 1 to let the other move. */
  private int choose() {
    if (step == choices.size()) {
      choices.add(0);
    }
    return choices.get(step++);
  }

  /** Turns to the next order; false when all have been tried. */
  boolean next() {
    while (!choices.isEmpty()) {
      if (choices.removeLast() == 0) {
        choices.add(1);
        return true;
      }
    }
    return false;
  }
}
