package dev.atom.endpoint.openai;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Callers' keys in memory, for hosts that have some hundred of them at most: each call is compared
 * with every key.
 *
 * <p>Guarantees: of a key nothing but its SHA-256 digest is kept, which is enough for random keys and
 * not for passwords; digests are compared in constant time, and all of them, so that the time tells
 * neither how much of a key was right nor whose it was. Thread-safe.
 */
public final class MemoryCallerKeys implements CallerKeys {
  private static final int SHORTEST = 16;

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private MemoryCallerKeys() {}

  /**
   * Returns an empty set of keys, which lets nobody in.
   *
   * @return a new set
   */
  public static MemoryCallerKeys create() {
    return new MemoryCallerKeys();
  }

  /**
   * Lets a caller in. Several keys may belong to one caller, so that they can be changed without a
   * gap.
   *
   * @param key a random key of at least 16 bytes; not kept, the caller of this method closes it
   * @param caller whose it is; replaces the one that the key belonged to before
   * @return this
   * @throws IllegalArgumentException if the key is shorter
   */
  public MemoryCallerKeys add(Secret key, Caller caller) {
    Entry entry = new Entry(digest(key, SHORTEST), caller);
    remove(key);
    entries.add(entry);
    return this;
  }

  /**
   * Lets a key in no more, from the next call on.
   *
   * @param key the key; one that is unknown changes nothing
   */
  public void remove(Secret key) {
    byte[] digest = digest(key, 0);
    entries.removeIf(entry -> MessageDigest.isEqual(entry.digest, digest));
  }

  @Override
  public Optional<Caller> find(Secret key) {
    byte[] digest = digest(key, 0);
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.digest, digest)) {
        found = Optional.of(entry.caller);
      }
    }
    return found;
  }

  private static byte[] digest(Secret key, int shortest) {
    return key.use(
        PlaintextAccess.granted(),
        bytes -> {
          if (bytes.length < shortest) {
            throw new IllegalArgumentException(
                "a caller's key has fewer than " + shortest + " bytes; make random ones");
          }
          try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
          }
        });
  }

  /**
   * Returns how many keys there are.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "MemoryCallerKeys[" + entries.size() + " keys]";
  }

  /** A digest and whose key it is of. */
  private static final class Entry {
    private final byte[] digest;
    private final Caller caller;

    Entry(byte[] digest, Caller caller) {
      this.digest = digest;
      this.caller = caller;
    }
  }
}
