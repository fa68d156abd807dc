package dev.atom;

import java.util.ArrayList;
import java.util.List;

/**
 * A switch that stops running calls from any thread.
 *
 * <p>Thread-safe. Once cancelled it stays so. An action that is registered late runs at once.
 */
public final class Cancellation {
  private final List<Action> actions = new ArrayList<>();
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
    Action registered = new Action(action);
    synchronized (this) {
      if (!cancelled) {
        actions.add(registered);
        return () -> remove(registered);
      }
    }
    action.run();
    return () -> {};
  }

  /**
   * Cancels: runs every registered action once, all of them even if one throws; that exception comes
   * out at the end. A second call does nothing.
   */
  public void cancel() {
    List<Action> pending;
    synchronized (this) {
      cancelled = true;
      pending = List.copyOf(actions);
      actions.clear();
    }
    List<RuntimeException> failures = new ArrayList<>();
    for (Action action : pending) {
      try {
        action.run.run();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.subList(1, failures.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  private synchronized void remove(Action action) {
    actions.remove(action);
  }

  /** One registration: the same Runnable registered twice is two of them. */
  private static final class Action {
    private final Runnable run;

    Action(Runnable run) {
      this.run = run;
    }
  }

  /** Keeps an action registered until it is closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
