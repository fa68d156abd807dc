package dev.atom.mock.simulation;

import dev.atom.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every run of a {@link Simulation} begins with.
 *
 * @param open opens a new, empty store
 * @param casts the hosts
 * @param receivers what is outside
 * @param faults the mishaps
 * @param calls after how many calls no more mishaps happen
 * @param settling how long the hosts have to finish then
 * @param start the clock's first instant
 * @param prepare writes what is there before the hosts are
 * @param checks what must be true in the end
 */
record Scenario(
    Function<Clock, Store> open,
    List<Cast> casts,
    Map<String, Receiver> receivers,
    FaultPlan faults,
    int calls,
    Duration settling,
    Instant start,
    Consumer<Store> prepare,
    List<Consumer<World>> checks) {
  /**
   * Hosts of one kind.
   *
   * @param name what their names begin with
   * @param count how many
   * @param crashes whether they can crash; a client's crash is a lost connection
   * @param start makes one
   */
  record Cast(String name, int count, boolean crashes, Function<Node, Host> start) {}

  /** The same with a plan that may strike at any time, until the hosts have settled. */
  Scenario with(FaultPlan other) {
    return new Scenario(open, casts, receivers, other, 0, settling, start, prepare, checks);
  }
}
