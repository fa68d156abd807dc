package dev.atom.router;

import dev.atom.IdSource;
import dev.atom.model.ChatModel;
import dev.atom.model.PromptCounter;
import dev.atom.model.TokenCounter;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.health.HealthListener;
import dev.atom.usage.PriceBook;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Builds a {@link Router}. Defaults: no routes (at least one is needed), no prices (every cost is
 * unknown), no guards, no listeners, {@link KeyIds#perCaller}, {@link BreakerSettings#DEFAULT}, traces
 * kept, prompts estimated, the system's clock, ids of time and chance. Not thread-safe.
 */
public final class RouterBuilder {
  /** The name of the route that {@link #target} builds. */
  public static final String DEFAULT_ROUTE = "default";

  private final List<Route> routes = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<Guard> guards = new ArrayList<>();
  private final List<RouterListener> listeners = new ArrayList<>();
  private final List<HealthListener> healthListeners = new ArrayList<>();
  private PriceBook prices = PriceBook.of(List.of());
  private BreakerSettings breaker = BreakerSettings.DEFAULT;
  private KeyIds keys = KeyIds.perCaller();
  private PromptCounter counter = PromptCounter.estimating(TokenCounter.estimate());
  private Clock clock = Clock.systemUTC();
  private LongSupplier nanos = System::nanoTime;
  private Sleeper sleeper = Sleeper.real();
  private Optional<RandomGenerator> random = Optional.empty();
  private Optional<IdSource> ids = Optional.empty();
  private Optional<Router> before = Optional.empty();
  private boolean traced = true;

  RouterBuilder() {}

  /**
   * Adds a route behind those given before; the first is taken by requests that name none.
   *
   * @param route the route
   * @return this builder
   */
  public RouterBuilder route(Route route) {
    routes.add(Objects.requireNonNull(route, "route"));
    return this;
  }

  /**
   * Adds a target to the route {@link #DEFAULT_ROUTE}, which asks its targets in order and stands
   * before all others.
   *
   * @param model what is asked if all before it can't answer
   * @return this builder
   */
  public RouterBuilder target(ChatModel model) {
    return target(Target.of(model));
  }

  /**
   * Adds a target to the route {@link #DEFAULT_ROUTE}, which asks its targets in order and stands
   * before all others. A second one of a name gets a number behind it.
   *
   * @param target what is asked if all before it can't answer
   * @return this builder
   */
  public RouterBuilder target(Target target) {
    String name = target.name();
    Set<String> taken = new HashSet<>();
    targets.forEach(other -> taken.add(other.name()));
    for (int i = 2; taken.contains(name); i++) {
      name = target.name() + " #" + i;
    }
    targets.add(target.named(name));
    return this;
  }

  /**
   * Sets what tokens cost. The price of the model that the reply names counts, or that of the model
   * that was asked if the former is not listed.
   *
   * @param prices the prices
   * @return this builder
   */
  public RouterBuilder prices(PriceBook prices) {
    this.prices = Objects.requireNonNull(prices, "prices");
    return this;
  }

  /**
   * Adds a guard behind those given before.
   *
   * @param guard is asked before each attempt
   * @return this builder
   */
  public RouterBuilder guard(Guard guard) {
    guards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Adds a listener behind those given before.
   *
   * @param listener is told of calls and attempts
   * @return this builder
   */
  public RouterBuilder listener(RouterListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a listener of health behind those given before.
   *
   * @param listener is told when a target's status changes
   * @return this builder
   */
  public RouterBuilder healthListener(HealthListener listener) {
    healthListeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Sets when targets that fail are left out.
   *
   * @param settings for all breakers of the router
   * @return this builder
   */
  public RouterBuilder breaker(BreakerSettings settings) {
    breaker = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Sets how it is told which calls use the same key.
   *
   * @param keys the ids
   * @return this builder
   */
  public RouterBuilder keys(KeyIds keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
    return this;
  }

  /**
   * Sets how the tokens of a request are counted before it is sent. Asked once for each call, on the
   * caller's thread.
   *
   * @param counter an estimate, or a tokenizer of the host
   * @return this builder
   */
  public RouterBuilder counter(PromptCounter counter) {
    this.counter = Objects.requireNonNull(counter, "counter");
    return this;
  }

  /**
   * Sets whether traces tell of targets that were not asked.
   *
   * @param traced false to save the time and memory; attempts are told all the same
   * @return this builder
   */
  public RouterBuilder traced(boolean traced) {
    this.traced = traced;
    return this;
  }

  /**
   * Sets the clock that attempts are measured and priced by, for tests; real times are measured by
   * {@link System#nanoTime()} unless this is called. Deadlines bring their own.
   *
   * @param clock the clock
   * @return this builder
   */
  public RouterBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    nanos = () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    return this;
  }

  /**
   * Sets how calls wait for targets to come back.
   *
   * @param sleeper waits
   * @return this builder
   */
  public RouterBuilder sleeper(Sleeper sleeper) {
    this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
    return this;
  }

  /**
   * Sets where draws come from.
   *
   * @param random thread-safe
   * @return this builder
   */
  public RouterBuilder random(RandomGenerator random) {
    this.random = Optional.of(random);
    return this;
  }

  /**
   * Sets where the calls' ids come from.
   *
   * @param ids the source
   * @return this builder
   */
  public RouterBuilder ids(IdSource ids) {
    this.ids = Optional.of(ids);
    return this;
  }

  /**
   * Goes on from another router: of models that stay, behind the same client, what was learned is kept
   * and shared with it, as calls may still be under way there: times, breakers, how keys are treated,
   * the history of health, and how long the replies of a target of the same name in a route of the
   * same name are. What is known of others is forgotten. Give it the same clock and key ids.
   *
   * @param router the router whose place the new one takes
   * @return this builder
   */
  public RouterBuilder continuing(Router router) {
    before = Optional.of(router);
    return this;
  }

  /**
   * Returns the router.
   *
   * @return a new router
   * @throws IllegalArgumentException if it has no route, or two of one name
   */
  public Router build() {
    return new Router(this);
  }

  List<Route> routes() {
    List<Route> all = new ArrayList<>();
    if (!targets.isEmpty()) {
      Route.Builder route = Route.newBuilder(DEFAULT_ROUTE);
      targets.forEach(route::target);
      all.add(route.build());
    }
    all.addAll(routes);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a router needs a route with at least one target");
    }
    Set<String> names = new HashSet<>();
    for (Route route : all) {
      if (!names.add(route.name())) {
        throw new IllegalArgumentException("two routes are named " + route.name());
      }
    }
    return all;
  }

  RouterParts parts(List<Route> all) {
    return new RouterParts(
        fleet(all),
        List.copyOf(guards),
        new Listeners(listeners),
        new Bill(prices),
        clock,
        random.orElse(new LocalRandom()),
        sleeper,
        traced);
  }

  private Fleet fleet(List<Route> all) {
    Optional<Fleet> last = before.map(Router::fleet);
    HealthWatch watch = new HealthWatch(healthListeners, clock, last.map(Fleet::watch));
    return new Fleet(all, breaker, keys, watch, nanos, last);
  }

  Lanes lanes(Route route, Fleet fleet) {
    return new Lanes(route, fleet, prices, before.flatMap(router -> router.lanesOf(route.name())));
  }

  /** The caches of those routes that have one, by the routes' names. */
  Map<String, RouteCache> caches(List<Route> all, RouterParts parts) {
    Map<String, RouteCache> caches = new HashMap<>();
    for (Route route : all) {
      route
          .cache()
          .ifPresent(cache -> caches.put(route.name(), new RouteCache(route, cache, keys, parts)));
    }
    return Map.copyOf(caches);
  }

  PromptCounter counter() {
    return counter;
  }

  IdSource ids() {
    return ids.orElseGet(() -> IdSource.timeOrdered(clock, new SecureRandom()));
  }

  RouterHealth health(Fleet fleet) {
    return new RouterHealth(fleet);
  }

  /** The random numbers of whatever thread asks. */
  private static final class LocalRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }

    @Override
    public double nextDouble() {
      return ThreadLocalRandom.current().nextDouble();
    }
  }
}
