package dev.atom.router;

import dev.atom.router.health.Breaker;
import dev.atom.router.health.HealthChange;
import dev.atom.router.health.HealthListener;
import dev.atom.router.health.HealthStatus;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees changes of health, tells them and keeps the last of them. Thread-safe. */
final class HealthWatch {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int KEPT = 1_000;

  private final List<HealthListener> listeners;
  private final Clock clock;
  private final ReentrantLock lock;
  private final Deque<HealthChange> history;

  HealthWatch(List<HealthListener> listeners, Clock clock, Optional<HealthWatch> before) {
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
    lock = before.isPresent() ? before.get().lock : new ReentrantLock();
    history = before.isPresent() ? before.get().history : new ArrayDeque<>();
  }

  /** Looks at a place as a key sees it, after a call there has ended. */
  void look(Fleet fleet, int place, KeyHealth key) {
    HealthStatus known = key.told(fleet.at(place));
    if (known == HealthStatus.HEALTHY && quiet(fleet, place, key)) {
      return;
    }
    Seen seen = see(fleet, place, Optional.of(key));
    if (seen.status != known && key.tell(fleet.at(place), known, seen.status)) {
      tell(
          new HealthChange(
              fleet.name(place),
              key.id(),
              known,
              seen.status,
              seen.reason.orElse("-"),
              clock.instant()));
    }
  }

  /** Nothing has ever failed there, which is nearly always so. */
  private static boolean quiet(Fleet fleet, int place, KeyHealth key) {
    return key.seen(fleet.at(place)) == null
        && key.key().state() == Breaker.State.CLOSED
        && fleet.server(place).state() == Breaker.State.CLOSED;
  }

  /** A status and why. */
  record Seen(HealthStatus status, Optional<String> reason) {}

  /** The worst of what server, key and model show. */
  static Seen see(Fleet fleet, int place, Optional<KeyHealth> key) {
    long now = fleet.now();
    Seen worst = new Seen(HealthStatus.HEALTHY, Optional.empty());
    worst = worse(worst, fleet.server(place), now);
    if (key.isPresent()) {
      worst = worse(worst, key.get().key(), now);
      worst = worse(worst, key.get().seen(fleet.at(place)), now);
    }
    return worst;
  }

  private static Seen worse(Seen than, @Nullable Breaker breaker, long now) {
    if (breaker == null) {
      return than;
    }
    HealthStatus own = breaker.status(now);
    return own.compareTo(than.status) > 0 ? new Seen(own, breaker.reason()) : than;
  }

  private void tell(HealthChange change) {
    lock.lock();
    try {
      history.addLast(change);
      if (history.size() > KEPT) {
        history.removeFirst();
      }
    } finally {
      lock.unlock();
    }
    for (HealthListener listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        LOG.warn("the health listener {} failed; the call goes on", listener.getClass(), e);
      }
    }
  }

  List<HealthChange> history() {
    lock.lock();
    try {
      return List.copyOf(history);
    } finally {
      lock.unlock();
    }
  }
}
