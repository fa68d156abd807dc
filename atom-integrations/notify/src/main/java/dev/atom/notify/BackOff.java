package dev.atom.notify;

import java.time.Duration;

/** How often and after which waits a failed send is repeated; the waits double. */
record BackOff(int attempts, Duration first, Duration longest) {
  BackOff {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + "; it must be 1 or more");
    }
    if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a first wait is more than zero and not over the longest; not " + first + ", " + longest);
    }
  }

  boolean isExhaustedAfter(int made) {
    return made >= attempts;
  }

  Duration waitAfter(int made) {
    Duration wait = first;
    for (int i = 1; i < made && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
