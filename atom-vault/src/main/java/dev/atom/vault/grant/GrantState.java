package dev.atom.vault.grant;

/** Whether a grant gives access tokens. */
public enum GrantState {
  /** It does, and is refreshed when they end. */
  ACTIVE,
  /** It gives none until its owner consents again and the host saves a new grant in its place. */
  NEEDS_CONSENT
}
