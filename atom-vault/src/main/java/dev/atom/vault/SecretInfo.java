package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that may be known of a secret without itself.
 *
 * @param ref which secret
 * @param kind what it is
 * @param state whether it can be used; its time may be over all the same
 * @param version of the newest, counted from 1
 * @param stored when that was put
 * @param expires when it ends, if it does
 * @param changed when anything of it was changed last
 * @param standsFor the name of the secret that is given out for this one; empty if it is one itself
 * @param labels the host's
 * @param older the versions that can be rolled back to, the oldest first
 * @param lastUsed when it was given out last, as far as it has been written down; empty if never
 * @param uses how often it was given out
 * @param health what the newest check found; empty if there was none
 */
public record SecretInfo(
    SecretRef ref,
    SecretKind kind,
    SecretState state,
    long version,
    Instant stored,
    Optional<Instant> expires,
    Instant changed,
    Optional<String> standsFor,
    Map<String, String> labels,
    List<Older> older,
    Optional<Instant> lastUsed,
    long uses,
    Optional<KeyHealth> health) {
  /**
   * A version that was replaced.
   *
   * @param version its number
   * @param stored when it was put
   * @param usableUntil until when it is given out as the previous one
   */
  public record Older(long version, Instant stored, Instant usableUntil) {}

  /** Copies the collections. */
  public SecretInfo {
    labels = Map.copyOf(labels);
    older = List.copyOf(older);
  }

  static SecretInfo of(Head head, SecretStatus status) {
    return new SecretInfo(
        head.ref(),
        head.kind(),
        head.state(),
        head.version(),
        Instant.ofEpochMilli(head.stored()),
        Optional.of(head.expires()).filter(end -> end != Head.NEVER).map(Instant::ofEpochMilli),
        Instant.ofEpochMilli(head.changed()),
        head.target(),
        head.labels(),
        head.older().stream().map(SecretInfo::older).toList(),
        Optional.of(status.lastUsed()).filter(at -> at > 0).map(Instant::ofEpochMilli),
        status.uses(),
        status.health());
  }

  private static Older older(Head.Older one) {
    return new Older(
        one.version(), Instant.ofEpochMilli(one.stored()), Instant.ofEpochMilli(one.usableUntil()));
  }
}
