package dev.atom.vault;

import dev.atom.secret.KeySource;
import dev.atom.secret.Masked;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.grant.GrantOptions;
import dev.atom.vault.grant.GrantRefresher;
import dev.atom.vault.grant.Grants;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.VaultStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps keys and other secrets, sealed per tenant, and gives them out one call at a time.
 *
 * {@snippet file="dev/atom/vault/VaultGuideTest.java" region="first"}
 *
 * <p>Guarantees: what {@link #put} acknowledged survives a crash; a secret opens only for the tenant,
 * user, provider, name and version it was put with; what was changed, moved, put back or removed
 * behind the vault's back is refused, never answered with a wrong or an old value (see docs/vault.md
 * for how far that goes); nothing in plain is kept between calls. Not protected from: code in the
 * same process, and whoever has the store and the master key.
 *
 * <p>Names are any well-formed text, together at most some thousand characters. Times are kept to the
 * millisecond. Thread-safe.
 */
public final class Vault implements KeySource, AutoCloseable {
  private final VaultCore core;
  private final String actor;

  Vault(VaultCore core, String actor) {
    this.core = core;
    this.actor = actor;
  }

  /**
   * Opens a vault in a file, or makes it if the file isn't there. One process at a time has it.
   *
   * @param file the vault's file; {@code .lock} and {@code .index} stand beside it
   * @param masterKey the key; may be closed afterwards
   * @return the vault
   * @throws VaultException if it can't be opened; see the subtypes
   */
  public static Vault open(Path file, MasterKey masterKey) {
    return newBuilder(file, masterKey).open();
  }

  /**
   * Opens a vault, or makes it if the store is empty.
   *
   * @param store where its rows are; closed with the vault
   * @param masterKey the key; may be closed afterwards
   * @return the vault
   * @throws VaultException if it can't be opened; see the subtypes
   */
  public static Vault open(VaultStore store, MasterKey masterKey) {
    return newBuilder(store, masterKey).open();
  }

  /**
   * Starts to open a vault in a file with options.
   *
   * @param file the vault's file
   * @param masterKey the key; may be closed once the vault is open
   * @return the builder
   */
  public static VaultBuilder newBuilder(Path file, MasterKey masterKey) {
    return new VaultBuilder(
        () -> FileVaultStore.open(file), random -> new LocalKek(masterKey, random));
  }

  /**
   * Starts to open a vault with options.
   *
   * @param store where its rows are; closed with the vault
   * @param masterKey the key; may be closed once the vault is open
   * @return the builder
   */
  public static VaultBuilder newBuilder(VaultStore store, MasterKey masterKey) {
    return new VaultBuilder(() -> store, random -> new LocalKek(masterKey, random));
  }

  /**
   * Starts to open a vault whose master key is in a host's key service.
   *
   * @param store where its rows are; closed with the vault
   * @param masterKey the key service; used as long as the vault is open
   * @return the builder
   */
  public static VaultBuilder newBuilder(VaultStore store, KekProvider masterKey) {
    return new VaultBuilder(() -> store, random -> new ProvidedKek(masterKey));
  }

  /**
   * Starts to open a vault whose master key is lost, with the recovery key it was made with. Change
   * the master key next.
   *
   * @param store where its rows are; closed with the vault
   * @param recoveryKey the key; used as long as the vault is open
   * @return the builder
   */
  public static VaultBuilder newBuilder(VaultStore store, RecoveryKey recoveryKey) {
    return new VaultBuilder(() -> store, random -> recoveryKey.kek()).onlyExisting();
  }

  /**
   * Returns this vault as somebody else sees it: what is done through it is checked and audited under
   * that name. Closing it closes the vault.
   *
   * @param name who acts, such as {@code "user:ada"}
   * @return a view of the same vault
   */
  public Vault as(String name) {
    if (name.isBlank() || name.length() > PutCheck.LONGEST_NAME) {
      throw new IllegalArgumentException("an actor has a name of 1 to 4000 characters");
    }
    return new Vault(core, name);
  }

  /**
   * Puts a secret in the place of what was there. Returns when it would survive a loss of power.
   *
   * @param ref where
   * @param secret at most 64 KiB; stays the caller's to close
   * @return the version, higher than all before at this place
   * @throws IllegalArgumentException if it is too long, or looks like a mask of this library
   * @throws VaultException if it can't be kept
   */
  public long put(SecretRef ref, Secret secret) {
    return put(ref, secret, PutOptions.standard());
  }

  /**
   * Puts a secret that ends at some time, as {@link #put(SecretRef, Secret)} does.
   *
   * @param ref where
   * @param secret at most 64 KiB; stays the caller's to close
   * @param expires from when on it is refused; {@link Instant#MAX} for never
   * @return the version
   * @throws IllegalArgumentException if it is too long, or looks like a mask of this library
   * @throws VaultException if it can't be kept
   */
  public long put(SecretRef ref, Secret secret, Instant expires) {
    return put(ref, secret, PutOptions.standard().until(expires));
  }

  /**
   * Puts a secret, as {@link #put(SecretRef, Secret)} does. The version before is kept, and given out
   * by {@link #findPrevious} for the grace period.
   *
   * @param ref where
   * @param secret at most 64 KiB; stays the caller's to close
   * @param options its kind, end and labels
   * @return the version
   * @throws IllegalArgumentException if it is too long, or looks like a mask of this library
   * @throws VersionTaken if another version is there than the options say
   * @throws VaultException if it can't be kept
   */
  public long put(SecretRef ref, Secret secret, PutOptions options) {
    core.require(actor, AuditAction.PUT, ref.tenant(), Optional.of(ref));
    PutCheck.requireNames(ref);
    secret.use(PlaintextAccess.granted(), PutCheck::requirePlain);
    return core.secrets.put(actor, ref, secret, options);
  }

  /**
   * Finds a secret for a call that uses it.
   *
   * @param ref which secret
   * @return a copy, to be closed by the caller; empty if there is none, or it was deleted
   * @throws SecretExpired if its time is over
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   * @throws AccessRefused if the policy says no
   */
  @Override
  public Optional<Secret> find(SecretRef ref) {
    return core.accessed(
        actor, AuditAction.USE, ref, () -> core.giving.given(ref, OpenedSecret::secret));
  }

  /**
   * Gives the plain bytes of a secret to a function and overwrites them when it returns.
   *
   * @param ref which secret
   * @param access proof that the caller means to see the plain bytes
   * @param function what is done with the bytes; must not keep them
   * @param <R> what the function returns, not null
   * @return the function's result; empty if there is no such secret, or it was deleted
   * @throws SecretExpired if its time is over
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   * @throws AccessRefused if the policy says no
   */
  public <R> Optional<R> use(SecretRef ref, PlaintextAccess access, Function<byte[], R> function) {
    java.util.Objects.requireNonNull(access, "access");
    return core.accessed(
        actor, AuditAction.USE, ref, () -> core.giving.given(ref, opened -> opened.with(function)));
  }

  /**
   * Finds the version before the newest while its grace period lasts, such as the old key of a
   * webhook whose sender may not know the new one yet.
   *
   * @param ref which secret
   * @return a copy, to be closed by the caller; empty if there is none, or its grace period is over
   * @throws TamperedRecord if it can't be trusted
   * @throws AccessRefused if the policy says no
   */
  public Optional<Secret> findPrevious(SecretRef ref) {
    return core.accessed(actor, AuditAction.USE, ref, () -> core.giving.previous(ref));
  }

  /**
   * Finds a secret in order to show it to somebody. The same as {@link #find}, under another name in
   * policy and audit, and written to the audit before it is given out.
   *
   * @param ref which secret
   * @return a copy, to be closed by the caller; empty if there is none, or it was deleted
   * @throws SecretExpired if its time is over
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   * @throws AccessRefused if the policy says no
   */
  public Optional<Secret> read(SecretRef ref) {
    Optional<Secret> found =
        core.accessed(
            actor, AuditAction.READ, ref, () -> core.giving.given(ref, OpenedSecret::secret));
    try {
      core.accesses.flush();
      return found;
    } catch (RuntimeException e) {
      found.ifPresent(Secret::close);
      throw e;
    }
  }

  /**
   * Tells all of a secret but itself, whether it is active, deleted, destroyed or expired.
   *
   * @param ref which secret
   * @return empty if there never was one
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   */
  public Optional<SecretInfo> info(SecretRef ref) {
    core.require(actor, AuditAction.LIST, ref.tenant(), Optional.of(ref));
    return core.secrets
        .find(ref)
        .map(
            opened -> {
              try (opened) {
                return SecretInfo.of(opened.head(), core.giving.statusOf(ref));
              }
            });
  }

  /**
   * Returns what a screen may show of a secret, expired or not.
   *
   * @param ref which secret
   * @return the mask; empty if there is none, or it was deleted
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   */
  public Optional<Masked> masked(SecretRef ref) {
    core.require(actor, AuditAction.LIST, ref.tenant(), Optional.of(ref));
    return core.giving.active(ref, core.listing::mask);
  }

  /**
   * Returns a keyed fingerprint, to see whether two secrets of a tenant at a provider are the same.
   * It says nothing to whoever lacks the master key, and differs between tenants and vaults.
   *
   * @param ref which secret
   * @return 32 hexadecimal digits; empty if there is no secret
   * @throws TamperedRecord if there is one, or was, that can't be trusted
   */
  public Optional<String> fingerprint(SecretRef ref) {
    core.require(actor, AuditAction.LIST, ref.tenant(), Optional.of(ref));
    return core.giving.active(ref, opened -> opened.head().fingerprint().toHex());
  }

  /**
   * Lists a tenant's secrets, deleted ones too. One that doesn't open is listed with the reason and
   * hides no other.
   *
   * @param tenant whose
   * @return by user, provider and name
   */
  public List<VaultEntry> list(String tenant) {
    core.require(actor, AuditAction.LIST, tenant, Optional.empty());
    return core.listing.list(tenant);
  }

  /**
   * Finds which of a tenant's secrets at a provider have a value.
   *
   * @param tenant whose
   * @param provider the provider's id
   * @param value the value
   * @return the secrets, deleted and expired ones too; empty if there are none
   */
  public List<SecretRef> search(String tenant, String provider, Secret value) {
    core.require(actor, AuditAction.LIST, tenant, Optional.empty());
    SecretRef any = new SecretRef(tenant, Optional.empty(), provider, SecretRef.DEFAULT_NAME);
    Bytes fingerprint =
        value.use(PlaintextAccess.granted(), plain -> core.secrets.fingerprint(any, plain));
    return core.listing.withFingerprint(tenant, provider, fingerprint);
  }

  /**
   * Makes one of several secrets the default of its provider: {@link #find} gives it out for {@link
   * SecretRef#DEFAULT_NAME}. What had that name before is kept as an older version.
   *
   * @param ref the secret to give out; not the default itself
   * @throws NoSuchSecret if there is none, or it was deleted
   */
  public void makeDefault(SecretRef ref) {
    SecretRef usual =
        new SecretRef(ref.tenant(), ref.user(), ref.provider(), SecretRef.DEFAULT_NAME);
    core.require(actor, AuditAction.DEFAULT, ref.tenant(), Optional.of(usual));
    if (ref.equals(usual)) {
      throw new IllegalArgumentException(
          "'" + SecretRef.DEFAULT_NAME + "' can't stand for itself; name another secret");
    }
    core.secrets.pointTo(actor, usual, ref.name());
  }

  /**
   * Makes an older version the newest again, under a new number.
   *
   * @param ref which secret
   * @param version one of {@link SecretInfo#older}
   * @return the new version
   * @throws NoSuchSecret if there is no such version
   */
  public long rollBack(SecretRef ref, long version) {
    core.require(actor, AuditAction.ROLL_BACK, ref.tenant(), Optional.of(ref));
    return core.secrets.rollBack(actor, ref, version);
  }

  /**
   * Changes a secret's labels.
   *
   * @param ref which secret
   * @param labels the host's, in place of those there are
   * @throws NoSuchSecret if there is none
   */
  public void label(SecretRef ref, Map<String, String> labels) {
    core.require(actor, AuditAction.LABEL, ref.tenant(), Optional.of(ref));
    core.secrets.label(actor, ref, labels);
  }

  /**
   * Changes a secret's end.
   *
   * @param ref which secret
   * @param expires from when on it is refused; {@link Instant#MAX} for never
   * @throws NoSuchSecret if there is none
   */
  public void expire(SecretRef ref, Instant expires) {
    core.require(actor, AuditAction.LABEL, ref.tenant(), Optional.of(ref));
    core.secrets.expire(actor, ref, expires);
  }

  /**
   * Deletes a secret so that {@link #restore} can bring it back. It is not given out any more.
   *
   * @param ref which secret
   * @return whether there was one
   */
  public boolean delete(SecretRef ref) {
    core.require(actor, AuditAction.DELETE, ref.tenant(), Optional.of(ref));
    return core.secrets.delete(actor, ref);
  }

  /**
   * Restores a deleted secret.
   *
   * @param ref which secret
   * @return whether there was a deleted one
   */
  public boolean restore(SecretRef ref) {
    core.require(actor, AuditAction.RESTORE, ref.tenant(), Optional.of(ref));
    return core.secrets.restore(actor, ref);
  }

  /**
   * Destroys a secret with all its versions. Only its name and the number of its last version stay,
   * sealed; the store may keep the sealed bytes until it is compacted, and backups keep theirs.
   *
   * @param ref which secret, active or deleted
   * @return whether there was one
   */
  public boolean destroy(SecretRef ref) {
    core.require(actor, AuditAction.DESTROY, ref.tenant(), Optional.of(ref));
    return core.secrets.destroy(actor, ref);
  }

  /**
   * Destroys one older version of a secret.
   *
   * @param ref which secret
   * @param version one of {@link SecretInfo#older}
   * @return whether it was kept
   */
  public boolean destroy(SecretRef ref, long version) {
    core.require(actor, AuditAction.DESTROY, ref.tenant(), Optional.of(ref));
    return core.secrets.destroy(actor, ref, version);
  }

  /**
   * Returns the OAuth 2 grants in this vault. Make it once and share it: threads that share it wait
   * for one refresh, objects apart for one another's leases.
   *
   * @param refresher asks providers for new tokens
   * @param options how, see {@link GrantOptions#standard}
   * @return the grants; closed with the vault
   */
  public Grants grants(GrantRefresher refresher, GrantOptions options) {
    core.requireOpen();
    return VaultGrantRows.grants(core, actor, refresher, options);
  }

  /**
   * Returns who did what, and when.
   *
   * @return the audit
   */
  public Audit audit() {
    core.requireOpen();
    return core.audit;
  }

  /** Writes uses that wait for it into the audit. */
  public void flush() {
    core.requireOpen();
    core.accesses.flush();
  }

  /** {@return how this vault's keys are changed and destroyed, as the same actor} */
  public Rotation rotation() {
    core.requireOpen();
    return new Rotation(core, actor);
  }

  /**
   * Returns what an operator does with the vault as a whole.
   *
   * @return the operations
   */
  public VaultAdmin admin() {
    core.requireOpen();
    return new VaultAdmin(core, actor);
  }

  /** Writes what waits, closes the store and lets go of the keys. Closing twice is fine. */
  @Override
  public void close() {
    core.close();
  }

  /**
   * Returns that it is a vault, and nothing in it.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "Vault[hidden]";
  }

  VaultCore core() {
    return core;
  }

  String actor() {
    return actor;
  }
}
