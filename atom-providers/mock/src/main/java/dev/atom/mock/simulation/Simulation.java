package dev.atom.mock.simulation;

import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs hosts of one store in many worlds, each drawn from a seed: the hosts take turns at every call
 * that they make, of the store or of a receiver outside, and mishaps befall the calls. After some
 * hundred calls the mishaps end, the hosts have time to finish, and everything that must be true is
 * checked. The same seed gives the same run, call by call, as long as the hosts do the same where
 * they read the same.
 *
 * <p>Checked in every run, besides what the {@link Builder#check} says: what the store has
 * acknowledged is there (events, effects, keys taken for good); versions have no gaps and instants
 * never go back; no job is held by two within its claim and no lease by two; nothing is changed or
 * appended under a claim or fence that is lost; no receiver does the same twice.
 *
 * <p>Hosts run on threads of their own, but one at a time. A host must take time, chance and ids from
 * its {@link Node} and start no threads. Immutable and thread-safe, if what the hosts share is.
 */
public final class Simulation {
  /** More writes than this in one scenario are not crashed at one by one. */
  private static final int MOST_WRITES = 10_000;

  private final Scenario scenario;

  private Simulation(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Returns a builder.
   *
   * @param open opens a new, empty store that takes the time from the clock; called for each run,
   *     which closes it
   * @return a new builder
   */
  public static Builder newBuilder(Function<Clock, Store> open) {
    return new Builder(open);
  }

  /**
   * Runs the world of a seed.
   *
   * @param seed any number
   * @return what happened
   * @throws SimulationFailed if something is not true that must be
   */
  public Run seed(long seed) {
    return new Scheduler(scenario, seed, false)
        .run("seed " + seed + ", again with seed(" + seed + "L)");
  }

  /**
   * Runs the worlds of several seeds, one after the other, until one fails.
   *
   * @param first the first seed
   * @param count how many, 1 or more
   * @return what happened in each
   * @throws SimulationFailed if something is not true that must be
   */
  public List<Run> seeds(long first, int count) {
    List<Run> runs = new ArrayList<>();
    for (long seed = first; seed < first + count; seed++) {
      runs.add(seed(seed));
    }
    return runs;
  }

  /**
   * Runs the world of a seed again and again, with no mishap but one crash: before the first call that
   * writes or sends, after it, before the second, and so on until the hosts have settled before it
   * comes to it. Each run lasts as long as the hosts have to settle.
   *
   * @param seed any number
   * @return what happened in each
   * @throws SimulationFailed if something is not true that must be
   */
  public List<Run> everyCommitPoint(long seed) {
    List<Run> runs = new ArrayList<>();
    for (int write = 1; write <= MOST_WRITES; write++) {
      for (Mishap crash : List.of(Mishap.CRASH_BEFORE, Mishap.CRASH_AFTER)) {
        Run run = crashed(seed, write, crash);
        runs.add(run);
        if (run.mishaps() == 0) {
          return List.copyOf(runs);
        }
      }
    }
    throw new IllegalStateException(
        "the hosts don't finish within " + MOST_WRITES + " writes; settle for a shorter time");
  }

  private Run crashed(long seed, int write, Mishap crash) {
    FaultPlan once = FaultPlan.once(write, crash);
    String replay =
        crash
            + " at write "
            + write
            + " of seed "
            + seed
            + ", again with everyCommitPoint("
            + seed
            + "L)";
    return new Scheduler(scenario.with(once), seed, true).run(replay);
  }

  /**
   * Builds a {@link Simulation}. Defaults: {@link FaultPlan#random()}, mishaps for 300 calls, then an
   * hour to settle, beginning at 2026-01-01T08:00:00Z, nothing prepared, nothing else to check.
   */
  public static final class Builder {
    private final Function<Clock, Store> open;
    private final List<Scenario.Cast> casts = new ArrayList<>();
    private final Map<String, Receiver> receivers = new LinkedHashMap<>();
    private final List<Consumer<World>> checks = new ArrayList<>();
    private FaultPlan faults = FaultPlan.random();
    private int calls = 300;
    private Duration settling = Duration.ofHours(1);
    private Instant start = Instant.parse("2026-01-01T08:00:00Z");
    private Consumer<Store> prepare = store -> {};

    private Builder(Function<Clock, Store> open) {
      this.open = Objects.requireNonNull(open, "open");
    }

    /**
     * Adds hosts that crash and are then started anew.
     *
     * @param name what their names begin with
     * @param count how many, 1 or more
     * @param start makes one, with nothing in its memory; called again after each crash
     * @return this builder
     */
    public Builder hosts(String name, int count, Function<Node, Host> start) {
      return cast(new Scenario.Cast(name, count, true, start));
    }

    /**
     * Adds one that only calls on hosts, such as a customer or a provider that delivers webhooks until
     * they are acknowledged. It never crashes itself: where a host would, it loses the connection.
     *
     * @param name its name
     * @param start makes it, once for each run
     * @return this builder
     */
    public Builder client(String name, Function<Node, Host> start) {
      return cast(new Scenario.Cast(name, 1, false, start));
    }

    private Builder cast(Scenario.Cast cast) {
      if (cast.count() < 1) {
        throw new IllegalArgumentException("1 host or more, not " + cast.count());
      }
      casts.add(cast);
      return this;
    }

    /**
     * Adds something outside that hosts send to with {@link Node#send}.
     *
     * @param name its name
     * @param kind how it takes a repetition
     * @return this builder
     */
    public Builder receiver(String name, Receiver kind) {
      receivers.put(name, kind);
      return this;
    }

    /**
     * Sets what befalls the hosts.
     *
     * @param plan the plan
     * @return this builder
     */
    public Builder faults(FaultPlan plan) {
      faults = plan;
      return this;
    }

    /**
     * Sets for how long mishaps happen.
     *
     * @param count so many calls, of all hosts together; 0 or more
     * @return this builder
     */
    public Builder calls(int count) {
      calls = count;
      return this;
    }

    /**
     * Sets how long the hosts have to finish when no more mishaps happen.
     *
     * @param time of the virtual clock; longer than their claims, leases and retries last
     * @return this builder
     */
    public Builder settling(Duration time) {
      settling = time;
      return this;
    }

    /**
     * Sets when a run begins.
     *
     * @param instant what the clock shows first
     * @return this builder
     */
    public Builder start(Instant instant) {
      start = instant;
      return this;
    }

    /**
     * Writes what is there before the hosts are.
     *
     * @param write is given the store, without mishaps
     * @return this builder
     */
    public Builder prepare(Consumer<Store> write) {
      prepare = write;
      return this;
    }

    /**
     * Adds what must be true at the end of each run.
     *
     * @param invariant throws if it is not, an {@link AssertionError} or any exception
     * @return this builder
     */
    public Builder check(Consumer<World> invariant) {
      checks.add(invariant);
      return this;
    }

    /**
     * Returns the simulation.
     *
     * @return the value
     */
    public Simulation build() {
      if (casts.isEmpty()) {
        throw new IllegalStateException("a simulation needs hosts");
      }
      return new Simulation(
          new Scenario(
              open,
              List.copyOf(casts),
              Map.copyOf(receivers),
              faults,
              calls,
              settling,
              start,
              prepare,
              List.copyOf(checks)));
    }
  }
}
