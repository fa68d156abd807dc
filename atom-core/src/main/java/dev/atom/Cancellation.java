package dev.atom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A switch that stops running calls from any thread.
 *
 * <p>Thread-safe. Once cancelled it stays so. An action that is registered late runs at once.
 */
public final class Cancellation {
  private final Optional<Cancellation> parent;
  private final List<Action> actions = new ArrayList<>();
  private Optional<Registration> link = Optional.empty();
  private boolean cancelled;

  /** Creates a cancellation that nobody has used yet. */
  Cancellation() {
    parent = Optional.empty();
  }

  /**
   * Creates one that is cancelled with another. It is registered there only while it has actions
   * itself, so that a long-lived parent holds nothing of children that are done.
   */
  Cancellation(Cancellation parent) {
    this.parent = Optional.of(parent);
  }

  /**
   * Tells whether {@link #cancel()} was called, here or on what this is a child of.
   *
   * @return true from then on
   */
  public boolean cancelled() {
    return cancelledHere() || parent.map(Cancellation::cancelled).orElse(false);
  }

  private synchronized boolean cancelledHere() {
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
    if (!add(registered)) {
      action.run();
      return () -> {};
    }
    parent.ifPresent(this::linkTo);
    return () -> remove(registered);
  }

  private synchronized boolean add(Action action) {
    return !cancelled && actions.add(action);
  }

  /** No lock is held here: a parent that is cancelled already runs {@link #cancel()} at once. */
  private void linkTo(Cancellation above) {
    if (linked()) {
      return;
    }
    Registration made = above.onCancel(this::cancel);
    synchronized (this) {
      if (link.isEmpty() && !actions.isEmpty()) {
        link = Optional.of(made);
        return;
      }
    }
    made.close();
  }

  private synchronized boolean linked() {
    return link.isPresent();
  }

  private synchronized Optional<Registration> unlink() {
    Optional<Registration> old = link;
    link = Optional.empty();
    return old;
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
    unlink().ifPresent(Registration::close);
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

  private void remove(Action action) {
    Optional<Registration> unused;
    synchronized (this) {
      actions.remove(action);
      unused = actions.isEmpty() ? unlink() : Optional.empty();
    }
    unused.ifPresent(Registration::close);
  }

  /** How many actions are registered, for tests of what is left behind. */
  synchronized int registered() {
    return actions.size();
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
