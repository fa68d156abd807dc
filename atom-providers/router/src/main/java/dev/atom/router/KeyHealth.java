package dev.atom.router;

import dev.atom.model.ChatModel;
import dev.atom.router.health.Breaker;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.health.HealthStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How a provider treats one key: the key itself, and each of the provider's models with it. A model
 * gets a breaker when it first fails, so a key that works takes little memory. Thread-safe.
 */
final class KeyHealth {
  private final ChatModel client;
  private final String provider;
  private final String id;
  private final Breaker key;
  private final Map<Place, Breaker> models = new ConcurrentHashMap<>();
  private final Map<Place, HealthStatus> told = new ConcurrentHashMap<>();
  private volatile BreakerSettings settings;
  private volatile long lastUsed;

  KeyHealth(ChatModel client, String provider, String id, BreakerSettings settings) {
    this.client = client;
    this.provider = provider;
    this.id = id;
    this.settings = settings;
    key = new Breaker(withoutRamp(settings));
  }

  /** A key that is taken again is taken for all calls. */
  private static BreakerSettings withoutRamp(BreakerSettings settings) {
    return new BreakerSettings(
        settings.window(),
        settings.leastCalls(),
        settings.failureShare(),
        settings.connectFailures(),
        settings.firstPause(),
        settings.longestPause(),
        settings.keyPause(),
        Duration.ZERO);
  }

  /** Forgets what is known of other models, and goes by other settings from now on. */
  void keep(Collection<Place> places, BreakerSettings settings) {
    models.keySet().retainAll(places);
    told.keySet().retainAll(places);
    this.settings = settings;
    key.settings(withoutRamp(settings));
    models.values().forEach(breaker -> breaker.settings(settings));
  }

  /** The client that uses it. */
  ChatModel client() {
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
  @Nullable Breaker seen(Place model) {
    return models.get(model);
  }

  Breaker model(Place model) {
    return models.computeIfAbsent(model, place -> new Breaker(settings));
  }

  boolean ready(Place model, long now) {
    Breaker breaker = models.get(model);
    return key.ready(now) && (breaker == null || breaker.ready(now));
  }

  /** The status that was told last. */
  HealthStatus told(Place model) {
    return told.getOrDefault(model, HealthStatus.HEALTHY);
  }

  /** Returns whether the caller is the one to tell the change. */
  boolean tell(Place model, HealthStatus from, HealthStatus to) {
    told.putIfAbsent(model, HealthStatus.HEALTHY);
    return told.replace(model, from, to);
  }

  void used(long now) {
    lastUsed = now;
  }

  long lastUsed() {
    return lastUsed;
  }

  void reset() {
    key.reset();
    models.values().forEach(Breaker::reset);
  }
}
