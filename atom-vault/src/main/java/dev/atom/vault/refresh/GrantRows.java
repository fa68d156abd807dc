package dev.atom.vault.refresh;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditAction;
import dev.atom.vault.NoSuchSecret;
import dev.atom.vault.grant.GrantInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What grants need of the vault they are in. Thread-safe. */
public interface GrantRows {
  /** The time of day, in milliseconds since 1970. */
  long now();

  /** The process's own clock, which only goes on. */
  long nanos();

  /** Waits for so many nanoseconds, or less. */
  void pause(long nanos);

  /** Refuses what the policy doesn't allow; the refusal is in the audit then. */
  void require(String actor, AuditAction action, SecretRef ref);

  /** Gives a token out; the use is noted for the audit, a failure too. */
  Optional<Secret> used(String actor, SecretRef ref, Supplier<Optional<Token>> giving);

  /**
   * A token on its way out.
   *
   * @param secret the caller's to close
   * @param version of the grant
   */
  record Token(Secret secret, long version) {}

  /** The grant as it is stored now, the caller's to close; empty if there is none. */
  Optional<GrantRecord> find(SecretRef ref);

  /** What a reader is told where there is no grant. */
  NoSuchSecret none(SecretRef ref);

  /** The grants of a tenant. */
  List<GrantInfo> list(String actor, String tenant);

  /** Puts a grant as a new version; what was there becomes an older one. */
  long put(String actor, SecretRef ref, GrantRecord grant);

  /** Destroys a grant with all its versions. */
  boolean destroy(String actor, SecretRef ref);

  /** Makes one commit, again until nobody else was faster; nothing if the work adds nothing. */
  <T> T change(SecretRef ref, Function<GrantChange, T> work);

  /** Closes something before the vault is closed. */
  void closeFirst(AutoCloseable part);

  /** How a message speaks of a grant. */
  String words(SecretRef ref);
}
