package dev.atom.router;

import dev.atom.router.health.Breaker;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.health.HealthStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How a provider treats one key: the key itself, and each of the provider's models with it. A model
 * gets a breaker when it first fails, so a key that works takes little memory. Thread-safe.
 */
final class KeyHealth {
  private final int client;
  private final String provider;
  private final String id;
  private final BreakerSettings settings;
  private final Breaker key;
  private final AtomicReferenceArray<@Nullable Breaker> models;
  private final AtomicReferenceArray<@Nullable HealthStatus> told;
  private volatile long lastUsed;

  KeyHealth(int client, String provider, String id, BreakerSettings settings, int models) {
    this.client = client;
    this.provider = provider;
    this.id = id;
    this.settings = settings;
    // A key that is taken again is taken for all calls.
    key =
        new Breaker(
            new BreakerSettings(
                settings.window(),
                settings.leastCalls(),
                settings.failureShare(),
                settings.connectFailures(),
                settings.firstPause(),
                settings.longestPause(),
                settings.keyPause(),
                Duration.ZERO));
    this.models = new AtomicReferenceArray<>(models);
    told = new AtomicReferenceArray<>(models);
  }

  /** The number of the client that uses it. */
  int client() {
    return client;
  }

  String provider() {
    return provider;
  }

  /** The fingerprint. */
  String id() {
    return id;
  }

  Breaker key() {
    return key;
  }

  /** The breaker of a model, if it ever failed. */
  @Nullable Breaker seen(int model) {
    return models.get(model);
  }

  Breaker model(int model) {
    Breaker known = models.get(model);
    if (known != null) {
      return known;
    }
    models.compareAndSet(model, null, new Breaker(settings));
    Breaker made = models.get(model);
    if (made == null) {
      throw new IllegalStateException("breakers are never taken away");
    }
    return made;
  }

  boolean ready(int model, long now) {
    Breaker breaker = models.get(model);
    return key.ready(now) && (breaker == null || breaker.ready(now));
  }

  /** The status that was told last. */
  HealthStatus told(int model) {
    HealthStatus known = told.get(model);
    return known == null ? HealthStatus.HEALTHY : known;
  }

  /** Returns whether the caller is the one to tell the change. */
  boolean tell(int model, HealthStatus from, HealthStatus to) {
    HealthStatus known = told.get(model);
    return (known == null ? HealthStatus.HEALTHY : known) == from
        && told.compareAndSet(model, known, to);
  }

  void used(long now) {
    lastUsed = now;
  }

  long lastUsed() {
    return lastUsed;
  }

  void reset() {
    key.reset();
    for (int i = 0; i < models.length(); i++) {
      Breaker breaker = models.get(i);
      if (breaker != null) {
        breaker.reset();
      }
    }
  }
}
