package dev.atom.speech;

import java.time.Duration;
import java.util.Objects;

/**
 * When a word of a text has been said.
 *
 * @param end where the word ends in the text: the index behind its last UTF-16 character, 1 or more
 * @param endsAt when it has been said, from the start of the sound; not negative
 */
public record WordTime(int end, Duration endsAt) {
  /** Checks the ranges. */
  public WordTime {
    Objects.requireNonNull(endsAt, "endsAt");
    if (end < 1) {
      throw new IllegalArgumentException("end is " + end + "; a word ends at 1 or later");
    }
    if (endsAt.isNegative()) {
      throw new IllegalArgumentException("endsAt is " + endsAt + "; it can't be negative");
    }
  }
}
