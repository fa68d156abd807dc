package dev.atom.limit;

import dev.atom.store.Priority;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A call that asks for room: whose it is, how much of what it is expected to need, and how urgent it
 * is. It asks for one request and whatever else is stated.
 *
 * <p>Immutable and thread-safe.
 */
public final class LimitedCall {
  /** The unit of which every call needs one, if nothing else is stated. */
  public static final String REQUESTS = "requests";

  /** The unit of a model's tokens, those of the prompt and of the answer together. */
  public static final String TOKENS = "tokens";

  /** The unit of a prompt's tokens, as some providers limit them. */
  public static final String INPUT_TOKENS = "input-tokens";

  /** The unit of an answer's tokens, as some providers limit them. */
  public static final String OUTPUT_TOKENS = "output-tokens";

  private static final Map<String, Long> ONE_REQUEST = Map.of(REQUESTS, 1L);

  private final CallFacts facts;
  private final Map<String, Long> amounts;
  private final Priority priority;

  private LimitedCall(CallFacts facts, Map<String, Long> amounts, Priority priority) {
    this.facts = Objects.requireNonNull(facts, "facts");
    this.amounts = amounts;
    this.priority = Objects.requireNonNull(priority, "priority");
  }

  /**
   * Returns a call that needs one request, of priority {@link Priority#REAL_TIME}.
   *
   * @param facts who calls what
   * @return the call
   */
  public static LimitedCall of(CallFacts facts) {
    return new LimitedCall(facts, ONE_REQUEST, Priority.REAL_TIME);
  }

  /**
   * Returns this call with so much expected of a unit.
   *
   * @param unit such as {@link #TOKENS}, or the host's own word
   * @param amount how much at most, 0 or more
   * @return the derived call
   * @throws IllegalArgumentException if the amount is negative
   */
  public LimitedCall units(String unit, long amount) {
    Map<String, Long> more = new HashMap<>(amounts);
    put(more, unit, amount);
    return new LimitedCall(facts, more, priority);
  }

  private static void put(Map<String, Long> amounts, String unit, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "a call needs 0 or more " + unit + ", not " + amount + "; state what is expected");
    }
    amounts.put(Objects.requireNonNull(unit, "unit"), amount);
  }

  /**
   * Returns this call with so many tokens expected.
   *
   * @param amount the prompt's and the most that the answer may have, 0 or more
   * @return the derived call
   */
  public LimitedCall tokens(long amount) {
    return units(TOKENS, amount);
  }

  /**
   * Returns this call with a prompt and an answer of so many tokens expected: {@link #INPUT_TOKENS},
   * {@link #OUTPUT_TOKENS}, and their sum as {@link #TOKENS}.
   *
   * @param input the prompt's, 0 or more
   * @param output the most that the answer may have, 0 or more
   * @return the derived call
   */
  public LimitedCall tokens(long input, long output) {
    Map<String, Long> more = new HashMap<>(amounts);
    put(more, INPUT_TOKENS, input);
    put(more, OUTPUT_TOKENS, output);
    put(more, TOKENS, Math.addExact(input, output));
    return new LimitedCall(facts, more, priority);
  }

  /**
   * Returns this call with another priority. Of calls that wait for the same room those of the higher
   * one go first, always: a flood of them starves the others.
   *
   * @param priority how urgent it is
   * @return the derived call
   */
  public LimitedCall priority(Priority priority) {
    return new LimitedCall(facts, amounts, priority);
  }

  /**
   * Returns who calls what.
   *
   * @return the facts
   */
  public CallFacts facts() {
    return facts;
  }

  /**
   * Returns how much is expected of a unit.
   *
   * @param unit which
   * @return 0 if nothing is
   */
  public long amount(String unit) {
    Long amount = amounts.get(unit);
    return amount == null ? 0 : amount;
  }

  /**
   * Returns all that is expected.
   *
   * @return the amounts by unit, unmodifiable
   */
  public Map<String, Long> amounts() {
    return Collections.unmodifiableMap(amounts);
  }

  /**
   * Returns how urgent the call is.
   *
   * @return the priority
   */
  public Priority priority() {
    return priority;
  }

  @Override
  public String toString() {
    return "LimitedCall[" + facts + ", " + amounts + ", " + priority + "]";
  }
}
