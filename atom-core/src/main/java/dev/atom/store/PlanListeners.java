package dev.atom.store;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who wants to be told what is planned, for engines: {@link Store#whenPlanned} is {@link #add}, and
 * an append that is durable is {@link #tell told}. Thread-safe, and holds no lock while it tells.
 */
public final class PlanListeners {
  private final List<Consumer<Instant>> listeners = new CopyOnWriteArrayList<>();

  /** Makes an empty list of listeners. */
  public PlanListeners() {}

  /**
   * Adds a listener; one that is added twice is told twice.
   *
   * @param listener is given the instant at which a planned job is due
   * @return run it to remove the listener
   */
  public Runnable add(Consumer<Instant> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return () -> listeners.remove(listener);
  }

  /**
   * Tells all listeners of all jobs that an append has planned.
   *
   * @param append what is durable now
   * @param now when it was written: what was planned for no instant is due then
   */
  public void tell(Append append, Instant now) {
    if (!listeners.isEmpty()) {
      for (NewJob job : append.jobs()) {
        Instant due = job.at().orElse(now);
        listeners.forEach(listener -> listener.accept(due));
      }
    }
  }
}
