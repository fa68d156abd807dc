package dev.atom.knowledge.parsers;

import dev.atom.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a parse that takes too long or gives too much. Used by the parsing thread alone. */
final class Watch {
  /** Reading the clock costs more than most steps do. */
  private static final int STEPS_PER_LOOK = 64;

  private final ParseLimits limits;
  private final Deadline deadline;
  private long steps;

  Watch(ParseLimits limits) {
    this.limits = limits;
    this.deadline = Deadline.after(limits.time());
  }

  ParseLimits limits() {
    return limits;
  }

  /** Called from whatever runs in a loop that a file decides on. */
  void step() {
    if (steps++ % STEPS_PER_LOOK == 0) {
      look();
    }
  }

  void look() {
    if (Thread.currentThread().isInterrupted() || deadline.passed()) {
      throw tooSlow();
    }
  }

  Refusal tooSlow() {
    return new Refusal(
        ParseOutcome.Reason.TOO_SLOW,
        "it was not done in " + limits.time() + "; allow more time or split it");
  }

  void characters(long count) {
    if (count > limits.characters()) {
      throw new Refusal(
          ParseOutcome.Reason.TOO_LARGE,
          "its text has more than " + limits.characters() + " characters; split it");
    }
  }

  void pages(int count) {
    if (count > limits.pages()) {
      throw new Refusal(
          ParseOutcome.Reason.TOO_LARGE,
          "it has " + count + " pages, at most " + limits.pages() + " are read; split it");
    }
  }

  /** The same bytes, with a look at the clock for each read. */
  InputStream over(InputStream bytes) {
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        step();
        return super.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        look();
        return super.read(target, offset, length);
      }
    };
  }
}
