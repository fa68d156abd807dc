package dev.atom.workflow;

/** The host is dead: whatever it does from now on has no effect. */
final class HostDied extends Error {
  private static final long serialVersionUID = 1L;

  HostDied() {
    super("the host is dead", null, false, false);
  }
}
