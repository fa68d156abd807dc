package dev.atom.limit;

/** What is known of a call that rules can tell calls apart by. */
public enum Fact {
  /** Whose call it is; every call has one. */
  TENANT,
  /** Which of the tenant's users it is made for. */
  USER,
  /** The provider that is called, such as {@code "openai"}. */
  PROVIDER,
  /** The provider's name of the model. */
  MODEL,
  /** A fingerprint of the provider's key, never the key. */
  KEY,
  /** The host's name of the route the call takes. */
  ROUTE,
  /** The host's own endpoint the call came in by. */
  ENDPOINT
}
