package dev.atom.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a secret is put.
 *
 * @param kind what it is
 * @param expires from when on it is refused, to the millisecond; empty for never
 * @param labels the host's, at most 32 of at most 1,000 characters; empty to keep those there are
 * @param grace how long the version before is given out as the previous one; empty for the vault's
 *     usual time
 * @param replaces the version that the newest must have, 0 if there must be none; empty if any is
 *     replaced
 */
public record PutOptions(
    SecretKind kind,
    Optional<Instant> expires,
    Optional<Map<String, String>> labels,
    Optional<Duration> grace,
    OptionalLong replaces) {
  private static final int MOST_LABELS = 32;
  private static final int LONGEST_LABEL = 1_000;

  /** Copies the labels and refuses too many. */
  public PutOptions {
    Objects.requireNonNull(kind, "kind");
    labels = labels.map(PutOptions::checked);
    grace.ifPresent(
        time -> {
          if (time.isNegative()) {
            throw new IllegalArgumentException("a grace period can't be negative: " + time);
          }
        });
    if (replaces.isPresent() && replaces.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "the version to replace is 0 or more, not " + replaces.getAsLong());
    }
  }

  /**
   * An API key that never ends, in place of whatever is there.
   *
   * @return the options
   */
  public static PutOptions standard() {
    return new PutOptions(
        SecretKind.API_KEY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /**
   * Returns the same for another kind of secret.
   *
   * @param newKind what it is
   * @return the options
   */
  public PutOptions ofKind(SecretKind newKind) {
    return new PutOptions(newKind, expires, labels, grace, replaces);
  }

  /**
   * Returns the same with an end.
   *
   * @param end from when on the secret is refused
   * @return the options
   */
  public PutOptions until(Instant end) {
    return new PutOptions(kind, Optional.of(end), labels, grace, replaces);
  }

  /**
   * Returns the same with labels in place of those that are there.
   *
   * @param newLabels the host's
   * @return the options
   */
  public PutOptions labelled(Map<String, String> newLabels) {
    return new PutOptions(kind, expires, Optional.of(newLabels), grace, replaces);
  }

  /**
   * Returns the same with a time for which the version before stays usable as the previous one.
   *
   * @param time 0 or more
   * @return the options
   */
  public PutOptions graceOf(Duration time) {
    return new PutOptions(kind, expires, labels, Optional.of(time), replaces);
  }

  /**
   * Returns the same, to be put only if nobody has put another meanwhile.
   *
   * @param version the newest version there may be; 0 if there must be none
   * @return the options
   */
  public PutOptions replacing(long version) {
    return new PutOptions(kind, expires, labels, grace, OptionalLong.of(version));
  }

  static Map<String, String> checked(Map<String, String> labels) {
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "a secret has at most " + MOST_LABELS + " labels, not " + labels.size());
    }
    labels.forEach(
        (name, value) -> {
          if (name.isBlank() || name.length() > LONGEST_LABEL || value.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException(
                "a label has a name and at most "
                    + LONGEST_LABEL
                    + " characters; this one isn't: '"
                    + Words.safe(name.substring(0, Math.min(name.length(), 100)))
                    + "'");
          }
        });
    return Map.copyOf(labels);
  }
}
