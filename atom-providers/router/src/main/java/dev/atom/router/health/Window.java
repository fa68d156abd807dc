package dev.atom.router.health;

import java.util.Arrays;

/** Counts of the last while, in ten parts that fall out one by one. Guarded by its breaker. */
final class Window {
  private static final int PARTS = 10;

  private final long partNanos;
  private final int[] calls = new int[PARTS];
  private final int[] failures = new int[PARTS];
  private long part = Long.MIN_VALUE;

  Window(long nanos) {
    partNanos = Math.max(1, nanos / PARTS);
  }

  void add(boolean failed, long now) {
    move(now);
    int index = Math.floorMod(part, PARTS);
    calls[index]++;
    if (failed) {
      failures[index]++;
    }
  }

  int calls(long now) {
    move(now);
    return Arrays.stream(calls).sum();
  }

  int failures(long now) {
    move(now);
    return Arrays.stream(failures).sum();
  }

  void clear() {
    Arrays.fill(calls, 0);
    Arrays.fill(failures, 0);
  }

  private void move(long now) {
    long present = Math.floorDiv(now, partNanos);
    if (part == Long.MIN_VALUE || present - part >= PARTS) {
      clear();
    } else {
      for (long i = part + 1; i <= present; i++) {
        int index = Math.floorMod(i, PARTS);
        calls[index] = 0;
        failures[index] = 0;
      }
    }
    // A clock that is set back counts on in the part it had reached.
    part = part == Long.MIN_VALUE ? present : Math.max(part, present);
  }
}
