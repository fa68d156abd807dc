package dev.atom.router;

import dev.atom.model.ChatModel;
import dev.atom.router.health.Breaker;
import dev.atom.router.health.HealthChange;
import dev.atom.router.health.TargetHealth;
import dev.atom.router.stats.TargetStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a router's targets are, by what was seen of their calls. Thread-safe. */
public final class RouterHealth {
  private final Fleet fleet;

  RouterHealth(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Returns how every model is for every key that was used.
   *
   * @return one entry for each model and key of its client; one with the key {@code "-"} for a model
   *     that nobody has asked
   */
  public List<TargetHealth> all() {
    List<TargetHealth> all = new ArrayList<>();
    for (int place = 0; place < fleet.size(); place++) {
      Set<KeyHealth> keys = keysOf(fleet.model(place));
      for (KeyHealth key : keys) {
        all.add(of(place, Optional.of(key)));
      }
      if (keys.isEmpty()) {
        all.add(of(place, Optional.empty()));
      }
    }
    return all;
  }

  @SuppressWarnings("ReferenceEquality") // one client and its twin have different keys
  private Set<KeyHealth> keysOf(ChatModel client) {
    Set<KeyHealth> keys = new LinkedHashSet<>();
    fleet.keys().stream().filter(key -> key.client() == client).forEach(keys::add);
    return keys;
  }

  /**
   * Returns what has changed.
   *
   * @return the last thousand changes, oldest first
   */
  public List<HealthChange> history() {
    return fleet.watch().history();
  }

  private TargetHealth of(int place, Optional<KeyHealth> key) {
    long now = fleet.now();
    HealthWatch.Seen seen = HealthWatch.see(fleet, place, key);
    long wait = fleet.server(place).nanosUntilReady(now);
    if (key.isPresent()) {
      wait = Math.max(wait, key.get().key().nanosUntilReady(now));
      Breaker model = key.get().seen(fleet.at(place));
      wait = model == null ? wait : Math.max(wait, model.nanosUntilReady(now));
    }
    TargetStats stats = fleet.stats(place);
    double median = stats.firstToken().median();
    return new TargetHealth(
        fleet.name(place),
        key.map(KeyHealth::id).orElse("-"),
        seen.status(),
        seen.reason(),
        Duration.ofNanos(wait),
        stats.inFlight(),
        Double.isNaN(median) ? Optional.empty() : Optional.of(Duration.ofNanos((long) median)));
  }

  /**
   * Forgets all that keeps calls with a key away, as after the key was renewed or a quota raised.
   *
   * @param provider at which provider
   * @param key what stands for the key, see {@link KeyIds}
   */
  public void reset(String provider, String key) {
    fleet.keys().stream()
        .filter(known -> known.provider().equals(provider) && known.id().equals(key))
        .forEach(KeyHealth::reset);
  }
}
