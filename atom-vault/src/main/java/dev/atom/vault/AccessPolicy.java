package dev.atom.vault;

/**
 * Decides who may do what. Asked before every access and change; what it refuses is in the audit and
 * throws {@link AccessRefused}.
 *
 * <p>{@link AuditAction#USE} is what clients do when they make a call, {@link AuditAction#READ} what a
 * person does who wants to see the secret: a policy may allow the first and not the second. Both get
 * the bytes, so code that is told to use a secret must be trusted not to show it.
 *
 * <p>Implementations are thread-safe, quick, and must not call the vault. One that throws refuses.
 */
@FunctionalInterface
public interface AccessPolicy {
  /**
   * Decides.
   *
   * @param access who wants what
   * @return whether it is allowed
   */
  boolean allows(Access access);

  /**
   * Allows everything: the host's own checks decide.
   *
   * @return the policy
   */
  static AccessPolicy everything() {
    return access -> true;
  }
}
