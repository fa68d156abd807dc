package dev.atom.router.health;

/** Is told when a target's status changes for a key. Implementations are thread-safe. */
@FunctionalInterface
public interface HealthListener {
  /**
   * A status has changed. Changes that come with time alone, such as the end of a pause, are told
   * when the next call sees them. Called on a caller's thread; what it throws is logged and changes
   * nothing.
   *
   * @param change what has changed
   */
  void changed(HealthChange change);
}
