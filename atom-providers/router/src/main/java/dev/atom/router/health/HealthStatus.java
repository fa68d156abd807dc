package dev.atom.router.health;

/** How a target is, as one key sees it. */
public enum HealthStatus {
  /** Calls go there. */
  HEALTHY,
  /** Calls go there, but more than one in ten has failed of late, or it is coming back step by step. */
  DEGRADED,
  /** No call goes there for a while. */
  OPEN,
  /** The while is over: one call is let through to see. */
  PROBING,
  /** The provider does not take the key, or its quota is used up. */
  REJECTED_KEY
}
