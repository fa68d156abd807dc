package dev.atom.rules.replay;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * How events are replayed.
 *
 * @param samples how many events are named at most, in all and for each rule
 * @param every after how many events the progress is told
 * @param progress is given the number of events so far; runs on the replaying thread
 */
public record ReplayOptions(int samples, int every, LongConsumer progress) {
  /** Ten samples, and nobody is told of progress. */
  public static final ReplayOptions DEFAULT = new ReplayOptions(10, 1_000, events -> {});

  /** Refuses less than no samples, and progress after less than one event. */
  public ReplayOptions {
    Objects.requireNonNull(progress, "progress");
    if (samples < 0 || every < 1) {
      throw new IllegalArgumentException(
          "there are 0 or more samples and progress after 1 or more events, not "
              + samples
              + " and "
              + every);
    }
  }

  /**
   * Returns these options with another number of samples.
   *
   * @param most how many events are named, 0 or more
   * @return the options
   */
  public ReplayOptions samples(int most) {
    return new ReplayOptions(most, every, progress);
  }

  /**
   * Returns these options with somebody who is told of progress.
   *
   * @param after how many events, 1 or more
   * @param listener is given the number of events so far
   * @return the options
   */
  public ReplayOptions progress(int after, LongConsumer listener) {
    return new ReplayOptions(samples, after, listener);
  }
}
