package dev.atom.router.policy;

/**
 * What a {@link Policy} may know when it chooses among a route's targets, which are numbered from 0 in
 * the route's order. Used by one thread; asking allocates nothing.
 */
public interface Choice {
  /**
   * Returns what is known of the request.
   *
   * @return the facts
   */
  RequestFacts facts();

  /**
   * Returns a target's name.
   *
   * @param target its number
   * @return the name
   */
  String name(int target);

  /**
   * Tells whether a target bears a tag.
   *
   * @param target its number
   * @param tag the tag
   * @return true if so
   */
  boolean tagged(int target, String tag);

  /**
   * Returns a target's weight.
   *
   * @param target its number
   * @return 0 or more
   */
  double weight(int target);

  /**
   * Returns what the call is expected to cost at a target: its prompt, less what the provider is
   * expected to have in its cache, and as many output tokens as the route's replies have on average.
   *
   * @param target its number
   * @return US dollars; NaN if there is no price
   */
  double expectedUsd(int target);

  /**
   * Returns how long the call is expected to take at a target, if nothing else runs there: the
   * median of its times to the first token, and as many times per token as replies have on average.
   * Failures count as the slowest of a hundred calls. A target that nobody has asked for long has
   * the median of the others.
   *
   * @param target its number
   * @return nanoseconds; 0 if nothing is known of any target
   */
  double expectedNanos(int target);

  /**
   * Returns how many calls run at a target.
   *
   * @param target its number
   * @return 0 or more
   */
  int inFlight(int target);

  /**
   * Returns a random number.
   *
   * @return from 0, below 1
   */
  double random();
}
