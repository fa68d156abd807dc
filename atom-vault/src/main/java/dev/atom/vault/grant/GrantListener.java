package dev.atom.vault.grant;

/** Is told what a host must show its users. */
@FunctionalInterface
public interface GrantListener {
  /**
   * Tells that a grant's owner must consent again. Called after that is written, at most once for
   * each time it happens, in the process that found out; {@link Grants#needsConsent} lists what a
   * crash kept from being told. Must be quick and not close the vault; what it throws is logged by
   * the name of its class and changes nothing.
   *
   * @param grant which grant, and why
   */
  void needsConsent(GrantInfo grant);

  /**
   * Does nothing.
   *
   * @return the listener
   */
  static GrantListener none() {
    return grant -> {};
  }
}
