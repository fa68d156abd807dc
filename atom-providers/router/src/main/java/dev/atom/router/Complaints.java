package dev.atom.router;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what goes wrong with a cache, once a minute: a store that is down fails at every call. */
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final String route;
  private final Clock clock;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  Complaints(String route, Clock clock) {
    this.route = route;
    this.clock = clock;
  }

  void about(String what, RuntimeException failure) {
    Instant now = clock.instant();
    Instant due = next.get();
    if (!now.isBefore(due) && next.compareAndSet(due, now.plus(BETWEEN))) {
      LOG.warn("the cache of route {}: {}; calls go on", route, what, failure);
    } else {
      LOG.debug("the cache of route {}: {}", route, what, failure);
    }
  }
}
