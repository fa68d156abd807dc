package dev.atom.workflow;

import dev.atom.mock.VirtualClock;
import dev.atom.store.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs to which something happens at every point in turn: before and after each append and each call.
 * The same on every store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RunWalks {
  private int cases;

  /** Opens a new, empty store. */
  protected abstract Store open(VirtualClock clock);

  /** Returns of how many points one is tried. */
  protected int stride() {
    return 1;
  }

  @AfterAll
  final void report() {
    System.out.printf("%s: %d cases%n", getClass().getSimpleName(), cases);
  }

  /** What happens in a new world at a point. */
  @FunctionalInterface
  interface PointCase {
    /** Returns the life in which it happened, or did not because it was over before. */
    Life at(World world, int point);
  }

  /** Tries points until one lies behind the end; returns that one. */
  final int everyPoint(PointCase one) {
    for (int point = 1 + cases % stride(); ; point += stride()) {
      try (World world = new World(this::open)) {
        cases++;
        if (!one.at(world, point).reached()) {
          return point;
        }
      }
    }
  }
}
