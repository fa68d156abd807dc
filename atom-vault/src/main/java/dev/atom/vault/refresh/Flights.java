package dev.atom.vault.refresh;

import dev.atom.secret.SecretRef;
import dev.atom.vault.refresh.Refresh.Order;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The refreshes of one process, one at a time for a grant, each on a thread of its own, so that no
 * caller's end is the refresh's. Thread-safe.
 */
final class Flights implements AutoCloseable {
  private final Refresh refresh;
  private final Duration longest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SecretRef, Flight> flying = new HashMap<>();
  private volatile boolean closed;

  /**
   * Creates them.
   *
   * @param longest how long to wait for them at the end
   */
  Flights(Refresh refresh, Duration longest) {
    this.refresh = refresh;
    this.longest = longest;
  }

  /**
   * Joins the refresh of a grant or starts one.
   *
   * @param version of the tokens that are to be replaced; one that is going on may be for another
   */
  Flight join(String actor, SecretRef ref, long version) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the grants are closed");
      }
      Flight flight = flying.get(ref);
      if (flight == null) {
        Flight started = new Flight(version);
        flying.put(ref, started);
        flight = started;
        Thread.ofVirtual()
            .name("atom-vault-refresh")
            .start(() -> fly(new Order(actor, ref, started, () -> closed)));
      }
      return flight;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what is going on. */
  @Override
  public void close() {
    List<Flight> last;
    lock.lock();
    try {
      closed = true;
      last = List.copyOf(flying.values());
    } finally {
      lock.unlock();
    }
    long until = System.nanoTime() + longest.toNanos();
    try {
      for (Flight flight : last) {
        flight.awaitEnd(until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fly(Order order) {
    End end = new End.Failed(new IllegalStateException("a refresh ended without a word"));
    try {
      end = refresh.run(order);
    } catch (RuntimeException e) {
      end = new End.Failed(e);
    } finally {
      lock.lock();
      try {
        flying.remove(order.ref());
      } finally {
        lock.unlock();
      }
      order.flight().end(end);
    }
  }
}
