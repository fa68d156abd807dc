package dev.atom.router.config;

import dev.atom.router.Hedging;
import dev.atom.router.Retries;
import dev.atom.router.Route;
import dev.atom.router.Target;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.policy.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads routes. For use by one thread. */
final class RouteReader {
  private final Map<String, Optional<Target>> named;
  private final TargetReader targets;
  private final PolicyReader policies;
  private final Map<String, ReplyCache> caches;
  private final Set<String> names = new HashSet<>();

  RouteReader(
      Map<String, Optional<Target>> named,
      TargetReader targets,
      PolicyReader policies,
      Map<String, ReplyCache> caches) {
    this.named = named;
    this.targets = targets;
    this.policies = policies;
    this.caches = caches;
  }

  List<Route> read(Field field) {
    return field.items(1).stream().map(this::route).flatMap(Optional::stream).toList();
  }

  private Optional<Route> route(Field field) {
    field.shaped(Shape.ROUTE);
    if (!field.isObject()) {
      return Optional.empty();
    }
    int mark = field.problems().mark();
    String name = field.get("name").map(this::name).orElse("?");
    List<Target> list = field.get("targets").map(this::targets).orElse(List.of());
    Route.Builder route = Route.newBuilder(name);
    list.forEach(route::target);
    field.get("policy").ifPresent(policy -> route.policy(policies.read(policy)));
    field.get("retries").ifPresent(retries -> route.retries(retries(retries)));
    field.get("hedging").ifPresent(hedging -> route.hedging(hedging(hedging)));
    field.get("mid_stream").flatMap(all -> all.oneOf(Words.MID_STREAM)).ifPresent(route::midStream);
    field.get("cache").flatMap(cache -> cache.oneOf(caches)).ifPresent(route::cache);
    if (list.isEmpty() || !field.problems().noneSince(mark)) {
      return Optional.empty();
    }
    return built(field, route);
  }

  /** What is only wrong as a whole is said in the words of the builder. */
  private static Optional<Route> built(Field field, Route.Builder route) {
    try {
      return Optional.of(route.build());
    } catch (IllegalArgumentException e) {
      field.wrong(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String name(Field field) {
    String name = field.name();
    field.distinct(name, names, "routes");
    return name;
  }

  private List<Target> targets(Field field) {
    List<Field> items = field.items(1);
    if (items.size() > Targets.MOST) {
      field.wrong("has " + items.size() + " targets; " + Targets.MOST + " are the most");
    }
    List<Target> list = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Field item : items) {
      Optional<Target> target =
          item.isText() ? item.oneOf(named).flatMap(found -> found) : targets.inline(item);
      target.ifPresent(found -> item.distinct(found.name(), taken, "targets"));
      target.ifPresent(list::add);
    }
    return list;
  }

  private static Retries retries(Field field) {
    field.shaped(Shape.RETRIES);
    Retries usual = Retries.DEFAULT;
    int rounds = field.get("rounds").map(all -> all.count(0)).orElse(usual.rounds());
    Duration first = field.get("first_wait").map(RouteReader::wait).orElse(usual.firstWait());
    Duration longest = field.get("longest_wait").map(RouteReader::wait).orElse(usual.longestWait());
    if (longest.compareTo(first) < 0) {
      field.wrong(
          "longest_wait (%s) is shorter than first_wait (%s)"
              .formatted(Times.text(longest), Times.text(first)));
      return usual;
    }
    return new Retries(rounds, first, longest);
  }

  private static Duration wait(Field field) {
    return field.time(Duration.ZERO, Field.YEAR);
  }

  private static Hedging hedging(Field field) {
    field.shaped(Shape.HEDGING);
    Hedging usual = Hedging.AT_P95;
    return new Hedging(
        field.get("least_wait").map(RouteReader::wait).orElse(usual.leastWait()),
        field.get("least_calls").map(calls -> calls.count(1)).orElse(usual.leastCalls()));
  }
}
