package dev.atom;

import java.util.ArrayList;
import java.util.List;

/**
 * A switch that stops running calls from any thread.
 *
 * <p>Thread-safe. Once cancelled it stays so. An action that is registered late runs at once.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /** Creates a cancellation that nobody has used yet. */
  Cancellation() {}

  /**
   * Tells whether {@link #cancel()} was called.
   *
   * @return true from then on
   */
  public synchronized boolean cancelled() {
    return cancelled;
  }

  /**
   * Runs an action at cancellation, or now if that has happened. Close the registration when the
   * call is done, so that long-lived contexts hold nothing of finished calls.
   *
   * @param action what stops the call; short, does not throw
   * @return the registration; closing it twice is fine
   */
  public Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  /** Cancels: runs every registered action once. A second call does nothing. */
  public void cancel() {
    List<Runnable> pending;
    synchronized (this) {
      cancelled = true;
      pending = List.copyOf(actions);
      actions.clear();
    }
    pending.forEach(Runnable::run);
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  /** Keeps an action registered until it is closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
