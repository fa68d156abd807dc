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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a router knows of the models it can reach, whatever routes they are in: who was quick, whose
 * server can't be reached, which key is out. Thread-safe.
 */
final class Fleet {
  private static final int MOST_KEYS = 20_000;

  private final List<Place> places;
  private final List<String> names;
  private final List<Integer> clients = new ArrayList<>();
  private final List<TargetStats> stats = new ArrayList<>();
  private final List<Breaker> servers = new ArrayList<>();
  private final BreakerSettings settings;
  private final KeyIds ids;
  private final HealthWatch watch;
  private final LongSupplier nanos;
  private final Map<KeyRef, KeyHealth> keys = new ConcurrentHashMap<>();

  /** A model behind one client: the same model in another region is another place. */
  private record Place(ChatModel client, ModelRef ref) {
    static Place of(Target target) {
      return new Place(target.model(), target.ref());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one client and its twin are two ways to a model
    public boolean equals(Object other) {
      return other instanceof Place that && client == that.client && ref.equals(that.ref);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(client) + ref.hashCode();
    }
  }

  /** One key of one client: two clients of a provider may have different keys for one caller. */
  private record KeyRef(int client, String id) {}

  Fleet(
      Collection<Route> routes,
      BreakerSettings settings,
      KeyIds ids,
      HealthWatch watch,
      LongSupplier nanos) {
    this.watch = watch;
    places =
        routes.stream()
            .flatMap(route -> route.targets().stream())
            .map(Place::of)
            .distinct()
            .toList();
    names = places.stream().map(place -> name(routes, place)).toList();
    this.settings = settings;
    this.ids = ids;
    this.nanos = nanos;
    IdentityHashMap<ChatModel, Integer> numbers = new IdentityHashMap<>();
    for (int i = 0; i < places.size(); i++) {
      clients.add(numbers.computeIfAbsent(places.get(i).client(), client -> numbers.size()));
      stats.add(new TargetStats());
      servers.add(new Breaker(settings));
    }
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

  private static String name(Collection<Route> routes, Place place) {
    return routes.stream()
        .flatMap(route -> route.targets().stream())
        .filter(target -> Place.of(target).equals(place))
        .findFirst()
        .map(Target::name)
        .orElseThrow();
  }

  int size() {
    return places.size();
  }

  int place(Target target) {
    return places.indexOf(Place.of(target));
  }

  ModelRef ref(int place) {
    return places.get(place).ref();
  }

  /** The name of the first target that is there. */
  String name(int place) {
    return names.get(place);
  }

  TargetStats stats(int place) {
    return stats.get(place);
  }

  /** The breaker for what is nobody's key's fault: a server that can't be reached. */
  Breaker server(int place) {
    return servers.get(place);
  }

  /** The number of a place's client. */
  int client(int place) {
    return clients.get(place);
  }

  KeyHealth key(int place, CallContext context) {
    int client = clients.get(place);
    String provider = ref(place).provider();
    KeyRef ref = new KeyRef(client, ids.of(provider, context));
    KeyHealth known = keys.get(ref);
    if (known == null) {
      makeRoom();
      known =
          keys.computeIfAbsent(
              ref, key -> new KeyHealth(client, provider, key.id(), settings, places.size()));
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
