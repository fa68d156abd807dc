package dev.atom.router.stats;

import java.util.concurrent.atomic.AtomicInteger;

/** What was seen of one model at a provider, whoever asked it. Thread-safe. */
public final class TargetStats {
  private static final double HALF_LIFE_NANOS = 60e9;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final DecayingHistogram firstToken = new DecayingHistogram(HALF_LIFE_NANOS);
  private final DecayingHistogram perToken = new DecayingHistogram(HALF_LIFE_NANOS);
  private final DecayingHistogram whole = new DecayingHistogram(HALF_LIFE_NANOS);

  /** Creates the statistics of a target that nobody has asked. */
  public TargetStats() {}

  /** Says that a call begins. */
  public void began() {
    inFlight.incrementAndGet();
  }

  /** Says that a call is over. */
  public void ended() {
    inFlight.decrementAndGet();
  }

  /**
   * Returns the calls that run.
   *
   * @return 0 or more
   */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Returns the times to the first token of streams.
   *
   * @return the histogram
   */
  public DecayingHistogram firstToken() {
    return firstToken;
  }

  /**
   * Returns the times for each token behind the first of streams.
   *
   * @return the histogram
   */
  public DecayingHistogram perToken() {
    return perToken;
  }

  /**
   * Returns the times of whole replies.
   *
   * @return the histogram
   */
  public DecayingHistogram whole() {
    return whole;
  }

  /**
   * Returns the time that a call is expected to take.
   *
   * @param streamed whether it is a stream
   * @param tokens how many tokens the reply will have
   * @param now the present
   * @return nanoseconds; NaN if too little is known
   */
  public double expectedNanos(boolean streamed, double tokens, long now) {
    DecayingHistogram first = streamed ? firstToken : whole;
    if (first.weight(now) < 0.5) {
      return Double.NaN;
    }
    double rest = streamed && perToken.weight(now) >= 0.5 ? tokens * perToken.median() : 0;
    return first.median() + rest;
  }
}
