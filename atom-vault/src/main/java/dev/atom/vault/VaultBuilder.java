package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.VaultStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Options for opening a vault. Those of time are to the millisecond. Not thread-safe.
 *
 * <p>Unless said otherwise: the system's clock; a new {@link SecureRandom}; 1,000 tenants' data keys
 * (about 10 kB each) stay open for 10 minutes; what another process changes is seen at once, and what
 * somebody puts back into a shared store is noticed within a second; 10 versions are kept and the one
 * before is usable for a day; uses are written to the audit every 5 seconds; everything is allowed;
 * masks show the last four characters of long secrets.
 */
public final class VaultBuilder {
  private final Supplier<VaultStore> store;
  private final Function<SecureRandom, Kek> kek;
  Clock clock = Clock.systemUTC();
  AccessPolicy policy = AccessPolicy.everything();
  boolean masks = true;
  Duration accessInterval = Duration.ofSeconds(5);
  private SecureRandom random = new SecureRandom();
  private LongSupplier nanos = System::nanoTime;
  private int openDataKeys = 1_000;
  private Duration dataKeyLife = Duration.ofMinutes(10);
  private Duration freshness = Duration.ofSeconds(1);
  private int versions = 10;
  private Duration grace = Duration.ofDays(1);
  private Bytes recipient = Bytes.EMPTY;
  private boolean onlyExisting;

  VaultBuilder(Supplier<VaultStore> store, Function<SecureRandom, Kek> kek) {
    this.store = store;
    this.kek = kek;
  }

  /**
   * Sets what says when a secret was put and whether it is over.
   *
   * @param newClock the clock
   * @return this
   */
  public VaultBuilder clock(Clock newClock) {
    this.clock = newClock;
    return this;
  }

  /**
   * Sets where keys and ids come from; the nonces come from the encryption library's own source.
   *
   * @param source the source
   * @return this
   */
  public VaultBuilder random(SecureRandom source) {
    this.random = source;
    return this;
  }

  /**
   * Sets how many tenants' data keys stay open in memory.
   *
   * @param count 1 or more
   * @return this
   */
  public VaultBuilder openDataKeys(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 data key stays open, not " + count);
    }
    this.openDataKeys = count;
    return this;
  }

  /**
   * Sets how long a tenant's data keys stay open in memory.
   *
   * @param time more than 0
   * @return this
   */
  public VaultBuilder dataKeyLife(Duration time) {
    this.dataKeyLife = positive("a data key's life", time);
    return this;
  }

  /**
   * Sets within which time a process notices that somebody put an older state of a secret back into a
   * store that several processes share. What another process changes through its own vault is seen at
   * once. Shorter costs a second look into the store more often; 0 for every time.
   *
   * @param time 0 or more
   * @return this
   */
  public VaultBuilder freshness(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("freshness can't be negative: " + time);
    }
    this.freshness = time;
    return this;
  }

  /**
   * Sets how many versions of a secret are kept.
   *
   * @param count the newest included, 1 to 1,000
   * @return this
   */
  public VaultBuilder versions(int count) {
    if (count < 1 || count > 1_000) {
      throw new IllegalArgumentException("1 to 1000 versions are kept, not " + count);
    }
    this.versions = count;
    return this;
  }

  /**
   * Sets how long the version before the newest is given out by {@link Vault#findPrevious}.
   *
   * @param time 0 or more
   * @return this
   */
  public VaultBuilder grace(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a grace period can't be negative: " + time);
    }
    this.grace = time;
    return this;
  }

  /**
   * Sets who may do what.
   *
   * @param newPolicy the policy
   * @return this
   */
  public VaultBuilder policy(AccessPolicy newPolicy) {
    this.policy = newPolicy;
    return this;
  }

  /**
   * Sets whether masks show the last characters of a secret.
   *
   * @param shown false if they show nothing
   * @return this
   */
  public VaultBuilder masks(boolean shown) {
    this.masks = shown;
    return this;
  }

  /**
   * Sets how often uses are written to the audit. A crash loses what was not written yet.
   *
   * @param time 0 to write each use before the secret is given out
   * @return this
   */
  public VaultBuilder accessInterval(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("an interval can't be negative: " + time);
    }
    this.accessInterval = time;
    return this;
  }

  /**
   * Seals a new vault for a recovery key too. An existing one keeps the recipient it has; a change of
   * the master key can set another.
   *
   * @param recoveryRecipient what {@link RecoveryKey#recipient} returned
   * @return this
   */
  public VaultBuilder recovery(String recoveryRecipient) {
    this.recipient = recipient(recoveryRecipient);
    return this;
  }

  /**
   * Refuses to make a vault where there is none, so that a store that was emptied is noticed.
   *
   * @return this
   */
  public VaultBuilder onlyExisting() {
    this.onlyExisting = true;
    return this;
  }

  /** Sets the process's own clock, for tests. */
  VaultBuilder nanos(LongSupplier source) {
    this.nanos = source;
    return this;
  }

  /**
   * Opens the vault, or makes it if its store is empty.
   *
   * @return the vault, which acts as {@code "host"}
   * @throws VaultException if it can't be opened; see the subtypes
   */
  public Vault open() {
    VaultStore rows = store.get();
    boolean opened = false;
    try {
      if (onlyExisting && rows.get(Header.KEY).isEmpty()) {
        throw new VaultCorrupt("there is no vault in the store; none is made");
      }
      Roots roots = Roots.open(rows, kek.apply(random), random, recipient);
      Vault vault = new Vault(new VaultCore(rows, roots, this), "host");
      opened = true;
      return vault;
    } finally {
      if (!opened) {
        rows.close();
      }
    }
  }

  Tenants.Bounds bounds() {
    return new Tenants.Bounds(
        openDataKeys, dataKeyLife.toNanos(), freshness.toNanos(), nanos, clock);
  }

  Secrets.Keeping keeping() {
    return new Secrets.Keeping(versions, grace);
  }

  static Bytes recipient(String hex) {
    try {
      byte[] key = HexFormat.of().parseHex(hex);
      if (key.length == 32) {
        return Bytes.of(key);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "a recovery recipient has 64 hexadecimal digits; this one isn't");
  }

  private static Duration positive(String what, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(what + " is more than 0, not " + time);
    }
    return time;
  }
}
