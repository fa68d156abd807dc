package dev.atom.ledger;

import java.time.Duration;
import java.util.Objects;

/**
 * Builds a {@link LedgerWriter}. By default 10,000 records may wait, 500 are written at once, callers
 * wait when the queue is full, and a write that may succeed later is tried eight times, 100 ms later
 * and then each time after twice the pause, which takes 13 seconds. Not thread-safe.
 *
 * @see LedgerWriter#newBuilder
 */
public final class LedgerWriterBuilder {
  final UsageLedger ledger;
  final LostRecords lost;
  int capacity = 10_000;
  int batch = 500;
  int tries = 8;
  Duration pause = Duration.ofMillis(100);
  boolean callerWritesWhenFull;
  boolean inCallersThread;

  LedgerWriterBuilder(UsageLedger ledger, LostRecords lost) {
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.lost = Objects.requireNonNull(lost, "lost");
  }

  LedgerWriterBuilder inCallersThread() {
    inCallersThread = true;
    return this;
  }

  /**
   * Sets how many records may wait.
   *
   * @param records 1 or more
   * @return this builder
   */
  public LedgerWriterBuilder capacity(int records) {
    capacity = positive("capacity", records);
    return this;
  }

  /**
   * Sets how many records are written at once.
   *
   * @param records at most as many, 1 or more
   * @return this builder
   */
  public LedgerWriterBuilder batch(int records) {
    batch = positive("batch", records);
    return this;
  }

  /**
   * Lets a caller that finds the queue full write its record itself instead of waiting.
   *
   * @return this builder
   */
  public LedgerWriterBuilder callerWritesWhenFull() {
    callerWritesWhenFull = true;
    return this;
  }

  /**
   * Sets how often a write is tried whose failure may pass.
   *
   * @param tries in all, 1 to 30
   * @param pause before the second try; doubled before each further one
   * @return this builder
   */
  public LedgerWriterBuilder tries(int tries, Duration pause) {
    this.tries = positive("tries", tries);
    this.pause = Objects.requireNonNull(pause, "pause");
    if (tries > 30 || pause.isNegative() || pause.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "at most 30 tries and a pause of 0 to 60 seconds, not " + tries + " and " + pause);
    }
    return this;
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is 1 or more, not " + value);
    }
    return value;
  }

  /**
   * Starts the writer.
   *
   * @return open until it is closed
   */
  public LedgerWriter open() {
    return new LedgerWriter(this);
  }
}
