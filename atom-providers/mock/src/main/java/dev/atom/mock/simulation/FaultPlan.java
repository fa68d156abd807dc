package dev.atom.mock.simulation;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which mishap befalls which call. It must depend on nothing but what it is given, so that a
 * seed gives the same run again.
 */
@FunctionalInterface
public interface FaultPlan {
  /**
   * Decides about a call.
   *
   * @param point the call
   * @param random the run's own chance
   * @return empty if all goes well
   */
  Optional<Mishap> at(Point point, RandomGenerator random);

  /**
   * Returns a plan in which all goes well: only the order of the hosts' calls is left to chance.
   *
   * @return the plan
   */
  static FaultPlan none() {
    return (point, random) -> Optional.empty();
  }

  /**
   * Returns a plan of all mishaps, one at every twelfth call.
   *
   * @return the plan
   */
  static FaultPlan random() {
    return random(1.0 / 12, Mishap.values());
  }

  /**
   * Returns a plan of some mishaps.
   *
   * @param rate how often one befalls a call, 0 to 1
   * @param of which, equally often; at least one
   * @return the plan
   */
  static FaultPlan random(double rate, Mishap... of) {
    List<Mishap> mishaps = List.of(of);
    if (mishaps.isEmpty() || !(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("mishaps need a rate of 0 to 1, not " + rate);
    }
    return (point, random) ->
        random.nextDouble() < rate
            ? Optional.of(mishaps.get(random.nextInt(mishaps.size())))
            : Optional.empty();
  }

  /**
   * Returns a plan of a single mishap.
   *
   * @param write which of the calls that write or send, from 1
   * @param mishap what befalls it
   * @return the plan
   */
  static FaultPlan once(int write, Mishap mishap) {
    return (point, random) -> point.write() == write ? Optional.of(mishap) : Optional.empty();
  }
}
