package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.router.policy.Targets;
import dev.atom.usage.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A route with what was learned of it. Thread-safe. */
final class Lanes {
  private final Route route;
  private final List<Lane> lanes = new ArrayList<>();

  /** A place of each client that the route has. */
  private final List<Integer> clients = new ArrayList<>();

  private final long[] tiers;
  private final Habits habits;

  Lanes(Route route, Fleet fleet, PriceBook prices, Optional<Lanes> before) {
    this.route = route;
    habits = before.map(lanes -> lanes.habits).orElseGet(Habits::new);
    List<Integer> numbers = new ArrayList<>();
    TreeMap<Integer, Long> byTier = new TreeMap<>();
    for (Target target : route.targets()) {
      int place = fleet.place(target);
      int client = fleet.client(place);
      if (!numbers.contains(client)) {
        numbers.add(client);
        clients.add(place);
      }
      byTier.merge(target.tier(), Targets.only(lanes.size()), (a, b) -> a | b);
      Habits own =
          before.flatMap(lanes -> lanes.find(target)).map(Lane::own).orElseGet(Habits::new);
      lanes.add(
          new Lane(
              target,
              place,
              numbers.indexOf(client),
              target.quote(prices),
              fleet.stats(place),
              new Lane.Learned(own, habits)));
    }
    tiers = byTier.values().stream().mapToLong(Long::longValue).toArray();
  }

  /** The lane of a target that has stayed: what its route asks there is as long as before. */
  private Optional<Lane> find(Target target) {
    return lanes.stream()
        .filter(lane -> lane.target().name().equals(target.name()) && lane.target().twin(target))
        .findFirst();
  }

  Route route() {
    return route;
  }

  int size() {
    return lanes.size();
  }

  Lane get(int target) {
    return lanes.get(target);
  }

  /** How the caller's keys are treated, by the clients' numbers. */
  KeyHealth[] keys(Fleet fleet, CallContext context) {
    KeyHealth[] keys = new KeyHealth[clients.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = fleet.key(clients.get(i), context);
    }
    return keys;
  }

  /** The targets of a set that stand in the first tier that has any. */
  long firstTier(long set) {
    for (long tier : tiers) {
      if ((set & tier) != 0) {
        return set & tier;
      }
    }
    return 0;
  }

  long usedFor(Target.Use use) {
    long set = 0;
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).target().use() == use) {
        set |= Targets.only(i);
      }
    }
    return set;
  }
}
