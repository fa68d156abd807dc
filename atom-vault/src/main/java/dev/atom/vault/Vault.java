package dev.atom.vault;

import dev.atom.secret.KeySource;
import dev.atom.secret.Masked;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import dev.atom.vault.VaultStore.Held;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Keeps keys in a file, sealed per tenant, and gives them out one call at a time.
 *
 * {@snippet file="dev/atom/vault/VaultTest.java" region="first"}
 *
 * <p>Guarantees: what {@link #put} acknowledged survives a crash; a secret opens only for the tenant,
 * user, provider, name, version and expiry it was put with; changed bytes are refused, never answered
 * with a wrong value; nothing in plain is kept between calls. Not detected: that the whole file, or
 * its end from some frame on, was replaced by an older state of itself. Not protected from: code in
 * the same process, and whoever has the file and the master key.
 *
 * <p>One {@code Vault} at a time has a file. All of it is held in memory, sealed; about half a
 * kilobyte for a secret.
 *
 * <p>Thread-safe.
 */
public final class Vault implements KeySource, AutoCloseable {
  private final VaultStore store;
  private final RecordSeal recordSeal;
  private final DataKeys dataKeys;
  private final Clock clock;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean closed;

  Vault(VaultStore store, TinkKeyset master, Clock clock, SecureRandom random, int openDataKeys) {
    this.store = store;
    this.clock = clock;
    this.recordSeal = new RecordSeal(store.vaultId());
    this.dataKeys = new DataKeys(store, master, recordSeal, random, openDataKeys);
  }

  /**
   * Opens a vault, or makes it if the file isn't there.
   *
   * @param file the vault's file; its {@code .lock} and for moments a {@code .tmp} stand beside it
   * @param masterKey the key; may be closed afterwards
   * @return the vault
   * @throws VaultException if it can't be opened; see the subtypes
   */
  public static Vault open(Path file, MasterKey masterKey) {
    return newBuilder(file, masterKey).open();
  }

  /**
   * Starts to open a vault with options.
   *
   * @param file the vault's file
   * @param masterKey the key; may be closed once the vault is open
   * @return the builder
   */
  public static Builder newBuilder(Path file, MasterKey masterKey) {
    return new Builder(file, masterKey);
  }

  /**
   * Puts a secret in the place of what was there. Returns when it would survive a loss of power.
   *
   * @param ref where; its ids are well-formed text, together under one megabyte
   * @param secret at most 64 KiB; stays the caller's to close
   * @return the version, higher than all before at this place
   * @throws VaultException if it can't be kept
   */
  public long put(SecretRef ref, Secret secret) {
    return put(ref, secret, SecretRow.NEVER);
  }

  /**
   * Puts a secret that ends at some time.
   *
   * @param ref where; its ids are well-formed text, together under one megabyte
   * @param secret at most 64 KiB; stays the caller's to close
   * @param expires from when on {@link #find} refuses it, to the millisecond; {@link Instant#MAX}
   *     for never
   * @return the version, higher than all before at this place
   * @throws VaultException if it can't be kept
   */
  public long put(SecretRef ref, Secret secret, Instant expires) {
    return put(ref, secret, millis(expires));
  }

  private static long millis(Instant end) {
    try {
      return end.toEpochMilli();
    } catch (ArithmeticException e) {
      return end.isAfter(Instant.EPOCH) ? SecretRow.NEVER : Long.MIN_VALUE;
    }
  }

  /**
   * Finds a secret.
   *
   * @param ref which secret
   * @return a copy, to be closed by the caller; empty if there is none
   * @throws SecretExpired if its time is over
   * @throws TamperedRecord if there is or may be one that can't be trusted
   */
  @Override
  public Optional<Secret> find(SecretRef ref) {
    Optional<SecretRow> row = present(ref);
    row.ifPresent(this::requireNotExpired);
    return row.map(this::open);
  }

  /**
   * Returns what a screen may show of a secret, expired or not.
   *
   * @param ref which secret
   * @return the mask; empty if there is none
   * @throws TamperedRecord if there is or may be one that can't be trusted
   */
  public Optional<Masked> masked(SecretRef ref) {
    return present(ref).map(this::mask);
  }

  /**
   * Returns a keyed fingerprint, to see whether two secrets of a tenant at a provider are the same.
   * It says nothing to whoever lacks the master key, differs between tenants, and changes with the
   * tenant's data key.
   *
   * @param ref which secret
   * @return 32 hexadecimal digits; empty if there is no secret
   * @throws TamperedRecord if there is or may be one that can't be trusted
   */
  public Optional<String> fingerprint(SecretRef ref) {
    return present(ref)
        .map(
            row ->
                opened(
                    row,
                    (secret, key) ->
                        secret.use(
                            PlaintextAccess.granted(),
                            plain -> key.fingerprint(ref.provider(), plain))));
  }

  /**
   * Lists a tenant's secrets. One that doesn't open is listed with the reason and hides no other.
   *
   * @param tenant whose
   * @return by user, provider and name
   */
  public List<VaultEntry> list(String tenant) {
    requireOpen();
    return store.ofTenant(tenant).stream()
        .filter(held -> held.row().body().isPresent() || held.doubtful())
        .map(this::entry)
        .sorted(
            Comparator.comparing((VaultEntry entry) -> entry.ref().user().orElse(""))
                .thenComparing(entry -> entry.ref().provider())
                .thenComparing(entry -> entry.ref().name()))
        .toList();
  }

  /**
   * Deletes a secret. The sealed bytes stay in the file until it is compacted.
   *
   * @param ref which secret
   * @return whether there was one
   * @throws VaultUnavailable if the deletion can't be kept
   * @throws TamperedRecord if it isn't found and the vault is damaged
   */
  public boolean delete(SecretRef ref) {
    writing.lock();
    try {
      requireOpen();
      Optional<Held> held = store.newest(ref);
      requireFindable(ref, held);
      if (held.isEmpty() || (held.get().row().body().isEmpty() && !held.get().doubtful())) {
        return false;
      }
      store.commit(List.of(held.get().row().deleted(nextVersion(held), clock.millis())));
      return true;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Tells what opening the vault found wrong.
   *
   * @return the health; damage stays until {@link #repair}
   */
  public VaultHealth health() {
    requireOpen();
    return store.health();
  }

  /**
   * Accepts that damaged parts of the file are lost: secrets that can't be trusted are deleted, the
   * rest is kept, and {@link #health} is sound again. Make a copy of the file before.
   *
   * @return the secrets that must be put again, as far as they are known
   * @throws VaultUnavailable if the file can't be rewritten
   */
  public List<SecretRef> repair() {
    writing.lock();
    try {
      requireOpen();
      return store.repair(clock.millis());
    } finally {
      writing.unlock();
    }
  }

  /** Closes the file and lets go of the keys. Closing twice is fine. */
  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        dataKeys.clear();
        store.close();
      }
    } finally {
      writing.unlock();
    }
  }

  /** How many data keys are open in memory. */
  int openDataKeys() {
    return dataKeys.size();
  }

  private long put(SecretRef ref, Secret secret, long expires) {
    writing.lock();
    try {
      requireOpen();
      return seal(ref, secret, expires);
    } finally {
      writing.unlock();
    }
  }

  private long seal(SecretRef ref, Secret secret, long expires) {
    long version = nextVersion(store.newest(ref));
    DataKeyRow key = dataKeys.forSealing(ref.tenant());
    boolean newKey = dataKeys.isNew(key);
    SecretRow place =
        new SecretRow(
            ref, version, SecretRow.API_KEY, clock.millis(), expires, key.id(), Optional.empty());
    TinkKeyset keyset = newKey ? unwrapped(key) : dataKey(ref, key.id());
    SecretRow row =
        secret.use(PlaintextAccess.granted(), plain -> recordSeal.seal(place, keyset, plain));
    store.commit(newKey ? List.of(key, row) : List.of(row));
    return version;
  }

  /** Leaves room for versions that damage may hide. */
  private long nextVersion(Optional<Held> held) {
    return held.map(found -> found.row().version()).orElse(0L) + 1 + damage().size();
  }

  private TinkKeyset unwrapped(DataKeyRow key) {
    return dataKeys
        .unwrap(key)
        .orElseThrow(() -> new IllegalStateException("a fresh data key doesn't open"));
  }

  private TinkKeyset dataKey(SecretRef ref, Bytes id) {
    try {
      return dataKeys.open(ref.tenant(), id);
    } catch (GeneralSecurityException e) {
      throw tampered(ref, "its tenant's data key doesn't open");
    }
  }

  /** The newest row of a secret that is there, trusted as far as the store can tell. */
  private Optional<SecretRow> present(SecretRef ref) {
    requireOpen();
    Optional<Held> held = store.newest(ref);
    requireFindable(ref, held);
    held.ifPresent(this::requireTrusted);
    return held.map(Held::row).filter(row -> row.body().isPresent());
  }

  private List<String> damage() {
    return store.health().damage();
  }

  private void requireFindable(SecretRef ref, Optional<Held> held) {
    if (held.isEmpty() && !damage().isEmpty()) {
      throw tampered(ref, "it isn't found, and a damaged part of the vault may hold it");
    }
  }

  private void requireTrusted(Held held) {
    if (held.doubtful()) {
      throw tampered(held.row().ref(), "a damaged part of the vault may hold a newer version");
    }
  }

  private void requireNotExpired(SecretRow row) {
    if (row.expires() <= clock.millis()) {
      throw new SecretExpired(
          name(row.ref())
              + " expired at "
              + Instant.ofEpochMilli(row.expires())
              + "; put a new one");
    }
  }

  private Secret open(SecretRow row) {
    Bytes body = row.body().orElseThrow();
    try {
      return recordSeal.open(row, body, dataKey(row.ref(), row.dataKey()));
    } catch (GeneralSecurityException e) {
      throw tampered(row.ref(), "it was not sealed for this place, or its bytes were changed");
    }
  }

  private <R> R opened(SecretRow row, BiFunction<Secret, TinkKeyset, R> function) {
    try (Secret secret = open(row)) {
      return function.apply(secret, dataKey(row.ref(), row.dataKey()));
    }
  }

  private Masked mask(SecretRow row) {
    return opened(row, (secret, key) -> secret.masked());
  }

  private VaultEntry entry(Held held) {
    SecretRow row = held.row();
    try {
      requireTrusted(held);
      Optional<Instant> expires =
          Optional.of(row.expires())
              .filter(end -> end != SecretRow.NEVER)
              .map(Instant::ofEpochMilli);
      return new VaultEntry.Usable(
          row.ref(), row.version(), Instant.ofEpochMilli(row.stored()), expires, mask(row));
    } catch (VaultException e) {
      return new VaultEntry.Unusable(
          row.ref(), row.version(), e.code(), Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the vault is closed");
    }
  }

  private static TamperedRecord tampered(SecretRef ref, String why) {
    return new TamperedRecord(
        name(ref) + " can't be trusted: " + why + "; put it again, or restore the vault's file");
  }

  private static String name(SecretRef ref) {
    return "the secret '%s' of provider '%s', tenant '%s'%s"
        .formatted(
            ref.name(),
            ref.provider(),
            ref.tenant(),
            ref.user().map(user -> ", user '" + user + "'").orElse(""))
        .replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Options for opening a vault: clock (the system's), randomness (a new {@link SecureRandom}), how
   * many tenants' data keys stay open (1,000, about 10 kB each).
   */
  public static final class Builder {
    private final Path file;
    private final MasterKey masterKey;
    private Clock clock = Clock.systemUTC();
    private SecureRandom random = new SecureRandom();
    private int openDataKeys = 1_000;
    private long compactFromBytes = FileStore.COMPACT_FROM_BYTES;

    private Builder(Path file, MasterKey masterKey) {
      this.file = file;
      this.masterKey = masterKey;
    }

    /**
     * Sets what says when a secret was put and whether it is over.
     *
     * @param clock the clock
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets where data keys and ids come from; the nonces come from the encryption library's own.
     *
     * @param random the source
     * @return this
     */
    public Builder random(SecureRandom random) {
      this.random = random;
      return this;
    }

    /**
     * Sets how many tenants' data keys stay open in memory.
     *
     * @param count 1 or more
     * @return this
     */
    public Builder openDataKeys(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("at least 1 data key stays open, not " + count);
      }
      this.openDataKeys = count;
      return this;
    }

    Builder compactFromBytes(long bytes) {
      this.compactFromBytes = bytes;
      return this;
    }

    /**
     * Opens the vault, or makes it if the file isn't there.
     *
     * @return the vault
     * @throws VaultException if it can't be opened; see the subtypes
     */
    public Vault open() {
      FileStore store = FileStore.open(file, masterKey, random, compactFromBytes);
      boolean opened = false;
      try {
        Vault vault = new Vault(store, store.master(), clock, random, openDataKeys);
        opened = true;
        return vault;
      } finally {
        if (!opened) {
          store.close();
        }
      }
    }
  }
}
