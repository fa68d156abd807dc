package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.router.health.Breaker;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.stats.TargetStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a router knows of the models it can reach, whatever routes they are in: who was quick, whose
 * server can't be reached, which key is out. Thread-safe.
 */
final class Fleet {
  private static final int MOST_KEYS = 20_000;

  private final List<Place> places = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Integer> clients = new ArrayList<>();
  private final BreakerSettings settings;
  private final KeyIds ids;
  private final HealthWatch watch;
  private final LongSupplier nanos;

  /** Shared with the fleets that went before. */
  private final Map<KeyRef, KeyHealth> keys;

  /** One key of one client: two clients of a provider may have different keys for one caller. */
  private record KeyRef(ChatModel client, String id) {
    @Override
    @SuppressWarnings("ReferenceEquality") // one client and its twin may have different keys
    public boolean equals(Object other) {
      return other instanceof KeyRef that && client == that.client && id.equals(that.id);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(client) + id.hashCode();
    }
  }

  Fleet(
      Collection<Route> routes,
      BreakerSettings settings,
      KeyIds ids,
      HealthWatch watch,
      LongSupplier nanos,
      Optional<Fleet> before) {
    this.watch = watch;
    this.settings = settings;
    this.ids = ids;
    this.nanos = nanos;
    keys = before.isPresent() ? before.get().keys : new ConcurrentHashMap<>();
    for (Route route : routes) {
      for (Target target : route.targets()) {
        if (place(target) < 0) {
          places.add(
              before.flatMap(fleet -> fleet.find(target)).orElse(new Place(target, settings)));
          names.add(target.name());
        }
      }
    }
    IdentityHashMap<ChatModel, Integer> numbers = new IdentityHashMap<>();
    for (Place place : places) {
      clients.add(numbers.computeIfAbsent(place.client(), client -> numbers.size()));
    }
    if (before.isPresent()) {
      takeOver(numbers);
    }
  }

  /** What is known of clients and models that are gone goes; the rest holds to the new settings. */
  private void takeOver(IdentityHashMap<ChatModel, Integer> present) {
    places.forEach(place -> place.server().settings(settings));
    keys.keySet().removeIf(key -> !present.containsKey(key.client()));
    keys.values().forEach(key -> key.keep(places, settings));
  }

  private Optional<Place> find(Target target) {
    return places.stream().filter(place -> place.serves(target)).findFirst();
  }

  long now() {
    return nanos.getAsLong();
  }

  HealthWatch watch() {
    return watch;
  }

  ChatModel model(int place) {
    return places.get(place).client();
  }

  BreakerSettings settings() {
    return settings;
  }

  int size() {
    return places.size();
  }

  /** A target's number; -1 if it is not in the fleet. */
  int place(Target target) {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).serves(target)) {
        return i;
      }
    }
    return -1;
  }

  Place at(int place) {
    return places.get(place);
  }

  ModelRef ref(int place) {
    return places.get(place).ref();
  }

  /** The name of the first target that is there. */
  String name(int place) {
    return names.get(place);
  }

  TargetStats stats(int place) {
    return places.get(place).stats();
  }

  /** The breaker for what is nobody's key's fault: a server that can't be reached. */
  Breaker server(int place) {
    return places.get(place).server();
  }

  /** The number of a place's client. */
  int client(int place) {
    return clients.get(place);
  }

  KeyHealth key(int place, CallContext context) {
    ChatModel client = model(place);
    String provider = ref(place).provider();
    KeyRef ref = new KeyRef(client, ids.of(provider, context));
    KeyHealth known = keys.get(ref);
    if (known == null) {
      makeRoom();
      known = keys.computeIfAbsent(ref, key -> new KeyHealth(client, provider, key.id(), settings));
    }
    known.used(now());
    return known;
  }

  Collection<KeyHealth> keys() {
    return keys.values();
  }

  /** The tenth that was not used for longest goes; each may come back. */
  private void makeRoom() {
    if (keys.size() < MOST_KEYS) {
      return;
    }
    keys.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> entry.getValue().lastUsed()))
        .limit(MOST_KEYS / 10)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(keys::remove);
  }
}
