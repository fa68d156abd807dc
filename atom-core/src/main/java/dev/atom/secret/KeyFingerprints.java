package dev.atom.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A source of keys that can tell which calls use the same key, without the key: by a fingerprint, 64
 * bits of its SHA-256 as hexadecimal digits. Give it to the clients as their source and to whatever
 * keeps things apart by key, such as a router; then a new key is seen as soon as a client has used it.
 *
 * <p>A fingerprint is remembered for a while, so asking for it mostly costs a look into a map of
 * bounded size. Thread-safe.
 */
public final class KeyFingerprints implements KeySource {
  /** The fingerprint of a call without a key. */
  public static final String NONE = "none";

  private static final int MOST = 10_000;
  private static final String PREFIX = "atom-key-fingerprint:";

  private final KeySource keys;
  private final LongSupplier nanos;
  private final long lifeNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SecretRef, Seen> seen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SecretRef, Seen> eldest) {
          return size() > MOST;
        }
      };

  /** What was found for a reference, and when. */
  private record Seen(String fingerprint, long at) {}

  private KeyFingerprints(KeySource keys, LongSupplier nanos, Duration life) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.nanos = nanos;
    this.lifeNanos = life.toNanos();
  }

  /**
   * Returns the keys of a source with their fingerprints.
   *
   * @param keys where keys come from
   * @param life how long a fingerprint is remembered before the source is asked again
   * @return the source
   */
  public static KeyFingerprints of(KeySource keys, Duration life) {
    return new KeyFingerprints(keys, System::nanoTime, life);
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    Optional<Secret> secret = keys.find(ref);
    remember(ref, secret.map(KeyFingerprints::digest).orElse(NONE));
    return secret;
  }

  /**
   * Returns the fingerprint of the key that calls use.
   *
   * @param ref for which tenant, user and provider
   * @return sixteen hexadecimal digits; {@link #NONE} if there is no key
   * @throws dev.atom.AtomException if there is a key but it can't be opened
   */
  public String fingerprint(SecretRef ref) {
    lock.lock();
    try {
      Seen known = seen.get(ref);
      if (known != null && nanos.getAsLong() - known.at < lifeNanos) {
        return known.fingerprint;
      }
    } finally {
      lock.unlock();
    }
    Optional<Secret> found = keys.find(ref);
    String fingerprint = NONE;
    if (found.isPresent()) {
      try (Secret secret = found.get()) {
        fingerprint = digest(secret);
      }
    }
    remember(ref, fingerprint);
    return fingerprint;
  }

  private void remember(SecretRef ref, String fingerprint) {
    lock.lock();
    try {
      seen.put(ref, new Seen(fingerprint, nanos.getAsLong()));
    } finally {
      lock.unlock();
    }
  }

  private static String digest(Secret secret) {
    return secret.use(
        PlaintextAccess.granted(),
        bytes -> {
          try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha.digest(bytes), 0, 8);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
          }
        });
  }

  @Override
  public String toString() {
    return "KeyFingerprints[" + keys.getClass().getSimpleName() + "]";
  }
}
