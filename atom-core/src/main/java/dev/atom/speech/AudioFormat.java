package dev.atom.speech;

import java.time.Duration;

/**
 * The form of uncompressed sound: PCM of signed 16-bit samples, little-endian, the channels of one
 * instant next to each other.
 *
 * @param sampleRate samples per second of each channel, 1 or more, such as 16,000
 * @param channels 1 for mono, 2 for stereo
 */
public record AudioFormat(int sampleRate, int channels) {
  private static final int BYTES_PER_SAMPLE = 2;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Checks the ranges. */
  public AudioFormat {
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sampleRate is " + sampleRate + "; it must be 1 or more");
    }
    if (channels < 1 || channels > 2) {
      throw new IllegalArgumentException("channels is " + channels + "; it must be 1 or 2");
    }
  }

  /**
   * Returns the size of one instant.
   *
   * @return in bytes
   */
  public int frameBytes() {
    return BYTES_PER_SAMPLE * channels;
  }

  /**
   * Returns how long so many bytes sound.
   *
   * @param bytes whole frames, not negative
   * @return the time, to the nanosecond, rounded down
   */
  public Duration durationOf(int bytes) {
    long frames = bytes / frameBytes();
    return Duration.ofSeconds(frames / sampleRate)
        .plusNanos(frames % sampleRate * NANOS_PER_SECOND / sampleRate);
  }
}
