package dev.atom.router.policy;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;

/**
 * Chooses among targets: it keeps of a set those that it likes best. Policies are values and compose:
 * what one keeps, the {@linkplain #then next} narrows further; if several are left in the end, the
 * first in the route's order is asked.
 *
 * <p>It is asked anew for each attempt of a call, with the targets that can answer, are well and were
 * not tried. Implementations are thread-safe and quick, never block, and keep at least one.
 */
@FunctionalInterface
public interface Policy {
  /**
   * Keeps the best targets of a set.
   *
   * @param choice what is known
   * @param set the targets to choose from, as {@link Targets}; not empty
   * @return those kept: a part of the set, not empty
   */
  long narrow(Choice choice, long set);

  /**
   * Returns this policy followed by another that narrows what this one keeps.
   *
   * @param next the other
   * @return both
   */
  default Policy then(Policy next) {
    Objects.requireNonNull(next, "next");
    return (choice, set) -> {
      long kept = narrow(choice, set);
      return (kept & (kept - 1)) == 0 ? kept : next.narrow(choice, kept);
    };
  }

  /**
   * Returns the policy that likes the first target of the route's order best.
   *
   * @return the policy
   */
  static Policy order() {
    return (choice, set) -> Long.lowestOneBit(set);
  }

  /**
   * Returns the policy that draws by the targets' weights. Targets of weight 0 are drawn only if
   * there are no others.
   *
   * @return the policy
   */
  static Policy weighted() {
    return Weighted.POLICY;
  }

  /**
   * Returns the policy that likes the lowest {@linkplain Choice#expectedUsd expected cost} best.
   * Targets without a price are kept only if none has one.
   *
   * @return the policy
   */
  static Policy cheapest() {
    return cheapest(0);
  }

  /**
   * Returns the policy that keeps all whose expected cost is not much above the lowest.
   *
   * @param tolerance how much more, as a part of the lowest: 0.1 is a tenth
   * @return the policy
   */
  static Policy cheapest(double tolerance) {
    return new Cheapest(tolerance);
  }

  /**
   * Returns the policy that draws two targets and keeps the one that will answer sooner: its {@linkplain
   * Choice#expectedNanos expected time}, times the calls that run there and this one. Two
   * choices spread load nearly as well as all would, without sending everybody to the same target
   * (Mitzenmacher, "The Power of Two Choices", 2001).
   *
   * @return the policy
   */
  static Policy fastest() {
    return Fastest.POLICY;
  }

  /**
   * Returns the policy that prefers targets with a tag.
   *
   * @param tag the tag
   * @return keeps those that bear it, all if none does
   */
  static Policy tagged(String tag) {
    Objects.requireNonNull(tag, "tag");
    return (choice, set) -> {
      long kept = 0;
      for (long rest = set; rest != 0; rest &= rest - 1) {
        if (choice.tagged(Targets.first(rest), tag)) {
          kept |= Long.lowestOneBit(rest);
        }
      }
      return kept == 0 ? set : kept;
    };
  }

  /**
   * Returns a policy for some requests; it keeps all targets for the others. With {@link #then} such
   * rules make a list: what the first keeps, the next narrows.
   *
   * @param condition for which requests
   * @param policy what chooses for them
   * @return the policy
   */
  static Policy when(Predicate<RequestFacts> condition, Policy policy) {
    return either(condition, policy, (choice, set) -> set);
  }

  /**
   * Returns a policy that is one for some requests and another for the rest.
   *
   * @param condition for which requests the first chooses
   * @param policy the first
   * @param otherwise what chooses for the others
   * @return the policy
   */
  static Policy either(Predicate<RequestFacts> condition, Policy policy, Policy otherwise) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(otherwise, "otherwise");
    return (choice, set) ->
        condition.test(choice.facts()) ? policy.narrow(choice, set) : otherwise.narrow(choice, set);
  }

  /**
   * Returns a host's own choice of one target.
   *
   * @param choice gets what is known and the set, and gives the number of the target; a number that
   *     is not in the set is an error of the host and fails the call
   * @return the policy
   */
  static Policy choosing(ToIntBiFunction<Choice, Long> choice) {
    Objects.requireNonNull(choice, "choice");
    return (known, set) -> Targets.only(choice.applyAsInt(known, set));
  }
}
